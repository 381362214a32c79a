/**
 * An epoch is one run of the body. It is open until a call reports lost inputs or a person asks for a restart; then it is
 * abandoned: its calls settle and are forgotten, and none of its promises resolves any more.
 */
import type { LostInput } from '../../activities/kit/contract';
import { stop } from './failure';
import { localStorage } from './local';
import type { Kernel } from './kernel';
import type { Undoing } from './undoing';

/** One run of the body makes at most this many calls, so that history stays small. */
const MAX_CALLS = 1000;

export class Epoch {
  abandoned = false;
  /** What calls of this epoch reported lost. */
  readonly lost: LostInput[] = [];
  private calls = 0;
  private readonly sleeps = new Map<string, number>();
  private readonly inFlight = new Set<Promise<unknown>>();
  private tellEnd = (): void => undefined;
  /** Resolves when the epoch is abandoned. */
  readonly end = new Promise<void>((resolve) => (this.tellEnd = resolve));

  abandon(): void {
    this.abandoned = true;
    this.tellEnd();
  }

  /** A name for a sleep of that length, the same in every body that sleeps so often. */
  sleepOf(length: string): string {
    const number = (this.sleeps.get(length) ?? 0) + 1;
    this.sleeps.set(length, number);
    return number === 1 ? length : `${length} #${number}`;
  }

  /** Runs a call of this epoch. Its result reaches the body only while the epoch is open. */
  run<T>(call: () => Promise<T>): Promise<T> {
    this.countCall();
    const running = call().finally(() => this.inFlight.delete(running));
    this.inFlight.add(running);
    return this.whileOpen(running);
  }

  /** @throws what stops the run when this body has made too many. */
  countCall(): void {
    this.calls += 1;
    if (this.calls > MAX_CALLS)
      throw stop('TooManyCalls', `it made more than ${MAX_CALLS} calls; use a map step for many items`);
  }

  /** What code of an abandoned epoch waits for that asks for something: nothing is shown of it, asked, started or remembered. */
  nothing(): Promise<never> {
    return new Promise(() => undefined);
  }

  /** The result of what was asked for while the epoch was open. */
  whileOpen<T>(result: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      result.then(
        (value) => void (this.abandoned || resolve(value)),
        (error: unknown) => void (this.abandoned || reject(error as Error)),
      );
    });
  }

  /** Resolves when every call that was begun has ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.inFlight);
  }
}

/** Which kernel and epoch the running code belongs to. Not a module variable: preloaded modules are shared by runs. */
export const here = localStorage<Place>();

export interface Place {
  readonly kernel: Kernel;
  readonly epoch: Epoch;
  /** The reminder whose function is running: what it calls is made anew each time, and is shown under its label. */
  readonly occasion?: { readonly at: string; readonly label: string };
  /** The key of the `run.once` whose function is running. */
  readonly once?: string;
  /** Not the body runs here, but what undoes a call of it. */
  readonly undoing?: Undoing;
}

/**
 * Where code of the body is that calls `what`. Not inside `run.once`: what that returns outlives the epoch it began in,
 * and would wait for ever for something of an abandoned one.
 */
export function inBody(what: string): Place {
  const place = here.getStore();
  if (!place) throw new Error(`${what} was called outside openRun()`);
  if (place.once !== undefined)
    throw stop(
      'NestedInOnce',
      `run.once('${place.once}') calls ${what}; call it in the body, its result is kept anyway`,
    );
  return place;
}
