import { setMaxListeners } from 'node:events';

/**
 * Waits for `work`, but no longer than until the signal fires: then it rejects with the signal's reason, and the work goes
 * on without anybody who waits.
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // All items of an attempt wait with one signal; from 10 listeners on, Node would warn of a leak that is none.
  setMaxListeners(0, signal);
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
