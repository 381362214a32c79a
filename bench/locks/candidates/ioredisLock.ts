/** ioredis-lock and its fork by Microfleet: a lock object for one acquisition, no renewal, no signal. */
import type { Redis } from 'ioredis';
import { nothing, PATIENCE, type Candidate, type IoredisMajor } from '../candidate';
import { openClient, timeoutOption } from '../clients';
import { load } from '../packages';

interface Lock {
  acquire(key: string): Promise<unknown>;
  release(): Promise<unknown>;
}

interface Library {
  createLock(client: Redis, options: { timeout: number; retries?: number }): Lock;
}

function lockOf(library: string, ioredis: IoredisMajor): Candidate {
  return {
    name: library,
    library,
    ioredis,
    waits: true,
    tellsOfLoss: false,
    async open(url, { commandTimeoutMs, isPatient } = {}) {
      const client = await openClient(ioredis, url, timeoutOption(commandTimeoutMs));
      const redislock = load(library) as Library;
      const wait = isPatient ? { retries: PATIENCE.attempts } : {};
      return {
        async hold(key, timeout, work) {
          const lock = redislock.createLock(client, { timeout, ...wait });
          await lock.acquire(key);
          await work(nothing);
          await lock.release();
        },
        close: () => client.disconnect(),
      };
    },
  };
}

export const ioredisLocks = [lockOf('ioredis-lock', 4), lockOf('@microfleet/ioredis-lock', 5)];
