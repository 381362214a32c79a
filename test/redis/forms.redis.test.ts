/** The forms of REDIS_URL that need more than a port: a socket, certificates, Sentinels. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { openStore, type StoreOptions } from '../../redis';
import { rightsOf } from '../../redis/rights';
import { until } from '../kit/driver';
import { startOddRedis } from '../support/oddRedis';
import { startRedisCluster, type RedisCluster } from '../support/redisCluster';
import { startTlsFront } from '../support/tlsFront';
import { startWatchedRedis, type WatchedRedis } from '../support/redisSentinels';

const folder = mkdtempSync(join(tmpdir(), 'pipeline-forms-'));
afterAll(() => rmSync(folder, { recursive: true }));

const place = { prefix: 'forms', namespace: 'test', commandTimeoutMs: 2000 };
/** What a worker does at its start, and a lock. @returns its token. */
async function visit(options: Pick<StoreOptions, 'url' | 'tls'>): Promise<number> {
  const store = await openStore({ ...place, ...options });
  try {
    await store.checkFitness();
    return await store.withLock('list', (lock) => Promise.resolve(lock.token));
  } finally {
    await store.close();
  }
}

test('a store lives behind a unix socket, in the database that is named', async () => {
  const path = join(folder, 'the redis.sock');
  const server = await startOddRedis([`unixsocket "${path}"`]);
  try {
    expect(await visit({ url: `unix://${encodeURI(path)}?db=3` })).toBeGreaterThan(0);
    await expect(visit({ url: `unix://${encodeURI(path)}?db=99` })).rejects.toThrow(/DB index is out of range/);
  } finally {
    await server.stop();
  }
});

describe('with TLS', () => {
  test('the authority of the server and a certificate of one’s own come from files', async () => {
    const server = await startOddRedis([]);
    const front = await startTlsFront(server.port);
    const { url, files } = front;
    try {
      expect(await visit({ url, tls: files })).toBeGreaterThan(0);
      await expect(visit({ url, tls: { ca: files.ca } })).rejects.toMatchObject({ name: 'RedisUnreachable' });
      await expect(visit({ url })).rejects.toThrow(/self-signed certificate/);
    } finally {
      front.stop();
      await server.stop();
    }
  });

  test('a file that cannot be read, and files for a connection without TLS, are named before anything is tried', async () => {
    const missing = { ca: join(folder, 'none.pem') };
    await expect(visit({ url: 'rediss://127.0.0.1:1', tls: missing })).rejects.toThrow(
      /PIPELINE_REDIS_TLS_CA.*none\.pem/,
    );
    await expect(visit({ url: 'redis://127.0.0.1:1', tls: missing })).rejects.toThrow(
      /without TLS.*begin it with rediss/,
    );
  });
});

describe('with Sentinels', () => {
  let watched: WatchedRedis;
  let url: string;
  beforeAll(async () => {
    watched = await startWatchedRedis();
    url = watched.url;
  });
  afterAll(() => watched.stop());

  test('a store finds the master, with the first Sentinel of the list away', async () => {
    expect(await visit({ url: url.replace('@', '@127.0.0.1:1,') })).toBeGreaterThan(0);
  });

  test('a name that they do not watch, and a wrong password, are refused at the start', async () => {
    await expect(visit({ url: url.replace('/shop', '/other') })).rejects.toMatchObject({ name: 'RedisUnreachable' });
    await expect(visit({ url: url.replace('secret', 'wrong') })).rejects.toThrow(/WRONGPASS.*REDIS_URL/);
  });

  test('a store whose master has died goes on with the next one, and tokens grow', async () => {
    const news: string[] = [];
    const store = await openStore({ ...place, url, onConnection: ({ is }) => news.push(is) });
    try {
      const before = await store.withLock('list', (lock) => Promise.resolve(lock.token));
      await watched.master.stop();
      const token = (): Promise<number> => store.withLock('list', (lock) => Promise.resolve(lock.token));
      const after = await until(() => token().catch(() => 0), Boolean);
      expect(after).toBeGreaterThan(before);
      await until(
        () => news,
        (all) => all.at(-1) === 'back',
      );
      expect(news[0]).toBe('away');
      expect(await store.checkFitness()).toBeInstanceOf(Array);
    } finally {
      await store.close();
    }
  });
});

describe('of a Cluster', () => {
  let cluster: RedisCluster;
  beforeAll(async () => (cluster = await startRedisCluster()));
  afterAll(() => cluster.stop());

  test('a store is fit on it, and a message that is published at any node is heard', async () => {
    expect(await visit({ url: cluster.url })).toBeGreaterThan(0);
  });

  test('nodes that call themselves otherwise are reached by a map of addresses', async () => {
    const map = cluster.nodes.map(({ port }) => `127.0.0.1:${port}=localhost:${port}`).join(',');
    expect(await visit({ url: `${cluster.url}?natMap=${map}` })).toBeGreaterThan(0);
  });

  test('the rights that `doctor --acl` prints are enough, and without that to the slots nobody starts', async () => {
    const rights = rightsOf({ prefix: place.prefix, isCluster: true });
    const asUser = async (given: readonly string[]): Promise<string> => {
      for (const node of cluster.nodes) {
        const raw = new Redis(node.url);
        await raw.call('ACL', 'SETUSER', 'least', 'reset', 'on', '>secret', ...given);
        raw.disconnect();
      }
      return cluster.url.replace('://', '://least:secret@');
    };
    expect(await visit({ url: await asUser(rights) })).toBeGreaterThan(0);
    const less = rights.filter((right) => right !== '+cluster|slots');
    await expect(visit({ url: await asUser(less) })).rejects.toThrow(/NOPERM.*cluster.*lacks a right/s);
  });

  test('the forms are told apart: a node is no server, a server is no Cluster', async () => {
    const alone = cluster.nodes[0]?.url ?? '';
    await expect(visit({ url: alone })).rejects.toThrow(/node of a Redis Cluster.*redis\+cluster:\/\//);
    const server = await startOddRedis([]);
    try {
      const url = server.url.replace('redis://', 'redis+cluster://');
      await expect(visit({ url })).rejects.toThrow(/cluster support disabled.*It is no Cluster: REDIS_URL is redis:/);
    } finally {
      await server.stop();
    }
  });

  test('a store goes on when a master has died, with the lock whose key it held, and tokens grow', async () => {
    const store = await openStore({ ...place, url: cluster.url });
    const tokens = () =>
      Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => store.withLock(name, async (lock) => lock.token)));
    try {
      const before = await tokens();
      await cluster.nodes[0]?.stop();
      const after = await until(
        () => tokens().catch(() => []),
        (all) => all.length > 0,
      );
      expect(Math.min(...after)).toBeGreaterThan(Math.max(...before));
      // The client forgets the dead one within two seconds.
      await until(
        () => store.checkFitness().catch(() => undefined),
        (warnings) => warnings !== undefined,
      );
    } finally {
      await store.close();
    }
  });
});
