/**
 * The time of one held lock, counted on the process's monotonic clock.
 *
 * States
 *   held      Entered by the constructor: Redis has granted the lock. Renewals are sent every quarter of the lease; each
 *             success moves the deadline to its own send time + lease − margin. Effects are allowed.
 *             Leaves to revoked (a renewal says so), lost (deadline, or a renewal says so), released (`stop`).
 *   revoked   A later attempt wants the lock. The signal has fired, renewals have ended, no new effect may start; the
 *             deadline stands, and until it `record` and `commit` of finished work may still be tried.
 *             Leaves to lost (deadline) or released.
 *   lost      For ever. The signal has fired; no reply that arrives later revives the lock.
 *   released  For ever. The owner committed or gave the lock back; the signal stays silent.
 *
 * Invariants
 *   1. The deadline lies before the end of the lease in Redis, whatever the network did: it counts from before the
 *      request was sent, never from its reply.
 *   2. `assertHeld` compares the clock itself: in a blocked event loop no timer has told it.
 *   3. Only `enter` writes the state; `signal` has fired exactly when a loss is known.
 *   4. No renewal is sent at or after `latestMs`, nor in any state but held.
 *   5. An unknown renewal changes nothing but the time of the next try.
 */
import { systemClock, type Clock } from './clock';
import { asError } from './errors';
import { LeaseLost, type LossReason } from './leaseLost';
import type { Unknown } from './types';

const MINIMUM_MARGIN_MS = 100;
const MINIMUM_RETRY_MS = 25;

export interface HoldOptions {
  /** For messages: which lock this is. */
  name: string;
  token: number;
  leaseMs: number;
  /** Covers clock rates, clock skew between Redis nodes and the dispatch of an effect. Default a tenth of the lease, at least 100. */
  marginMs?: number;
  /** Monotonic time just before the request that acquired the lock was sent. */
  sentAt: number;
  renew: () => Promise<'held' | 'revoked' | 'lost' | Unknown>;
  clock?: Clock;
  /** Monotonic time from which on nothing is renewed: the start-to-close timeout of the attempt. */
  latestMs?: number;
}

type State = 'held' | 'revoked' | 'lost' | 'released';

export class Hold {
  readonly token: number;
  private readonly clock: Clock;
  private readonly marginMs: number;
  private readonly controller = new AbortController();
  private state: State = 'held';
  private loss: LeaseLost | undefined;
  private deadlineMs = 0;
  private latestMs: number;
  private tickAtMs = Infinity;
  private cancelTick: (() => void) | undefined;
  private cancelDeadline: (() => void) | undefined;
  private renewing = false;
  private unanswered = false;
  private worstLagMs = 0;
  private lateCount = 0;

  constructor(private readonly options: HoldOptions) {
    this.token = options.token;
    this.clock = options.clock ?? systemClock;
    this.marginMs = options.marginMs ?? Math.max(MINIMUM_MARGIN_MS, options.leaseMs / 10);
    this.latestMs = options.latestMs ?? Infinity;
    this.extend(options.sentAt);
    this.scheduleTick(options.leaseMs / 4);
  }

  /** Fires with a LeaseLost when the lock is revoked or lost. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** How often a renewal left later than half the margin after it was due: a sign of a busy event loop. */
  get lateRenewals(): number {
    return this.lateCount;
  }

  /** Time left for record and commit; 0 when lost or released. */
  get remainingMs(): number {
    const mayCommit = this.state === 'held' || this.state === 'revoked';
    return mayCommit ? Math.max(0, this.deadlineMs - this.clock.nowMs()) : 0;
  }

  /** Call it immediately before every effect and paid call, with no await in between. Throws LeaseLost. */
  assertHeld(): void {
    if (this.state === 'released') throw new Error(`Lock ${this.options.name} was released; no effect may follow`);
    const nowMs = this.clock.nowMs();
    if (nowMs >= this.deadlineMs) this.expire(nowMs);
    if (this.loss) throw this.loss;
  }

  /** The lock was committed or released: ends renewals and timers. */
  stop(): void {
    if (this.state === 'held' || this.state === 'revoked') this.enter('released');
  }

