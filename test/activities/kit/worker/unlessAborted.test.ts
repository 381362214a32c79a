/** Waiting with a signal that many others wait with too. */
import { getEventListeners, getMaxListeners } from 'node:events';
import { unlessAborted } from '../../../../activities/kit/worker/unlessAborted';

/** Node 20 throws where the answer is 0. */
const mostListeners = (signal: AbortSignal): number => {
  try {
    return getMaxListeners(signal);
  } catch {
    return 0;
  }
};
const never = new Promise<never>(() => undefined);

it('gives what the work gives, and rejects with what it rejects with', async () => {
  const { signal } = new AbortController();
  await expect(unlessAborted(Promise.resolve(7), signal)).resolves.toBe(7);
  await expect(unlessAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
});

it('rejects with the reason of the signal, whether it comes or has come', async () => {
  const controller = new AbortController();
  const waits = unlessAborted(never, controller.signal);
  controller.abort(new Error('enough'));
  await expect(waits).rejects.toThrow('enough');
  await expect(unlessAborted(never, controller.signal)).rejects.toThrow('enough');
});

it('lets as many wait as an attempt has items: Node would warn of a leak from the eleventh on', async () => {
  const { signal } = new AbortController();
  await unlessAborted(Promise.resolve(), signal);
  expect(mostListeners(signal)).toBe(0);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
