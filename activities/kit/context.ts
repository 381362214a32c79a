import { LeaseLost, RedisFailure } from '../../redis';
import type { Hold } from '../../redis';
import { canonicalJson, hashOf } from './canonical';
import type { Json } from './contract';
import type { StepContext } from './define';
import { OwnFailure } from './errors';
import { returned } from './leaving';
import type { Execution } from './work';

/** `key` is what answers are cached under: the step's hash, or an item's. */
export function stepContext(x: Execution, step: string, key: string, resource?: Hold): StepContext<unknown> {
  return {
    deps: x.kit.deps,
    runId: x.attempt.runId,
    signal: x.signal,
    idempotencyKey: hashOf([x.attempt.runId, step, x.hash]),
    attempt: x.attempt.number,
    log: x.kit.log,
    assertHeld: () => {
      x.hold.assertHeld();
      resource?.assertHeld();
    },
    progress: (done, total) => x.heart.progress(done, total),
    once: (name, fn) => once(x, hashOf([key, name]), fn),
  };
}

/**
 * Rule 13: a paid answer is stored the moment it arrives, by any attempt, before anything else happens to it. Two
 * attempts that both paid agree on the first answer.
 */
export async function once<T extends Json>(x: Execution, key: string, fn: () => Promise<T>): Promise<T> {
  // A wish to pay again has a name of its own, so that its attempts pay once between them.
  const name = x.options.fresh === undefined ? key : hashOf([key, x.options.fresh]);
  const earlier = await x.kit.cache.get(name);
  if (earlier !== undefined) return JSON.parse(earlier) as T;
  x.hold.assertHeld();
  return JSON.parse(await x.kit.cache.put(name, canonicalJson(await fn()))) as T;
}

/** What the border between the guard and a step's own code must know of an attempt. */
export type Border = Pick<Execution, 'signal' | 'closing' | 'hold' | 'leave'>;

/**
 * Runs the step's own code and tells its failures from everybody else's. It starts nothing once the attempt is closing,
 * and ends soon after the signal even when that code does not: `name` is then noted.
 */
export async function own<T>(x: Border, name: string, run: () => Promise<T>): Promise<T> {
  x.closing.throwIfAborted();
  try {
    return await returned(run(), x.signal, x.hold.clock, () => x.leave(name));
  } catch (error) {
    if (x.signal.aborted) throw x.signal.reason;
    // `step.once` and `step.assertHeld` throw these through the step's code: not its fault.
    if (error instanceof LeaseLost || error instanceof RedisFailure) throw error;
    throw new OwnFailure(error);
  }
}
