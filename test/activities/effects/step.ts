/** What an effect is given of its attempt, with a lock and a signal that the test ends. */
import type { EffectContext } from '../../../activities';

export interface FakeStep<D> {
  readonly step: EffectContext<D>;
  /** What happened, in order: `held` whenever the effect looked at its locks, and what the test adds. */
  readonly log: string[];
  readonly abort: AbortController;
}

interface Asked<D> {
  readonly deps: D;
  readonly token?: number;
  readonly key?: string;
  /** How often the locks are still held when they are looked at. */
  readonly heldTimes?: number;
}

export function fakeStep<D>({ deps, token = 1, key = 'key', heldTimes = Infinity }: Asked<D>): FakeStep<D> {
  const log: string[] = [];
  const abort = new AbortController();
  const refuse = () => Promise.reject(new Error('an effect does not call it'));
  const step: EffectContext<D> = {
    deps,
    runId: 'run',
    name: 'shop.charge',
    token,
    signal: abort.signal,
    idempotencyKey: key,
    attempt: 1,
    log: { info: () => undefined, warn: () => undefined },
    progress: () => undefined,
    once: refuse,
    assertHeld() {
      log.push('held');
      if (log.filter((entry) => entry === 'held').length > heldTimes) throw new Error('lock lost');
    },
  };
  return { step, log, abort };
}

/** The `run` of a step that a part has made. */
export function runOf<I, D>(step: object): (input: I, step: EffectContext<D>) => Promise<unknown> {
  return (step as { run: (input: I, step: EffectContext<D>) => Promise<unknown> }).run;
}
