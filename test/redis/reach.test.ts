/** What a connection shows of itself to whom it reaches: who it is, which database it wants, and what it does with a no. */
import { connect } from '../../redis/connect';
import { openClient, openCluster } from '../../redis/clients';
import { parseAddress } from '../../redis';
import { until } from '../kit/driver';
import { bulk, FakeRedis, list, type Answer } from '../support/fakeRedis';

const agreeing: Answer = ([name]) => (name === 'AUTH' ? '+OK' : undefined);

/** A Sentinel that knows the master of `shop`. */
const sentinelOf =
  (port: number): Answer =>
  (command, socket) => {
    if (command[0] !== 'SENTINEL') return agreeing(command, socket);
    if (command[1] !== 'get-master-addr-by-name') return list([]);
    return command[2] === 'shop' ? list([bulk('127.0.0.1'), bulk(String(port))]) : '*-1';
  };

/** Each word of these that was said, once. */
const said = (node: FakeRedis, ...names: string[]): string[] =>
  [...new Set(node.seen.filter(([name = '']) => names.includes(name)).map((command) => command.join(' ')))].toSorted();

async function reached(nodes: readonly FakeRedis[], url: string): Promise<void> {
  const link = await connect({ url, commandTimeoutMs: 5000 });
  link.close();
  await Promise.all(nodes.map((node) => node.stop()));
}

test.each([
  ['worker:secret@', 'AUTH worker secret'],
  [':secret@', 'AUTH secret'],
  ['', undefined],
])('a server is shown the user of the address (%j), and asked for its database', async (user, shown) => {
  const node = await FakeRedis.start(agreeing);
  await reached([node], `redis://${user}127.0.0.1:${node.port}/2`);
  expect(said(node, 'AUTH', 'SELECT')).toEqual([...(shown === undefined ? [] : [shown]), 'SELECT 2']);
});

test('a Cluster is shown the user of the address by every connection', async () => {
  const node = await FakeRedis.start(agreeing);
  await reached([node], `redis+cluster://worker:secret@127.0.0.1:${node.port}`);
  expect(said(node, 'AUTH')).toEqual(['AUTH worker secret']);
});

test('Sentinels are shown their own user, and their master the one of the address', async () => {
  const master = await FakeRedis.start(agreeing);
  const sentinel = await FakeRedis.start(sentinelOf(master.port));
  const own = 'sentinelUsername=watcher&sentinelPassword=other';
  await reached([master, sentinel], `redis+sentinel://worker:secret@127.0.0.1:${sentinel.port}/shop/1?${own}`);
  expect(said(sentinel, 'AUTH')).toEqual(['AUTH watcher other']);
  expect(said(master, 'AUTH', 'SELECT')).toEqual(['AUTH worker secret', 'SELECT 1']);
});

test('Sentinels without a user of their own are shown none', async () => {
  const master = await FakeRedis.start(agreeing);
  const sentinel = await FakeRedis.start(sentinelOf(master.port));
  await reached([master, sentinel], `redis+sentinel://worker:secret@127.0.0.1:${sentinel.port}/shop`);
  expect(said(sentinel, 'AUTH')).toEqual([]);
});

test('a Sentinel that is silent is left for the next one', async () => {
  const master = await FakeRedis.start(agreeing);
  const silent = await FakeRedis.start(([name]) => (name === 'SENTINEL' ? '' : undefined));
  const sentinel = await FakeRedis.start(sentinelOf(master.port));
  const hosts = `127.0.0.1:${silent.port},127.0.0.1:${sentinel.port}`;
  await reached([master, silent, sentinel], `redis+sentinel://${hosts}/shop`);
  expect(silent.count('SENTINEL')).toBeGreaterThan(0);
});

test('with TLS the Sentinels and their master are talked to over it, and a Cluster by the names of its nodes', () => {
  const sentinel = parseAddress('rediss+sentinel://one/shop');
  const cluster = parseAddress('rediss+cluster://one');
  if (sentinel.form === 'cluster' || cluster.form !== 'cluster') throw new Error('another form');
  const redis = openClient(sentinel, {}, { lazyConnect: true });
  expect(redis.options).toMatchObject({ tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true });
  const all = openCluster(cluster, {}, { retryStrategy: () => 50, resends: false });
  expect(all.options.redisOptions).toMatchObject({ tls: {} });
  const resolved: unknown[] = [];
  all.options.dnsLookup?.('one', (...told) => resolved.push(told));
  expect(resolved).toEqual([[null, 'one']]);
  all.disconnect();
  redis.disconnect();
});

test.each([
  ['redis', 'SELECT', '-ERR DB index is out of range', /names one below `databases`/],
  ['redis+cluster', 'ASKING', "-NOPERM this user has no permissions to run the 'asking' command", /lacks a right/],
])('%s:// that answers %s with %s is refused', async (form, name, refusal, why) => {
  const node = await FakeRedis.start(([asked]) => (asked === name ? refusal : undefined));
  const db = form === 'redis' ? '/1' : '';
  await expect(connect({ url: `${node.url.replace('redis', form)}${db}` })).rejects.toThrow(why);
  await node.stop();
});

test('a Cluster that knows no ASKING now is believed: only for want of a right is it refused', async () => {
  const node = await FakeRedis.start(([name]) => (name === 'ASKING' ? '-ERR not now' : undefined));
  const link = await connect({ url: node.url.replace('redis', 'redis+cluster') });
  link.close();
  expect(node.count('ASKING')).toBeGreaterThan(0);
  await node.stop();
});

test.each([
  ['says that it is a replica now', (): string => '-READONLY it is a replica'],
  ['is silent for a second', (): string => ''],
])('a server that %s is connected to anew, and the call is not sent again', async (_what, answer) => {
  const node = await FakeRedis.start(([name]) => (name === 'EVALSHA' ? answer() : undefined));
  const link = await connect({ url: node.url, commandTimeoutMs: 200 });
  try {
    const before = node.count('INFO');
    await expect(link.lockScript('renew', ['{k}'], [])).rejects.toThrow(/READONLY|timed out/);
    await until(
      () => node.count('INFO'),
      (count) => count > before,
    );
    expect(node.count('EVALSHA')).toBe(1);
  } finally {
    link.close();
    await node.stop();
  }
});
