import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { openStore, type Store, type StoreOptions } from '../../redis';
import { startRedis } from '../../testing/servers/redis';
import { redisStarted } from '../../testing/servers/redis';
import { otherServer, type OtherServer } from './otherServers';
import { clusterRedis, leastRedis, socketRedis, tlsRedis, watchedRedis } from './redisForms';
import { simulatedRedis } from './simulatedRedis';

/** Set by the Jest project (jest.config.js); absent in the tier that takes the Redis that is here. */
declare const REDIS_UNDER_TEST: OtherServer | keyof typeof forms | undefined;
const underTest = typeof REDIS_UNDER_TEST === 'undefined' ? undefined : REDIS_UNDER_TEST;
const forms = {
  simulated: simulatedRedis,
  cluster: clusterRedis,
  sentinels: watchedRedis,
  socket: socketRedis,
  tls: tlsRedis,
  least: leastRedis,
};

/** What tests may ask behind the store's back, of a real server and of the simulated one. */
export type Raw = Pick<
  Redis,
  | 'call'
  | 'del'
  | 'exists'
  | 'getBuffer'
  | 'hget'
  | 'hset'
  | 'keys'
  | 'pexpire'
  | 'ping'
  | 'publish'
  | 'pttl'
  | 'set'
  | 'strlen'
  | 'time'
  | 'unlink'
  | 'zcard'
  | 'zrange'
  | 'zrem'
>;

/** A store under a prefix of its own, and a plain connection to look behind its back. */
export interface TestRedis<R extends Raw = Redis> {
  url: string;
  source: string;
  prefix: string;
  store: Store;
  raw: R;
  /** Another store on the same keys. */
  open(options?: Partial<StoreOptions>): Promise<Store>;
  keys(): Promise<string[]>;
}

/**
 * Gives the tests of a file a Redis, and afterwards removes their keys: a real one, or the simulated one where the tier says so.
 * Fails where no Redis can be had, and when a key is left that has no TTL or stands in no index of its run.
 */
export function useAnyRedis(): TestRedis<Raw> {
  const test = {} as TestRedis<Raw>;
  if (underTest === undefined) return prepare(test, realRedis);
  return prepare(test, underTest in forms ? forms[underTest as keyof typeof forms] : realRedis);
}

/** The same on a real server only. With `own` the server is not shared, so that a test may change its settings. */
export function useRedis({ own = false } = {}): TestRedis {
  const test = {} as TestRedis;
  return prepare(test, () => {
    if (own) delete process.env['REDIS_URL'];
    return realRedis();
  });
}

/** A server, real or not: how to open a store on it, and what to do at the end. */
export interface AnyRedis<R extends Raw> {
  url: string;
  /** Where the server came from, in words. */
  source: string;
  raw: R;
  open(options: Omit<StoreOptions, 'url'>): Promise<Store>;
  stop(): Promise<void>;
}

async function realRedis(): Promise<AnyRedis<Redis>> {
  const isOther = underTest !== undefined;
  if (isOther) {
    delete process.env['REDIS_URL'];
    process.env['REDIS_SERVER_PATH'] = await otherServer(underTest as OtherServer);
  }
  // Others are programs of pinned wheels; the one that is here comes in a container where a Docker engine answers.
  const server = await startRedis({ docker: !isOther });
  const raw = new Redis(server.url);
  const stop = async () => {
    await raw.quit();
    await server.stop();
  };
  return {
    url: server.url,
    source: server.source,
    raw,
    open: (options) => openStore({ url: server.url, ...options }),
    stop,
  };
}

function prepare<R extends Raw>(test: TestRedis<R>, start: () => Promise<AnyRedis<R>>): TestRedis<R> {
  let cleanUp = () => Promise.resolve();

  beforeAll(async () => {
    const server = await start();
    const { url, source, raw } = server;
    // Also of those that are no server of `startRedis`: the simulated one, a Cluster.
    redisStarted.publish({ source });
    const prefix = `test-${randomUUID()}`;
    const stores: Store[] = [];
    const open = async (options: Partial<StoreOptions> = {}) => {
      // A loaded test machine may answer late; the tests of timeouts choose their own.
      const store = await server.open({ prefix, namespace: 'test', commandTimeoutMs: 5000, ...options });
      stores.push(store);
      return store;
    };
    const keys = () => raw.keys(`${prefix}:*`);
    cleanUp = async () => {
      await Promise.all(stores.map((store) => store.close()));
      const [eternal, nameless] = [await endless(raw, await keys()), await unnamed(raw, await keys())];
      const left = await keys();
      if (left.length > 0) await raw.unlink(...left);
      expect(await keys()).toEqual([]);
      await server.stop();
      expect({ eternal, nameless }).toEqual({ eternal: [], nameless: [] });
    };
    Object.assign(test, { url, source, prefix, raw, open, keys, store: await open() });
  });

  afterAll(() => cleanUp(), 60_000);
  return test;
}

/** Items, strikes and blobs of runs that are not in the index of their run, so that nobody would keep them alive. */
async function unnamed(raw: Raw, keys: string[]): Promise<string[]> {
  const found = await Promise.all(
    keys.map(async (key) => {
      const [, base = '', name] = /^(.*:v\d+:[^:]*:\{[^}]*\}):([ikb]:.*)$/.exec(key) ?? [];
      return name === undefined || (await raw.call('SISMEMBER', `${base}:x`, name)) === 1 ? [] : [key];
    }),
  );
  return found.flat();
}

async function endless(raw: Raw, keys: string[]): Promise<string[]> {
  const ttls = await Promise.all(keys.map((key) => raw.pttl(key)));
  return keys.filter((_, index) => ttls[index] === -1);
}
