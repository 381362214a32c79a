/** The users that `doctor --acl` makes: whatever else they ask for, Redis itself refuses; and the client's is all that a client needs. */
import { Redis } from 'ioredis';
import { openStore, RedisRefused, type Store } from '../../redis';
import { answerKey, resourceKeys, RunKeys } from '../../redis/keys';
import { clientRightsOf, rightsOf } from '../../redis/rights';
import { until } from '../kit/driver';
import { useRedis } from '../support/redis';
import { asUser, eachMissing } from '../support/users';

const redis = useRedis({ own: true });
const place = { prefix: 'shop', namespace: 'test', isCluster: false };
const users = { worker: rightsOf(place), client: clientRightsOf(place) };
const run = new RunKeys(place.prefix, place.namespace, 'r');
const lock = resourceKeys(place.prefix, place.namespace, 'r').lock;

const forbidden: readonly (readonly string[])[] = [
  ['FLUSHALL'],
  ['FLUSHDB'],
  ['KEYS', '*'],
  ['RANDOMKEY'],
  ['CONFIG', 'SET', 'maxmemory', '1'],
  ['CONFIG', 'REWRITE'],
  ['DEBUG', 'SLEEP', '0'],
  ['ACL', 'SETUSER', 'worker', '+@all'],
  ['ACL', 'LIST'],
  ['CLIENT', 'KILL', 'TYPE', 'normal'],
  ['MONITOR'],
  ['REPLICAOF', 'NO', 'ONE'],
  ['SCRIPT', 'FLUSH'],
  ['FUNCTION', 'FLUSH'],
  ['SHUTDOWN', 'NOSAVE'],
  ['SWAPDB', '0', '1'],
  ['RESTORE', `${run.state}`, '0', ''],
  ['EVAL', "return redis.call('FLUSHALL')", '0'],
  ['EVAL', "return redis.call('KEYS', '*')", '0'],
  ['EVAL', "return redis.call('SET', 'other', '1')", '0'],
  ['EVAL', "return redis.call('PUBLISH', 'other', '1')", '0'],
  ['SET', 'other', '1'],
  ['GET', 'other'],
  ['SET', 'shopping:v2:a', '1'],
  ['PEXPIRE', 'other', '1'],
  ['PUBLISH', 'other', '1'],
  ['SUBSCRIBE', 'other'],
  ['SUBSCRIBE', '__keyspace@0__:*'],
];
/** What a worker does, and a client never. */
const ofWorkers: readonly (readonly string[])[] = [
  ['SET', lock, '1'],
  ['SET', run.state, '1'],
  ['SET', answerKey(place.prefix, place.namespace, 'h'), '1'],
  ['PEXPIRE', run.state, '1'],
  ['HSET', run.state, 'f', '1'],
  ['DEL', run.state],
  ['UNLINK', run.chunk('sha', 0)],
  ['EVAL', "return redis.call('SET', KEYS[1], '1')", '1', run.state],
  ['EVAL', "return redis.call('PEXPIRE', ARGV[1], '1')", '0', run.state],
  ['SCAN', '0'],
  ['PUBLISH', `${run.base}:w:step:hash`, '1'],
  ['SUBSCRIBE', `${run.base}:w:step:hash`],
];

const asks = [
  ...(['worker', 'client'] as const).flatMap((user) => forbidden.map((command) => [user, command] as const)),
  ...ofWorkers.map((command) => ['client', command] as const),
];

test('what neither has a right to is really refused, in scripts too, and what only a worker does to a client', async () => {
  const answers: unknown[] = [];
  const urls = {
    worker: await asUser(redis, 'worker', users.worker),
    client: await asUser(redis, 'client', users.client),
  };
  for (const [user, [name = '', ...args]] of asks) {
    const raw = new Redis(urls[user], { retryStrategy: () => null });
    const answer: unknown = await raw.call(name, ...args).catch((error: unknown) => error);
    // DEBUG is off for everybody where a server is set up as usual.
    const isRefused = /NOPERM|ACL failure|user executing the script|DEBUG command not allowed/.test(String(answer));
    if (!isRefused) answers.push({ user, command: [name, ...args], answer });
    raw.disconnect();
  }
  expect(answers).toEqual([]);
  expect(await redis.raw.dbsize()).toBe(0);
});

/** What a client is told on its first way to Redis; the connections are closed. */
async function first(rights: readonly string[], work: (store: Store) => Promise<unknown>): Promise<unknown> {
  const url = await asUser(redis, 'client', rights);
  const store = await openStore({ url, ...place, commandTimeoutMs: 2000 });
  try {
    await store.proveClient();
    return await work(store);
  } catch (error) {
    return error;
  } finally {
    await store.close();
  }
}

const nothing = (): Promise<string> => Promise.resolve('nothing is missing');

test('a client is told of each right that it lacks before it asks for anything, with the remedy', async () => {
  for (const { right, left } of eachMissing(users.client).filter(({ right: its }) => !ofConnecting.has(its))) {
    const told = await first(left, nothing);
    expect({ right, told }).toEqual({ right, told: expect.any(RedisRefused) as unknown });
    expect(String(told)).toMatch(/(?:NOPERM|(?:SADD|PEXPIRE): ).*This user lacks a right.*doctor --acl/s);
  }
  // Nor has a trial that was refused in its middle written what does not end.
  await until(
    () => redis.raw.dbsize(),
    (count) => count === 0,
  );
});

/** Asked before anything else: `PING` of database 0, `SELECT` of any other. */
const ofConnecting = new Set(['+ping', '+select']);

test.each([
  ['+ping', ''],
  ['+select', '/1'],
])('without %s nobody connects', async (right, database) => {
  for (const rights of Object.values(users)) {
    const url = await asUser(
      redis,
      'least',
      rights.filter((other) => other !== right),
    );
    await expect(openStore({ url: url + database, ...place })).rejects.toThrow(/NOPERM.*lacks a right/s);
  }
});

test('a client may do what it does, on a server that is full or read-only too, and its trial leaves nothing', async () => {
  const content = Buffer.from('comments');
  const blob = await redis.open(place).then((store) => store.run('r').putBlob(content));
  const looks = async (store: Store): Promise<unknown> => {
    const [facts, bytes, known] = await Promise.all([
      store.run('r').facts(),
      store.run('r').getBlob(blob),
      store.pipelines('queue').read(),
    ]);
    return { locks: facts.locks, bytes, known };
  };
  const seen = { locks: [], bytes: content, known: [] };
  const before = new Set(await redis.raw.keys('*'));
  expect(await first(users.client, looks)).toEqual(seen);
  await redis.raw.config('SET', 'maxmemory', '1');
  expect(await first(users.client, looks)).toEqual(seen);
  await redis.raw.config('SET', 'maxmemory', '0');
  await redis.raw.replicaof('127.0.0.1', 1);
  expect(await first(users.client, looks)).toEqual(seen);
  await redis.raw.replicaof('NO', 'ONE');
  await until(
    () => redis.raw.keys('*'),
    (keys) => keys.every((key) => before.has(key)),
  );
  expect(await first(users.client, (store) => store.run('r').putBlob(content))).toEqual(blob);
  await redis.raw.unlink(...before);
});
