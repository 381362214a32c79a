import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { openStore, type Store, type StoreOptions } from '../../redis';
import { startRedis } from '../../testing';

/** A store under a prefix of its own, and a plain connection to look behind its back. */
export interface TestRedis {
  url: string;
  prefix: string;
  store: Store;
  raw: Redis;
  /** Another store on the same keys. */
  open(options?: Partial<StoreOptions>): Promise<Store>;
  keys(): Promise<string[]>;
}

/**
 * Gives the tests of a file a real Redis, and afterwards removes their keys. Fails where no Redis can be had, and when a
 * key without a TTL is left: everything this product writes ends by itself.
 *
 * With `own` the server is not shared, so that a test may change its settings.
 */
export function useRedis({ own = false } = {}): TestRedis {
  const test = {} as TestRedis;
  let cleanUp = () => Promise.resolve();

  beforeAll(async () => {
    if (own) delete process.env['REDIS_URL'];
    const server = await startRedis();
    const prefix = `test-${randomUUID()}`;
    const raw = new Redis(server.url);
    const stores: Store[] = [];
    const open = async (options: Partial<StoreOptions> = {}) => {
      // A loaded test machine may answer late; the tests of timeouts choose their own.
      const store = await openStore({ url: server.url, prefix, namespace: 'test', commandTimeoutMs: 5000, ...options });
      stores.push(store);
      return store;
    };
    const keys = () => raw.keys(`${prefix}:*`);
    cleanUp = async () => {
      await Promise.all(stores.map((store) => store.close()));
      const eternal = await endless(raw, await keys());
      const left = await keys();
      if (left.length > 0) await raw.unlink(...left);
      expect(await keys()).toEqual([]);
      await raw.quit();
      await server.stop();
      expect(eternal).toEqual([]);
    };
    Object.assign(test, { url: server.url, prefix, raw, open, keys, store: await open() });
  }, 60_000);

  afterAll(() => cleanUp(), 60_000);
  return test;
}

async function endless(raw: Redis, keys: string[]): Promise<string[]> {
  const ttls = await Promise.all(keys.map((key) => raw.pttl(key)));
  return keys.filter((_, index) => ttls[index] === -1);
}
