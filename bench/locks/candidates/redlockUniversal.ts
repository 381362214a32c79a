import type { Redis } from 'ioredis';
import { nothing, PATIENCE, tellingBy, type Candidate, type OpenLock } from '../candidate';
import { openClient, timeoutOption } from '../clients';
import { load } from '../packages';

interface Lock {
  acquire(): Promise<unknown>;
  release(handle: unknown): Promise<boolean>;
  using(work: (signal: AbortSignal) => Promise<void>): Promise<void>;
}

interface LockOptions {
  adapter: unknown;
  key: string;
  ttl: number;
  retryAttempts?: number;
  performance: 'standard' | 'lean';
}

interface Library {
  IoredisAdapter: new (client: Redis) => unknown;
  createLock(options: LockOptions): Lock;
}

const about = { library: 'redlock-universal', ioredis: 6 } as const;

/** A lock object serves one key and may be used again, so there is one a key. */
function variant(
  { performance, ...rest }: Pick<Candidate, 'name' | 'waits' | 'tellsOfLoss'> & Pick<LockOptions, 'performance'>,
  hold: (lockOf: (key: string, ttlMs: number) => Lock) => OpenLock['hold'],
): Candidate {
  return {
    ...about,
    ...rest,
    async open(url, { commandTimeoutMs, isPatient } = {}) {
      const client = await openClient(about.ioredis, url, timeoutOption(commandTimeoutMs));
      const universal = load(about.library) as Library;
      const adapter = new universal.IoredisAdapter(client);
      const wait = isPatient ? { retryAttempts: PATIENCE.attempts } : {};
      const locks = new Map<string, Lock>();
      const lockOf = (key: string, ttl: number) => {
        const known = locks.get(key);
        if (known) return known;
        const lock = universal.createLock({ adapter, key, ttl, ...wait, performance });
        locks.set(key, lock);
        return lock;
      };
      return { hold: hold(lockOf), close: () => client.disconnect() };
    },
  };
}

function explicit(lockOf: (key: string, ttlMs: number) => Lock): OpenLock['hold'] {
  return async (key, ttlMs, work) => {
    const lock = lockOf(key, ttlMs);
    const handle = await lock.acquire();
    await work(nothing);
    await lock.release(handle);
  };
}

function scoped(lockOf: (key: string, ttlMs: number) => Lock): OpenLock['hold'] {
  return (key, ttlMs, work) => lockOf(key, ttlMs).using(async (signal) => work(tellingBy(signal)));
}

/** `standard` is the library's default, `lean` leaves out its monitoring; `using` renews by itself. */
export const redlockUniversal = [
  variant({ name: 'redlock-universal', performance: 'standard', waits: true, tellsOfLoss: false }, explicit),
  variant({ name: 'redlock-universal, lean', performance: 'lean', waits: false, tellsOfLoss: false }, explicit),
  variant({ name: 'redlock-universal, using', performance: 'standard', waits: false, tellsOfLoss: true }, scoped),
];