  /** From `delayMs` on nothing is renewed any more, so that a cancelled attempt ends even when it does not listen. */
  stopRenewingAfter(delayMs: number): void {
    this.latestMs = Math.min(this.latestMs, this.clock.nowMs() + delayMs);
  }

  private tick(): void {
    const nowMs = this.clock.nowMs();
    const lagMs = nowMs - this.tickAtMs;
    this.worstLagMs = Math.max(this.worstLagMs, lagMs);
    if (nowMs >= this.latestMs) {
      this.tickAtMs = Infinity;
      return;
    }
    this.scheduleTick(this.options.leaseMs / 4);
    if (nowMs >= this.deadlineMs) {
      this.expire(nowMs);
      return;
    }
    if (lagMs > this.marginMs / 2) this.lateCount += 1;
    if (!this.renewing) void this.renewOnce(nowMs);
  }

  private async renewOnce(sentAtMs: number): Promise<void> {
    this.renewing = true;
    this.unanswered = true;
    // The only await of this class: afterwards every state is possible, and the deadline may have passed.
    const reply = await this.options.renew().catch((error: unknown) => ({ word: 'unknown', cause: asError(error) }));
    this.renewing = false;
    if (this.state !== 'held') return;
    const nowMs = this.clock.nowMs();
    if (nowMs >= this.deadlineMs) this.expire(nowMs);
    else if (reply === 'held') this.extend(sentAtMs);
    else if (reply === 'revoked') this.enter('revoked', this.lostBy('revoked', nowMs));
    else if (reply === 'lost') this.enter('lost', this.lostBy('stolen', nowMs));
    else this.scheduleTick(Math.max(MINIMUM_RETRY_MS, this.options.leaseMs / 16));
  }

  private extend(sentAtMs: number): void {
    this.deadlineMs = sentAtMs + this.options.leaseMs - this.marginMs;
    this.unanswered = false;
    this.worstLagMs = 0;
    this.cancelDeadline?.();
    const delayMs = Math.max(0, this.deadlineMs - this.clock.nowMs());
    this.cancelDeadline = this.clock.after(delayMs, () => this.onDeadline());
  }

  /** Timers may fire a fraction of a millisecond early; the lock is held until the deadline itself. */
  private onDeadline(): void {
    const nowMs = this.clock.nowMs();
    if (nowMs >= this.deadlineMs) this.expire(nowMs);
    else this.cancelDeadline = this.clock.after(this.deadlineMs - nowMs, () => this.onDeadline());
  }

  private scheduleTick(delayMs: number): void {
    this.cancelTick?.();
    this.tickAtMs = this.clock.nowMs() + delayMs;
    this.cancelTick = this.clock.after(delayMs, () => this.tick());
  }

  private expire(nowMs: number): void {
    if (this.state === 'held' || this.state === 'revoked')
      this.enter('lost', this.lostBy(this.whyExpired(nowMs), nowMs));
  }

  private whyExpired(nowMs: number): LossReason {
    if (this.lagMs(nowMs) > this.marginMs / 2) return 'stalled';
    return this.unanswered ? 'unreachable' : 'expired';
  }

  /** The worst delay of a timer since the last successful renewal, one that is still due included. */
  private lagMs(nowMs: number): number {
    return Math.max(0, this.worstLagMs, nowMs - this.tickAtMs);
  }

  private lostBy(reason: LossReason, nowMs: number): LeaseLost {
    return new LeaseLost(this.options.name, this.token, reason, this.lagMs(nowMs));
  }

  private enter(next: Exclude<State, 'held'>, loss?: LeaseLost): void {
    const ended = this.state === 'lost' || this.state === 'released';
    if (ended || this.state === next)
      throw new Error(`Lock ${this.options.name} cannot go from ${this.state} to ${next}`);
    this.state = next;
    this.cancelTick?.();
    this.tickAtMs = Infinity;
    if (next !== 'revoked') this.cancelDeadline?.();
    if (!loss) return;
    // The first cause wins: a revoked lock whose deadline passes was lost by the revocation.
    this.loss ??= loss;
    this.controller.abort(this.loss);
  }
}
