/** Within a short time limit a busy machine may connect at its third try only, and a way that was bad may still be coming back. */
import { LockBusy, RedisUnreachable } from '../../redis';
import { pauseMs } from './recorder';

const TRIES = 100;

/** Does it again for as long as Redis is unreachable, or another holds the lock that is asked for: for ten seconds at least. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      const maySoonBeWell = error instanceof RedisUnreachable || error instanceof LockBusy;
      if (!maySoonBeWell || left === 0) throw error;
    }
    await pauseMs(100);
  }
}
