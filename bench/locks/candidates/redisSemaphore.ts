import type { Redis } from 'ioredis';
import { PATIENCE, type Candidate } from '../candidate';
import { openClient, timeoutOption } from '../clients';
import { load } from '../packages';

interface Mutex {
  acquire(): Promise<void>;
  release(): Promise<void>;
}

interface MutexOptions {
  lockTimeout: number;
  acquireTimeout?: number;
  onLockLost: (error: Error) => void;
}

/** Renews by itself at 80 % of the lock's time; asks for a held lock every 10 ms. */
export const redisSemaphore: Candidate = {
  name: 'redis-semaphore, Mutex',
  library: 'redis-semaphore',
  ioredis: 6,
  waits: true,
  tellsOfLoss: true,
  async open(url, { commandTimeoutMs, isPatient } = {}) {
    const client = await openClient(6, url, timeoutOption(commandTimeoutMs));
    const { Mutex } = load('redis-semaphore') as { Mutex: new (client: Redis, key: string, o: MutexOptions) => Mutex };
    const wait = isPatient ? { acquireTimeout: PATIENCE.waitMs } : {};
    return {
      async hold(key, lockTimeout, work) {
        let tell: (() => void) | undefined;
        const onLockLost = () => tell?.();
        const mutex = new Mutex(client, key, { lockTimeout, ...wait, onLockLost });
        await mutex.acquire();
        await work({ onLost: (listener) => (tell = listener) });
        await mutex.release();
      },
      close: () => client.disconnect(),
    };
  },
};
