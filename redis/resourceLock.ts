import { LockBusy, redisFailure } from './errors';
import { HeldLock } from './heldLock';
import type { HoldOptions } from './hold';
import type { ResourceKeys } from './keys';
import { givingScript } from './link';
import { limits } from './limits';
import { labelOf } from './lockText';
import { renewAll } from './renewals';
import { orUnknown, parseAcquire, parseHand } from './replies';
import { sooner, spread } from './spread';
import type { Shared } from './store';
import type { AcquireReply, AcquireRequest, Busy, HandReply, LockOptions, RenewReply, Unknown } from './types';

/** After a question that Redis did not answer, and after many of them; each spread, so that not all ask at once. */
const RETRY_MS = 25;
const MOST_RETRY_MS = 500;

/**
 * The lock of one outside resource, in a cluster slot of its own: fenced, first come first served (docs/locks.md).
 *
 * `acquire` is the way in. `ask`, `renew` and `hand` are single calls of the scripts.
 */
export class ResourceLock {
  /** @internal */
  constructor(
    private readonly shared: Shared,
    readonly name: string,
    private readonly keys: ResourceKeys,
  ) {}

  /**
   * Waits for the lock, in the order of asking, at most `waitMs`.
   *
   * Throws LockBusy when it was not to be had in that time (its `ticket` keeps the place), RedisUnreachable or
   * RedisRefused when it did not do as asked, the reason of `signal` when that fires. In each case nothing is held and nobody stands in the queue.
   */
  async acquire(options: LockOptions = {}): Promise<HeldLock> {
    const { leaseMs = limits.leaseMs, waitMs = limits.waitMs, signal, latestMs, onTicket, ...request } = options;
    if (!(leaseMs >= limits.minimumLeaseMs)) {
      throw new RangeError(`A lease of ${leaseMs} ms is too short; ask for at least ${limits.minimumLeaseMs} ms`);
    }
    const { clock, random } = this.shared.link;
    const { wakeups } = this.shared;
    const startedAt = clock.nowMs();
    let owner = wakeups.expect(this.shared.newOwner());
    // Who wants to know a place is given one, and keeps it by its ticket, also where it does not wait here.
    const queue = waitMs > 0 || onTicket !== undefined;
    let ticket = options.ticket ?? 0;
    let mayStand = false;
    let retryMs = RETRY_MS;
    try {
      for (;;) {
        signal?.throwIfAborted();
        const sentAt = clock.nowMs();
        const reply = await this.ask({ ...request, owner, ticket, leaseMs, queue });
        mayStand ||= reply.word !== 'busy' || reply.ticket > 0;
        if (reply.word === 'busy' && reply.ticket > 0 && reply.ticket !== ticket) onTicket?.(reply.ticket);
        signal?.throwIfAborted();
        const timing = { leaseMs, sentAt, ...(latestMs !== undefined && { latestMs }) };
        if (reply.word === 'acquired') return this.held({ ...request, owner }, reply.token, timing);

        const waitedMs = clock.nowMs() - startedAt;
        const leftMs = waitMs - waitedMs;
        if (leftMs <= 0) throw this.gaveUp(reply, waitedMs);
        if (reply.word === 'unknown') {
          // Rule 5: what it may hold is given back, and this owner is never used again.
          await this.giveBack(owner);
          wakeups.forget(owner);
          owner = wakeups.expect(this.shared.newOwner());
          await wakeups.grant(owner, Math.min(spread(retryMs, random()), leftMs), signal);
          retryMs = Math.min(2 * retryMs, MOST_RETRY_MS);
          continue;
        }
        retryMs = RETRY_MS;
        ticket = reply.ticket;
        const grant = await wakeups.grant(owner, Math.min(pollMs(reply, random()), leftMs), signal);
        // Only a grant made after our last question is news, and its lease counts from that question at the latest.
        if (!grant || grant.token <= reply.lastToken) continue;
        // Who handed it over did not wait for replicas. The same question is answered with the lock, and waits.
        if (this.shared.link.replicated) continue;
        const held = this.held({ ...request, owner }, grant.token, { ...timing, firstLeaseMs: grant.leaseMs });
        if (held.remainingMs > 0) return held;
        held.stop();
      }
    } catch (error) {
      if (mayStand) await this.giveBack(owner);
      throw error;
    } finally {
      wakeups.forget(owner);
    }
  }

  /**
   * Asks for the lock once; `busy` means ask again. An unknown answer: `hand` back, then use a new owner.
   * @internal
   */
  async ask(request: AcquireRequest): Promise<AcquireReply> {
    const { owner, leaseMs, scope = '', stepToken = 0, floor = 0, ticket = 0, queue = true } = request;
    const args = [owner, leaseMs, this.shared.wakeups.inbox];
    // Redis and ioredis spend their time on arguments; what has its default is not sent.
    if (!queue || ticket || floor || scope) args.push(queue ? ticket : -1, floor, labelOf(stepToken, scope));
    return orUnknown(givingScript(this.shared.link)('acquire', this.keys.all, args), parseAcquire);
  }

  /** @internal */
  async renew(lock: { owner: string; token: number; leaseMs: number }): Promise<RenewReply | Unknown> {
    const replies = await renewAll(this.shared.link.lockScript, [{ key: this.keys.lock, ...lock }]);
    return Array.isArray(replies) ? (replies[0] ?? { word: 'lost', owner: '' }) : replies;
  }

  /**
   * Gives the lock back, or leaves the queue. Not while an effect is unsettled: then its lease runs out (rule 8).
   * @internal
   */
  async hand({ owner }: { owner: string }): Promise<HandReply> {
    return orUnknown(this.shared.link.lockScript('hand', this.keys.all, [owner]), parseHand);
  }

  /** What may have been given: behind the question on its connection, or, where that is gone, on the other. */
  private async giveBack(owner: string): Promise<void> {
    const { link } = this.shared;
    const onSame = () => orUnknown(givingScript(link)('hand', this.keys.all, [owner]), parseHand);
    if (link.replicated && (await onSame()).word !== 'unknown') return;
    await this.hand({ owner });
  }

  private held(
    { owner, scope = '', stepToken = 0 }: Omit<AcquireRequest, 'leaseMs'>,
    token: number,
    timing: Pick<HoldOptions, 'leaseMs' | 'firstLeaseMs' | 'sentAt' | 'latestMs'>,
  ): HeldLock {
    const { leaseMs } = timing;
    const renew = (current: number) => this.shared.renew({ key: this.keys.lock, owner, token: current, leaseMs });
    return new HeldLock(
      { name: this.name, token, ...timing, renew, clock: this.shared.timers },
      {
        hand: () => this.hand({ owner }),
        above: (floor) => this.ask({ owner, scope, stepToken, leaseMs, floor, queue: false }),
      },
    );
  }

  private gaveUp(reply: Busy | Unknown, waitedMs: number): Error {
    if (reply.word === 'unknown') {
      return redisFailure(`Asking for lock ${this.name}`, this.shared.link.endpoint, reply.cause);
    }
    return new LockBusy(this.name, { ...reply, waitedMs });
  }
}

/** The first in the queue asks again when the lease in front of it ends; the others hear of it by a grant. */
function pollMs({ place, pttlMs }: Busy, random: number): number {
  const waitMs = sooner(limits.waiterPollMs, random);
  return place === 0 && pttlMs >= 0 ? Math.min(pttlMs + 1, waitMs) : waitMs;
}
