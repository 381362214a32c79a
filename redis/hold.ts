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
import type { RenewReply, Unknown } from './types';

const MINIMUM_MARGIN_MS = 100;
const MINIMUM_RETRY_MS = 25;

export interface HoldOptions {
  /** For messages: which lock this is. */
  name: string;
  token: number;
  /** The lease that renewals ask for. */
  leaseMs: number;
  /** The lease in force until the first renewal, when it is another one: that of a grant. */
  firstLeaseMs?: number;
  /** Covers clock rates, clock skew between Redis nodes and the dispatch of an effect. Default a tenth of the lease, at least 100. */
  marginMs?: number;
  /** Monotonic time just before the request that acquired the lock was sent. */
  sentAt: number;
  renew: (token: number) => Promise<RenewReply | Unknown>;
  clock?: Clock;
  /** Monotonic time from which on nothing is renewed: the start-to-close timeout of the attempt. */
  latestMs?: number;
}

type State = 'held' | 'revoked' | 'lost' | 'released';

export class Hold {
  /** The fencing token: larger than every earlier one of this lock. */
  readonly token: number;
  /** @internal */
  readonly clock: Clock;
  private controller: AbortController | undefined;
  private state: State = 'held';
  private loss: LeaseLost | undefined;
  private leaseMs: number;
  private deadlineMs = 0;
  private latestMs: number;
  /** When the next renewal is due. */
  private tickAtMs: number;
  private cancelTimer: (() => void) | undefined;
  private renewing = false;
  /** When the first renewal since the last success was sent. */
  private unansweredSinceMs: number | undefined;
  private worstLagMs = 0;
  private lateCount = 0;

  /** @internal */
  constructor(private readonly options: HoldOptions) {
    this.token = options.token;
    this.clock = options.clock ?? systemClock;
    this.latestMs = options.latestMs ?? Infinity;
    this.leaseMs = options.firstLeaseMs ?? options.leaseMs;
    this.deadlineMs = options.sentAt + this.leaseMs - this.marginMs;
    this.tickAtMs = this.clock.nowMs() + this.leaseMs / 4;
    this.arm();
  }

  /** Fires with a LeaseLost when the lock is revoked or lost. */
  get signal(): AbortSignal {
    if (!this.controller) {
      this.controller = new AbortController();
      if (this.loss) this.controller.abort(this.loss);
    }
    return this.controller.signal;
  }

  /**
   * How often a renewal left later than half the margin after it was due: a sign of a busy event loop.
   * @internal
   */
  get lateRenewals(): number {
    return this.lateCount;
  }

  /**
   * Lost or released, and known to be.
   * @internal
   */
  get isOver(): boolean {
    return !this.isOpen;
  }

  /** Time left for record and commit; 0 when lost or released. */
  get remainingMs(): number {
    return this.isOpen ? Math.max(0, this.deadlineMs - this.clock.nowMs()) : 0;
  }

  /** Call it immediately before every effect and paid call, with no await in between. Throws LeaseLost. */
  assertHeld(): void {
    if (this.state === 'released') throw new Error(`Lock ${this.options.name} was released; no effect may follow`);
    const nowMs = this.clock.nowMs();
    if (nowMs >= this.deadlineMs) this.expire(nowMs);
    if (this.loss) throw this.loss;
  }

  /**
   * The lock was committed or released: ends renewals and timers.
   * @internal
   */
  stop(): void {
    if (this.isOpen) this.enter('released');
  }

  /**
   * From `delayMs` on nothing is renewed any more, so that a cancelled attempt ends even when it does not listen.
   * @internal
   */
  stopRenewingAfter(delayMs: number): void {
    this.latestMs = Math.min(this.latestMs, this.clock.nowMs() + delayMs);
  }

  private get isOpen(): boolean {
    return this.state === 'held' || this.state === 'revoked';
  }

  private get marginMs(): number {
    return this.options.marginMs ?? Math.max(MINIMUM_MARGIN_MS, this.leaseMs / 10);
  }

