/** What the package exports as `pipeline-worker/redis`: fenced locks for programs, and what they throw. */
export { openStore } from './store';
export type { Store } from './store';
export type { ResourceLock } from './resourceLock';
export type { HeldLock } from './heldLock';
export type { Hold } from './hold';
export type { Busy, HandReply, LockOptions, ReplicaWait, StoreOptions } from './types';
export type { ConnectionNews } from './connectionNews';
export { LockBusy, RedisFailure, RedisRefused, RedisUnfit, RedisUnreachable } from './errors';
export { LeaseLost, type LossReason } from './leaseLost';
export { RedisAddressInvalid } from './address';
export type { RedisTls } from './tls';
