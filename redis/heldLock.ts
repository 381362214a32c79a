import { Hold, type HoldOptions } from './hold';
import { LeaseLost } from './leaseLost';
import type { AcquireReply, HandReply } from './types';

/** What a held lock asks of Redis, all with its own owner. */
export interface HeldCalls {
  hand(): Promise<HandReply>;
  /** Asks again, for a token that is not below `floor`. */
  above(floor: number): Promise<AcquireReply>;
}

/** A resource lock that is held, renewed until it is released or lost. */
export class HeldLock extends Hold {
  /** @internal */
  constructor(
    private readonly held: HoldOptions,
    private readonly calls: HeldCalls,
  ) {
    super(held);
  }

  /**
   * For a rightful holder whom a sink refused, because it has seen a token that Redis lost since (rule 3).
   * @returns this lock under a token of at least `floor`; the old object is released and must not be used any more.
   * Throws LeaseLost when the lock is not ours any more, or Redis did not say so.
   */
  async above(floor: number): Promise<HeldLock> {
    this.assertHeld();
    const sentAt = this.clock.nowMs();
    const reply = await this.calls.above(floor);
    this.assertHeld();
    this.stop();
    if (reply.word === 'acquired') return new HeldLock({ ...this.held, token: reply.token, sentAt }, this.calls);
    throw new LeaseLost(this.held.name, this.token, reply.word === 'busy' ? 'stolen' : 'unreachable', 0);
  }

  /**
   * Ends the renewals and gives the lock back, to the first waiter if there is one. Never throws: where Redis does not
   * answer, the lease runs out. Do not call it while an effect is unsettled at something that checks no token.
   * @returns `handed` to a waiter, `released`, `none` (it was no longer ours), or `unknown`.
   */
  async release(): Promise<HandReply['word']> {
    this.stop();
    return (await this.calls.hand()).word;
  }
}
