/** The only room that talks to Redis. */
export { Answers } from './answers';
export { nameOf } from './blobs';
export { monotonicMs, systemClock, type Clock } from './clock';
export { BlobTooLarge, RedisUnfit, RedisUnreachable, ValueTooLarge } from './errors';
export { Hold, type HoldOptions } from './hold';
export { LeaseLost, type LossReason } from './leaseLost';
export { limits } from './limits';
export { ResourceLock } from './resourceLock';
export { RunStore } from './runStore';
export { openStore, Store } from './store';
export type * from './types';
