/** A Redis that cannot keep runs is refused by name before any run finds out, and what is missing is said. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { openStore, RedisRefused, RedisUnfit, RedisUnreachable } from '../../redis';
import { answerKey } from '../../redis/keys';
import { Proxy } from '../histories/proxy';
import { startOddRedis } from '../support/oddRedis';
import { useRedis } from '../support/redis';
import { ofPeople } from '../support/users';
import { until } from '../kit/driver';

const redis = useRedis({ own: true });
const page = readFileSync(join(__dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
/** As docs/operations.md writes it down. */
const documented = /ACL SETUSER pipeline (.*)/.exec(page)?.[1] ?? '';

/** What the fitness of this address is refused with, within 10 s; the connections are closed. */
async function refusalAt(url: string): Promise<unknown> {
  const startedAt = performance.now();
  const verdict = await verdictAt(url);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  return verdict;
}

async function verdictAt(url: string): Promise<unknown> {
  try {
    const store = await openStore({ url, prefix: redis.prefix, namespace: 'test', commandTimeoutMs: 2000 });
    try {
      return await store.checkFitness();
    } finally {
      await store.close();
    }
  } catch (error) {
    return error;
  }
}

async function asUser(...rights: string[]): Promise<string> {
  await redis.raw.call('ACL', 'SETUSER', 'odd', 'reset', 'on', '>secret', ...rights);
  return redis.url.replace('redis://', 'redis://odd:secret@');
}

const all = ['~*', '&*', '+@all'];

test.each([
  ['EVALSHA', ['-evalsha'], /NOPERM.*evalsha/],
  ['EVAL', ['-eval'], /NOPERM.*'eval'/],
  ['every script', ['-@scripting'], /NOPERM.*eval/],
  ['SUBSCRIBE', ['-subscribe'], /NOPERM.*subscribe/],
  ['PUBLISH', ['-publish'], /PUBLISH: /],
  ['a command inside the scripts', ['-zpopmin'], /ZPOPMIN: /],
  ['a plain command', ['-getrange'], /NOPERM.*getrange/],
  ['the keys of the prefix', ['resetkeys', '~other:*'], /NOPERM.*key/],
  ['the channels of the prefix', ['resetchannels', '&other:*'], /PUBLISH: .*channel/],
])('a user without the right to %s is refused, with what it lacks and the remedy', async (_right, less, said) => {
  const error = await refusalAt(await asUser(...all, ...less));
  expect(error).toBeInstanceOf(RedisUnfit);
  expect(String(error)).toMatch(said);
  expect(String(error)).toContain('This user lacks a right');
  expect(String(error)).not.toContain('secret');
});

test('a user with the rights that docs/operations.md lists is fit, and no right of the list can be left out', async () => {
  const rights = documented
    .replaceAll('pipeline:', `${redis.prefix}:`)
    .split(' ')
    .filter((right) => !right.startsWith('>'));
  expect(rights.length).toBeGreaterThan(30);
  expect(await refusalAt(await asUser(...rights))).toBeInstanceOf(Array);
  const commands = rights.filter((right) => right.startsWith('+') && !ofPeople.has(right) && right !== '+select');
  for (const right of commands) {
    const error = await refusalAt(await asUser(...rights.filter((other) => other !== right)));
    expect({ right, refused: error instanceof RedisUnfit || error instanceof RedisRefused }).toEqual({
      right,
      refused: true,
    });
  }
});

const cached = (): string => answerKey(redis.prefix, 'test', 'h');

test('a node of a cluster is refused whichever slots it holds, and named as one', async () => {
  const node = await startOddRedis(['cluster-enabled yes', 'cluster-require-full-coverage no']);
  const raw = new Redis(node.url);
  try {
    await raw
      .call('CLUSTER', 'ADDSLOTSRANGE', '0', '8191')
      .catch(() => raw.call('CLUSTER', 'ADDSLOTS', ...range(0, 8191)));
    await until(
      () => raw.call('CLUSTER', 'INFO').then(String),
      (info) => info.includes('cluster_state:ok'),
    );
    const error = await refusalAt(node.url);
    expect(error).toBeInstanceOf(RedisUnfit);
    expect(String(error)).toContain('This is a node of a Redis Cluster');
  } finally {
    raw.disconnect();
    await node.stop();
  }
});

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

