/** A worker pointed at a Redis that it cannot use says why and what to do, and ends with 5 before it was ever ready. */
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:tls';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startTemporal } from '../../testing/servers/temporal';
import type { StartedTemporal } from '../../testing/servers/temporal';
import { certificate, key } from '../brief/certificate';
import { root } from '../docs/titles';
import { until } from '../kit/driver';
import { bulk, FakeRedis } from '../support/fakeRedis';
import { startOddRedis, type OddRedis } from '../support/oddRedis';
import { startRedisCluster, type RedisCluster } from '../support/redisCluster';
import { startWatchedRedis, type WatchedRedis } from '../support/redisSentinels';
import { endsOf } from './ends';

let temporal: StartedTemporal;
let plain: OddRedis;
let cluster: RedisCluster;
let watched: WatchedRedis;
const stops: (() => unknown)[] = [];

beforeAll(async () => {
  [temporal, plain, cluster, watched] = await Promise.all([
    startTemporal(),
    startOddRedis(['user less on >secret ~* &* +@all -zpopmin', 'user none on >secret']),
    startRedisCluster(),
    startWatchedRedis(),
  ]);
  stops.push(() => temporal.stop(), plain.stop, cluster.stop, watched.stop);
});
afterAll(async () => void (await Promise.all(stops.map((stop) => stop()))));

async function port(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function odd(...lines: string[]): Promise<string> {
  const { url, stop } = await startOddRedis(lines);
  stops.push(stop);
  return url;
}

/** One that answers everything with the same, and INFO as well as it can. */
async function saying(error: string, info?: string): Promise<string> {
  const fake = await FakeRedis.start(([name]) => (name === 'INFO' && info !== undefined ? bulk(info) : error));
  stops.push(() => fake.stop());
  return fake.url;
}

/** A Cluster of one node that has half of the slots. */
async function halfCovered(coverage: 'yes' | 'no'): Promise<string> {
  const url = await odd(
    'cluster-enabled yes',
    'cluster-announce-ip 127.0.0.1',
    `cluster-require-full-coverage ${coverage}`,
  );
  const raw = new Redis(url);
  await raw.call('CLUSTER', 'ADDSLOTS', ...Array.from({ length: 8192 }, (_, slot) => slot));
  if (coverage === 'no') {
    await until(
      () => raw.call('CLUSTER', 'INFO').then(String),
      (info) => info.includes('cluster_state:ok'),
    );
  }
  raw.disconnect();
  return url.replace('redis:', 'redis+cluster:');
}

const plainAs = (user: string): string => plain.url.replace('//', `//${user}@`);

type Place = [what: string, url: () => string | Promise<string>, said: RegExp, env?: Readonly<Record<string, string>>];
const places: readonly Place[] = [
  ['a node of a Cluster', () => cluster.nodes[0]!.url, /node of a Redis Cluster.*redis\+cluster:\/\/host1,host2/],
  ['a Sentinel', () => watched.sentinels[0]!.url, /is a Sentinel.*redis\+sentinel:\/\/.*\/shop/],
  ['a replica', () => watched.replica.url, /read-only replica.*Connect to its master \(127\.0\.0\.1:\d+\)/],
  ['a replica whose master is away', () => saying('-MASTERDOWN Link with MASTER is down.'), /master/],
  [
    'a server that is no Cluster',
    () => plain.url.replace('redis:', 'redis+cluster:'),
    /no Cluster.*redis:\/\/host:port/,
  ],
  ['Sentinels that watch no such master', () => watched.url.replace('/shop', '/other'), /do not watch/],
  ['no Sentinels', () => plain.url.replace('redis:', 'redis+sentinel:') + '/shop', /It is no Sentinel/],
  ['a port where nobody listens', () => 'redis://127.0.0.1:1', /ECONNREFUSED.*Check that the server runs/],
  ['a name that nobody has', () => 'redis://nowhere.invalid', /nowhere\.invalid.*Check that the server runs/],
  [
    'seeds where nobody listens',
    () => 'redis+cluster://127.0.0.1:1,127.0.0.1:2',
    /REFUSED 127.0.0.1:1;.*REFUSED 127.0.0.1:2.*Check that/,
  ],
  [
    'Sentinels where nobody listens',
    () => 'redis+sentinel://127.0.0.1:1,127.0.0.1:2/shop',
    /REFUSED 127.0.0.1:1;.*REFUSED 127.0.0.1:2.*Check that/,
  ],
  ['a black hole', async () => `redis://${await port(createServer())}`, /no answer|timed out|timeout.*Check/i],
  ['a black hole of a Cluster', async () => `redis+cluster://${await port(createServer())}`, /Check that/],
  ['a black hole of Sentinels', async () => `redis+sentinel://${await port(createServer())}/shop`, /Check that/],
  ['a wrong password', () => plainAs('less:wrong'), /WRONGPASS.*Correct user and password/],
  ['a user without rights', () => plainAs('none:secret'), /NOPERM|no permissions.*lacks a right/],
  ['a user without one right', () => plainAs('less:secret'), /ZPOPMIN.*lacks a right/],
  ['TLS to a server without', () => plain.url.replace('redis:', 'rediss:'), /TLS/],
  ['no TLS to a server with', async () => `redis://${await port(createTlsServer({ key, cert: certificate }))}`, /TLS/],
  ['a database that does not exist', () => `${plain.url}/99`, /DB index is out of range.*no such database/],
  ['an HTTP server', async () => `redis://${await port(createHttpServer())}`, /Check that/],
  [
    'a server that loads for ever',
    () => saying('-LOADING Redis is loading the dataset in memory', 'loading:1'),
    /LOADING.*wait/,
  ],
  ['a server that is busy for ever', () => saying('-BUSY Redis is busy running a script.'), /BUSY.*SCRIPT KILL/],
  ['a Cluster that lacks slots', () => halfCovered('yes'), /CLUSTERDOWN.*nobody serves some slots/],
  ['a Cluster that goes on without slots', () => halfCovered('no'), /CLUSTERDOWN.*nobody serves some slots/],
  ['full memory', () => odd('maxmemory 1', 'maxmemory-policy noeviction'), /OOM.*raise maxmemory/],
  ['a server that evicts', () => odd('maxmemory-policy allkeys-lru'), /evicts keys.*noeviction/],
  ['a master that lacks its replicas', () => odd('min-replicas-to-write 1'), /NOREPLICAS.*bring them back/],
  [
    'a master with fewer replicas than are waited for',
    () => watched.url,
    /has 1 of the 2 replicas that PIPELINE_REDIS_WAIT_REPLICAS waits for.*lower the setting/,
    { PIPELINE_REDIS_WAIT_REPLICAS: '2' },
  ],
];

test.each([
  ['a worker', ['worker']],
  [
    'a report with the worker in it',
    ['report', join(root, 'examples', 'comments.csv'), '--out', join(root, 'out', 'unusable')],
  ],
])(
  '%s pointed at a Redis that it cannot use ends with 5 and the remedy, and was never ready',
  async (_who, command) => {
    const ends = await endsOf(places, temporal.address, command);
    expect(ends.toSorted(byName)).toEqual(
      places
        .map(([what, , said]) => ({
          what,
          code: 5,
          err: expect.stringMatching(said) as unknown,
          inTime: true,
          wasReady: false,
        }))
        .toSorted(byName),
    );
  },
  300_000,
);

const byName = (a: { what: string }, b: { what: string }): number => a.what.localeCompare(b.what);
