/**
 * How an attempt ends though code that is not ours goes on. Two bounds, both of the attempt:
 *
 *   closing   fires when nothing new may start: the attempt was stopped, or its worker shuts down. What is in work goes on.
 *   signal    fires when what is in work must end: cancelled, the grace of a shutdown is over, the lease is gone.
 *
 * What does not return soon after the second is left behind: its places and locks are given back, its name is told, and
 * what it returns later is nobody's.
 */
import { setMaxListeners } from 'node:events';
import type { Clock } from '../../../redis';
import { CLEAN_UP_MS } from './turn';

/** Of the clean-up time, this is kept to record what is finished and to give the lock back. */
const TO_RECORD_MS = 2000;
export const LEFT_BEHIND_AFTER_MS = CLEAN_UP_MS - TO_RECORD_MS;
/** What a warning names of the items that never returned. */
const MAX_NAMED = 10;

/** All that is under way listens to these signals: as many as there is work, which is no leak, so Node need not warn of it. */
export function heardByMany(...signals: AbortSignal[]): void {
  setMaxListeners(0, ...signals);
}

/** Fires with either signal, and forgets both on `end`: the second outlives every attempt. */
export function eitherOf(ofAttempt: AbortSignal, ofWorker: AbortSignal): { signal: AbortSignal; end: () => void } {
  const either = new AbortController();
  const sources = [ofAttempt, ofWorker].map((source) => {
    const fire = (): void => either.abort(source.reason);
    if (source.aborted) fire();
    source.addEventListener('abort', fire);
    return () => source.removeEventListener('abort', fire);
  });
  return { signal: either.signal, end: () => sources.forEach((forget) => forget()) };
}

/**
 * What `work` resolves with. Rejects with `signal.reason` when `work` has not returned so long after the signal; `onLeft`
 * is called then, and what `work` does later is heard by nobody.
 */
export async function returned<T>(work: Promise<T>, signal: AbortSignal, clock: Clock, onLeft: () => void): Promise<T> {
  let forget = (): void => undefined;
  const left = new Promise<never>((_resolve, reject) => {
    const leave = (): void => {
      onLeft();
      reject(signal.reason as Error);
    };
    const count = (): void => {
      forget = clock.after(LEFT_BEHIND_AFTER_MS, leave);
    };
    if (signal.aborted) return count();
    signal.addEventListener('abort', count);
    forget = () => signal.removeEventListener('abort', count);
  });
  try {
    return await Promise.race([work, left]);
  } finally {
    forget();
  }
}

/** For the log: what never returned, and what was done about it. */
export function leftBehind(step: string, names: readonly string[]): string {
  const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
  return (
    `${step}: the attempt has ended, and its code has not returned: ${names.slice(0, MAX_NAMED).join(', ')}${more}. ` +
    'Its places and locks are given back; what it returns later is dropped. Let it end when step.signal fires.'
  );
}
