/** Monotonic time and timers. `Date.now()` has no place in lock code: it jumps. */

/** Milliseconds on one origin for all threads of the process (`performance.now()` has one origin per thread). */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

export interface Clock {
  nowMs(): number;
  /** Runs `fire` once after `delayMs`; @returns a function that cancels it. */
  after(delayMs: number, fire: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: monotonicMs,
  after(delayMs, fire) {
    const timer = setTimeout(fire, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `delayMs`; rejects with the reason of `signal` as soon as that fires. */
export async function pause(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  let wake: () => void = () => undefined;
  const woken = new Promise<void>((resolve) => (wake = resolve));
  const cancel = clock.after(delayMs, wake);
  signal?.addEventListener('abort', wake);
  await woken;
  signal?.removeEventListener('abort', wake);
  cancel();
  signal?.throwIfAborted();
}
