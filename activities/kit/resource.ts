/** Rules 8 and 9: an effect on an outside thing, under its resource lock and the confirmed step lock. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Hold, monotonicMs } from '../../redis';
import type { ResourceLock } from '../../redis';
import { own, stepContext } from './context';
import type { EffectContext } from './define';
import { CLEAN_UP_MS, lockBusy, redisAway, wordOf } from './turn';
import type { Execution } from './work';

const POLL_MS = 100;
const BUSY_AFTER_MS = 10_000;

export interface Settled<T> {
  readonly value: T;
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
  step: string,
  name: string,
  run: (context: EffectContext<unknown>) => Promise<T>,
): Promise<Settled<T>> {
  const locks = x.kit.resource(name);
  x.heart.phase('waiting for the resource');
  const { hold, owner } = await acquire(x, locks, name);
  x.atEnd(() => hold.stop());
  x.signal.addEventListener('abort', () => hold.stopRenewingAfter(CLEAN_UP_MS), { once: true });
  const signal = AbortSignal.any([x.signal, hold.signal]);
  await x.confirm();
  x.heart.phase('running');
  const context = { ...stepContext({ ...x, signal }, step, x.hash, hold), token: hold.token };
  context.assertHeld();
  const value = await own(signal, () => run(context));
  const release = async (): Promise<void> => {
    hold.stop();
    await locks.hand({ owner });
  };
  return { value, release };
}

interface Acquired {
  readonly hold: Hold;
  readonly owner: string;
}

/** Rule 5: after an unknown outcome the owner gives back what it may hold, and is never used again. */
async function acquire(x: Execution, locks: ResourceLock, name: string): Promise<Acquired> {
  const askedAt = monotonicMs();
  const { scope, leaseMs, latestMs } = x.attempt;
  let owner = randomUUID();
  for (;;) {
    x.signal.throwIfAborted();
    x.hold.assertHeld();
    const sentAt = monotonicMs();
    const reply = await locks.acquire({ owner, scope, stepToken: x.hold.token, leaseMs });
    if (reply.word === 'acquired') {
      const lock = { owner, token: reply.token, leaseMs };
      const renew = async () => wordOf(await locks.renew(lock));
      return { owner, hold: new Hold({ name, token: reply.token, leaseMs, sentAt, latestMs, renew }) };
    }
    if (reply.word === 'unknown') {
      await locks.hand({ owner });
      owner = randomUUID();
    }
    const busy = reply.word === 'busy' ? lockBusy(name, reply.holder, reply.pttlMs) : redisAway(name, reply.cause);
    if (monotonicMs() - askedAt > BUSY_AFTER_MS) throw busy;
    await pause(POLL_MS, undefined, { signal: x.signal });
  }
}
