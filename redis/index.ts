/** The only room that talks to Redis. */
export { endpointOf, parseAddress, RedisAddressInvalid } from './address';
export { nameOf } from './blobs';
export { monotonicMs, pause, systemClock, type Clock } from './clock';
export {
  BlobTooLarge,
  LockBusy,
  RedisFailure,
  RedisRefused,
  RedisUnfit,
  RedisUnreachable,
  toldOf,
  ValueTooLarge,
} from './errors';
export type { ConnectionNews } from './connectionNews';
export { HeldLock } from './heldLock';
export { Hold, type HoldOptions } from './hold';
export { LeaseLost, type LossReason } from './leaseLost';
export { limits } from './limits';
export type { DataCommands, Link, Subscriber } from './link';
export { ResourceLock } from './resourceLock';
export { RunStore } from './runStore';
export { scripts, type RunScript } from './scripts';
export { scopeOf } from './scope';
export { sooner, spread } from './spread';
export type * from './stepRecord';
export { openStore, Store } from './store';
export { redisTlsFrom, type RedisTls } from './tls';
export type * from './types';
export { isOlder } from './version';