test('a Sentinel is refused, and told the form of the address by which it leads to its master', async () => {
  const { port } = new URL(redis.url);
  const sentinel = await startOddRedis([`sentinel monitor mymaster 127.0.0.1 ${port} 1`], ['--sentinel']);
  try {
    const error = await refusalAt(sentinel.url);
    expect(error).toBeInstanceOf(RedisUnfit);
    expect(String(error)).toContain(`is a Sentinel, which keeps no data. To be led`);
    expect(String(error)).toContain(`REDIS_URL is redis+sentinel://127.0.0.1:${sentinel.port}/mymaster`);
  } finally {
    await sentinel.stop();
  }
});

test('a wrong password, a missing one and a port that speaks no TLS are told apart', async () => {
  const wrong = await refusalAt(redis.url.replace('redis://', 'redis://odd:wrong@'));
  expect(wrong).toBeInstanceOf(RedisRefused);
  expect(String(wrong)).toMatch(/WRONGPASS.*Correct user and password in REDIS_URL/);
  await redis.raw.config('SET', 'requirepass', 'secret');
  const none = await refusalAt(redis.url);
  await redis.raw.config('SET', 'requirepass', '');
  expect(none).toBeInstanceOf(RedisRefused);
  expect(String(none)).toMatch(/NOAUTH.*put user and password into REDIS_URL/);
  const tls = await refusalAt(redis.url.replace('redis://', 'rediss://'));
  expect(tls).toBeInstanceOf(RedisUnreachable);
  expect(String(tls)).toContain('speaks TLS if that begins with rediss://');
});

test('a proof leaves no key, and one that is refused in its middle none for longer than 10 s', async () => {
  const before = new Set(await redis.keys());
  expect(await redis.store.checkFitness()).toBeInstanceOf(Array);
  expect((await redis.keys()).filter((key) => !before.has(key))).toEqual([]);
  await refusalAt(await asUser(...all, '-zadd'));
  await refusalAt(await asUser(...all, '-hkeys'));
  const left = await redis.keys();
  expect(left.length).toBeGreaterThan(0);
  for (const key of left) expect(await redis.raw.pttl(key)).toBeLessThanOrEqual(10_000);
});

test('the scripts need not be loaded before: a server that has forgotten them is fit', async () => {
  await redis.raw.script('FLUSH');
  expect(await redis.store.checkFitness()).toBeInstanceOf(Array);
});

test('an outage is told once when it begins and once when it is over, whatever it costs', async () => {
  const proxy = await Proxy.inFrontOf(redis.url);
  const news: string[] = [];
  const store = await openStore({
    url: proxy.url,
    prefix: redis.prefix,
    namespace: 'test',
    onConnection: ({ is }) => news.push(is),
  });
  try {
    for (const outage of [1, 2]) {
      proxy.set('reset');
      await until(
        () =>
          store.ping().then(
            () => false,
            () => true,
          ),
        (refused) => refused,
      );
      expect(news).toHaveLength(2 * outage - 1);
      proxy.set('pass');
      await until(
        () => news.length,
        (count) => count === 2 * outage,
      );
      await store.ping();
    }
    expect(news).toEqual(['away', 'back', 'away', 'back']);
    await store.close();
    proxy.set('reset');
    expect(news).toHaveLength(4);
  } finally {
    await store.close();
    await proxy.close();
  }
});

test.each([
  [
    'OOM',
    () => redis.raw.config('SET', 'maxmemory', '1'),
    () => redis.raw.config('SET', 'maxmemory', '0'),
    /Its memory is full/,
  ],
  [
    'READONLY',
    () => redis.raw.replicaof('127.0.0.1', 1),
    () => redis.raw.replicaof('NO', 'ONE'),
    /read-only replica|lost its master/,
  ],
  ['WRONGTYPE', () => redis.raw.hset(cached(), 'f', 1), () => redis.raw.del(cached()), /PIPELINE_PREFIX of its own/],
])('%s is an answer, not silence, and its remedy is said', async (code, begin, end, remedy) => {
  await begin();
  const answers = redis.store.answers();
  const error: unknown = await answers
    .put('h', '1')
    .then(() => answers.get('h'))
    .catch((thrown: unknown) => thrown);
  await end();
  expect(error).toBeInstanceOf(RedisRefused);
  expect(String(error)).toContain(code);
  expect(String(error)).toMatch(remedy);
});
