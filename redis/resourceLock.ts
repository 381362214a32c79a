import type { Link } from './connect';
import { limits } from './limits';
import { orUnknown, parseAcquire, parseHand, parseRenew } from './replies';
import type { AcquireReply, AcquireRequest, HandReply, RenewReply, Unknown } from './types';

/** The lock of one outside resource, in a slot of its own. An unknown `acquire`: `hand` back, then use a new owner. */
export class ResourceLock {
  constructor(
    private readonly link: Link,
    private readonly keys: { lock: string; counter: string },
  ) {}

  /** Asks for the lock; `busy` means ask again later. */
  async acquire(request: AcquireRequest): Promise<AcquireReply> {
    const { owner, scope, stepToken, leaseMs, floor = 0 } = request;
    const args = [owner, scope, stepToken, leaseMs, floor, limits.resourceCounterTtlMs];
    return orUnknown(this.link.lockScript('acquire', [this.keys.lock, this.keys.counter], args), parseAcquire);
  }

  async renew(lock: { owner: string; token: number; leaseMs: number }): Promise<RenewReply | Unknown> {
    const call = this.link.lockScript('renew', [this.keys.lock], [lock.owner, lock.token, lock.leaseMs]);
    return orUnknown(call, (replies) => parseRenew((replies as unknown[])[0]));
  }

  /** Gives the lock back. Not while an effect is unsettled: then its lease runs out (rule 8). */
  async hand({ owner }: { owner: string }): Promise<HandReply> {
    return orUnknown(this.link.lockScript('hand', [this.keys.lock], [owner, `${this.keys.lock}:w`]), parseHand);
  }
}