  /** One timer for the next renewal and the deadline, whichever comes first. It may fire a little early. */
  private arm(): void {
    this.cancelTimer?.();
    const delayMs = Math.min(this.tickAtMs, this.deadlineMs) - this.clock.nowMs();
    this.cancelTimer = this.clock.after(Math.max(0, delayMs), () => this.onTimer());
  }

  private onTimer(): void {
    const nowMs = this.clock.nowMs();
    const lagMs = nowMs - this.tickAtMs;
    this.worstLagMs = Math.max(this.worstLagMs, lagMs);
    if (nowMs >= this.deadlineMs) return this.expire(nowMs);
    if (nowMs >= this.latestMs) this.tickAtMs = Infinity;
    // A tick that comes early, because timers are shared, may renew early; one that waits for the deadline does not.
    const isTick = this.tickAtMs <= this.deadlineMs;
    if (isTick) {
      this.tickAtMs = nowMs + this.options.leaseMs / 4;
      if (lagMs > this.marginMs / 2) this.lateCount += 1;
      if (!this.renewing) void this.renewOnce(nowMs);
    }
    this.arm();
  }

  private async renewOnce(sentAtMs: number): Promise<void> {
    this.renewing = true;
    this.unansweredSinceMs ??= sentAtMs;
    // The only await of this class: afterwards every state is possible, and the deadline may have passed.
    const reply = await this.options.renew(this.token).catch((error: unknown): Unknown => ({
      word: 'unknown',
      cause: asError(error),
    }));
    this.renewing = false;
    if (this.state !== 'held') return;
    const nowMs = this.clock.nowMs();
    if (nowMs >= this.deadlineMs) return this.expire(nowMs);
    if (reply.word === 'held') this.extend(sentAtMs);
    else if (reply.word === 'revoked') this.enter('revoked', this.lostBy('revoked', nowMs));
    else if (reply.word === 'lost') this.enter('lost', this.lostBy('stolen', nowMs));
    else {
      this.tickAtMs = nowMs + Math.max(MINIMUM_RETRY_MS, this.options.leaseMs / 16);
      this.arm();
    }
  }

  private extend(sentAtMs: number): void {
    this.leaseMs = this.options.leaseMs;
    this.deadlineMs = sentAtMs + this.leaseMs - this.marginMs;
    this.unansweredSinceMs = undefined;
    this.worstLagMs = 0;
  }

  private expire(nowMs: number): void {
    if (this.isOpen) this.enter('lost', this.lostBy(this.whyExpired(nowMs), nowMs));
  }

  /** `stalled` only where the stall alone ate the lease: it left no time to renew in, or too little for an answer. */
  private whyExpired(nowMs: number): LossReason {
    if (this.unansweredSinceMs === undefined) return this.tickAtMs <= this.deadlineMs ? 'stalled' : 'expired';
    const leftToAnswerMs = this.deadlineMs - this.unansweredSinceMs - this.lagMs(nowMs);
    return leftToAnswerMs < this.leaseMs / 4 ? 'stalled' : 'unreachable';
  }

  /** The worst delay of a timer since the last successful renewal, one that is still due included. */
  private lagMs(nowMs: number): number {
    return Math.max(0, this.worstLagMs, nowMs - this.tickAtMs);
  }

  private lostBy(reason: LossReason, nowMs: number): LeaseLost {
    return new LeaseLost(this.options.name, this.token, reason, this.lagMs(nowMs));
  }

  private enter(next: Exclude<State, 'held'>, loss?: LeaseLost): void {
    if (!this.isOpen || this.state === next)
      throw new Error(`Lock ${this.options.name} cannot go from ${this.state} to ${next}`);
    this.state = next;
    this.tickAtMs = Infinity;
    this.cancelTimer?.();
    if (next === 'revoked') this.arm();
    if (!loss) return;
    // The first cause wins: a revoked lock whose deadline passes was lost by the revocation.
    this.loss ??= loss;
    this.controller?.abort(this.loss);
  }
}
