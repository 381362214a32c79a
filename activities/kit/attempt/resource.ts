/** Rules 3, 8 and 9: an effect on an outside thing, under its resource lock and the confirmed step lock. */
import { LockBusy } from '../../../redis';
import type { HeldLock, LockOptions } from '../../../redis';
import { StaleToken } from '../authoring/staleToken';
import { own, stepContext } from './context';
import type { Subject } from './context';
import type { EffectContext } from '../authoring/define';
import { OwnFailure } from '../errors';
import { CLEAN_UP_MS, lockBusy } from './turn';
import type { Execution } from './work';

/**
 * Longer than this a waiter does not sit in an activity slot; it comes back with its ticket and so keeps its place. Who
 * finds no seat in the waiting room does the same at once.
 */
const WAIT_MS = 10_000;

export interface Settled<T> {
  readonly value: T;
  readonly waitedMs: number;
  /** To call after the commit: hands the resource on. Without it the lease runs out, as it must after a failure. */
  readonly release: () => Promise<void>;
}

/**
 * Order: resource lock → step lock confirmed by one renewal → effect → commit → release. The confirmation is what stops
 * a deposed attempt from acting with a fresh resource token (counterexamples C7, C8). When `run` throws, its effect may
 * still be on the wire: the resource is then not released, its lease runs out.
 */
export async function withResource<T>(
  x: Execution,
  subject: Subject,
  name: string,
  run: (context: EffectContext<unknown>) => Promise<T>,
): Promise<Settled<T>> {
  x.heart.phase('waiting for the resource');
  const { clock } = x.hold;
  const askedAt = clock.nowMs();
  let lock = await acquire(x, name);
  const waitedMs = clock.nowMs() - askedAt;
  // Nothing has touched the resource yet, so it goes to the next one at once.
  if (x.closing.aborted) await lock.release();
  const act = async (): Promise<T> => {
    x.closing.throwIfAborted();
    watch(x, lock);
    await x.confirm();
    x.heart.phase('running');
    const both = { ...x, signal: AbortSignal.any([x.signal, lock.signal]) };
    const options = { resource: lock, onKeyRead: () => x.effect.keyRead() };
    const context = Object.assign(stepContext(both, subject, options), { token: lock.token });
    context.assertHeld();
    return own(both, subject.step, () => run(context));
  };
  let value: T;
  try {
    value = await act();
  } catch (error) {
    if (!(error instanceof OwnFailure && error.cause instanceof StaleToken)) throw error;
    // Rule 3: both locks are ours, so what the sink has seen is a token that Redis lost. Once more, above it.
    lock = await lock.above(error.cause.seen + 1);
    value = await act();
  }
  return { value, waitedMs, release: async () => void (await lock.release()) };
}

function watch(x: Execution, lock: HeldLock): void {
  x.atEnd(() => lock.stop());
  x.signal.addEventListener('abort', () => lock.stopRenewingAfter(CLEAN_UP_MS));
}

async function acquire(x: Execution, name: string): Promise<HeldLock> {
  const { kit, attempt, heart } = x;
  const options: LockOptions = {
    scope: attempt.scope,
    stepToken: x.hold.token,
    leaseMs: attempt.leaseMs,
    latestMs: attempt.latestMs,
    ticket: heart.ticket,
    waitMs: kit.waiting.enter() ? WAIT_MS : 0,
    signal: x.closing,
    onTicket: (ticket) => (heart.ticket = ticket),
  };
  try {
    return await kit.resource(name).acquire(options);
  } catch (error) {
    if (!(error instanceof LockBusy)) throw error;
    throw lockBusy(name, error.busy, x.store.random());
  } finally {
    if (options.waitMs) kit.waiting.leave();
  }
}
