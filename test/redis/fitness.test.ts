/** What a server says of itself, and what is made of it. Real servers: fitness.redis.test.ts. */
import { Cluster } from 'ioredis';
import { RedisRefused, RedisUnfit, RedisUnreachable } from '../../redis';
import { readFitness, readServer } from '../../redis/fitness';
import type { DataCommands } from '../../redis/link';

const ENDPOINT = 'redis://user@cache:6379';
const healthy = {
  redis_version: '7.0.15',
  redis_mode: 'standalone',
  maxmemory_policy: 'noeviction',
  role: 'master',
  connected_slaves: '0',
  aof_enabled: '0',
  cluster_enabled: '0',
};
type Fields = Readonly<Record<string, string | undefined>>;
const SAVES = ['save', '3600 1'];

/** A server that says this of itself. */
function saying(fields: Fields, config: () => unknown = () => SAVES): DataCommands {
  const lines = Object.entries<string | undefined>({ ...healthy, ...fields }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}:${value}`],
  );
  return {
    info: () => Promise.resolve(['# Server', ...lines, ''].join('\r\n')),
    config: () => Promise.resolve().then(config),
  } as Partial<DataCommands> as DataCommands;
}

const refusing = (error: Error): DataCommands =>
  ({ info: () => Promise.reject(error) }) as Partial<DataCommands> as DataCommands;
const answer = (words: string): Error => Object.assign(new Error(words), { name: 'ReplyError' });
const asked = { persistence: true };

test.each<[string, Fields]>([
  ['Redis 6.2', { redis_version: '6.2.0' }],
  ['one that calls itself so', { redis_version: '6.2' }],
  ['Redis 10', { redis_version: '10.0.0' }],
  ['one that says nothing of evictions', { maxmemory_policy: undefined }],
  ['one with an append-only file', { aof_enabled: '1' }],
])('%s is fit, without a warning', async (_name, fields) => {
  const config = fields['aof_enabled'] ? () => ['save', ''] : undefined;
  expect(await readFitness(saying(fields, config), ENDPOINT, asked)).toEqual([]);
});

test.each<[Fields, RegExp]>([
  [{ redis_version: '6.0.20' }, /has version 6\.0\.20\. Use Redis 6\.2 or newer/],
  [{ redis_version: '5.9.1' }, /has version 5\.9\.1/],
  [{ redis_version: undefined }, /has version 0/],
  [{ maxmemory_policy: 'allkeys-lru' }, /evicts keys.*maxmemory-policy allkeys-lru.*to noeviction/],
  [
    { role: 'slave', master_host: 'one', master_port: '6380', slave_read_only: '1' },
    /is a read-only replica\. Connect to its master \(one:6380\)/,
  ],
  [{ role: 'slave', slave_read_only: '0' }, /is a replica, whose writes its master undoes/],
  [{ redis_mode: 'sentinel' }, /is a Sentinel.*REDIS_URL is redis\+sentinel:\/\/cache:6379\/mymaster, with all/],
  [
    { redis_mode: 'sentinel', master0: 'name=shop,status=ok,address=10.0.0.1:6379' },
    /redis\+sentinel:\/\/cache:6379\/shop, with all/,
  ],
])('a server that says %p is refused, with the remedy', async (fields, why) => {
  await expect(readFitness(saying(fields), ENDPOINT, {})).rejects.toThrow(RedisUnfit);
  await expect(readFitness(saying(fields), ENDPOINT, {})).rejects.toThrow(why);
});

test('what makes a server useless is told before what it lacks', async () => {
  const sentinel = saying({ redis_mode: 'sentinel', connected_slaves: undefined });
  await expect(readFitness(sentinel, ENDPOINT, { replicas: 1 })).rejects.toThrow('is a Sentinel');
});

test('of a Cluster each master is asked and named, and that it is a node is no news', async () => {
  const masters = ['one', 'two'].map((host) =>
    Object.assign(saying({ cluster_enabled: '1', maxmemory_policy: host === 'two' ? 'allkeys-lru' : 'noeviction' }), {
      options: { host, port: 7000 },
    }),
  );
  const of = (nodes: readonly object[]): DataCommands =>
    Object.assign(Object.create(Cluster.prototype) as DataCommands, { nodes: () => nodes });
  expect(await readFitness(of(masters.slice(0, 1)), ENDPOINT, asked)).toEqual([]);
  await expect(readFitness(of(masters), ENDPOINT, {})).rejects.toThrow(
    `Redis two:7000 of ${ENDPOINT} evicts keys when memory is full`,
  );
});

test('a master with fewer replicas than are waited for is refused, one with as many is not', async () => {
  const has = (count: string | undefined) =>
    readFitness(saying({ connected_slaves: count }), ENDPOINT, { replicas: 2 });
  expect(await has('2')).toEqual([]);
  await expect(has('1')).rejects.toThrow('has 1 of the 2 replicas');
  await expect(has(undefined)).rejects.toThrow('has 0 of the 2 replicas');
});

test('what a restart would lose is warned of where nothing is saved or nobody says so, and only for whom asks', async () => {
  const nothing = () => ['save', ''];
  expect(await readFitness(saying({}), ENDPOINT, asked)).toEqual([]);
  expect(await readFitness(saying({}, nothing), ENDPOINT, {})).toEqual([]);
  expect(await readFitness(saying({}, nothing), ENDPOINT, asked)).toEqual([
    expect.stringContaining('has no persistence'),
  ]);
  const forbidden = () => {
    throw answer('NOPERM no config');
  };
  expect(await readFitness(saying({}, forbidden), ENDPOINT, asked)).toEqual([
    expect.stringMatching(/did not say whether it persists \(NOPERM no config\)/),
  ]);
});

test('a node of a Cluster that is talked to alone is warned of', async () => {
  expect(await readFitness(saying({ cluster_enabled: '1' }), ENDPOINT, {})).toEqual([
    expect.stringMatching(/is a node of a Cluster.*redis\+cluster:\/\//),
  ]);
});

test('a server that does not tell of itself is believed with a warning; one that is away is not', async () => {
  expect(await readFitness(refusing(answer('NOPERM no info')), ENDPOINT, asked)).toEqual([
    expect.stringMatching(/does not tell whether it evicts keys \(NOPERM no info\)/),
  ]);
  await expect(readFitness(refusing(new Error('ECONNREFUSED')), ENDPOINT, asked)).rejects.toThrow(RedisUnreachable);
  await expect(readServer(refusing(answer('NOPERM')), ENDPOINT)).rejects.toThrow(RedisRefused);
  await expect(readServer(refusing(answer('NOPERM')), ENDPOINT)).rejects.toThrow(`INFO failed at Redis ${ENDPOINT}`);
});

test.each<[Fields, string]>([
  [{}, 'redis 7.0.15'],
  [{ server_name: 'valkey', valkey_version: '8.0.1' }, 'valkey 8.0.1'],
  [{ redis_version: undefined }, 'redis ?'],
])('a server that says %p is named', async (fields, name) => {
  expect(await readServer(saying(fields), ENDPOINT)).toBe(name);
});
