/** What `locks` and `doctor` see in Redis, of what workers have written there. */
import { scopeOf } from '../../../redis';
import {
  endlessIn,
  giveEnd,
  idleSeconds,
  keyspaceOf,
  resourceLocks,
  stepLocks,
  unlinkKeys,
} from '../../../redis/survey';
import type { Reader } from '../../../redis/survey';
import { useRedis } from '../../support/redis';
import { acquire, commitRequest } from '../requests';

const redis = useRedis();
const reader = (): Reader => redis.raw as unknown as Reader;
const keyspace = () => keyspaceOf(reader(), { prefix: redis.prefix, namespace: 'test' });
const later = {
  step: 'report.claims',
  hash: 'h1',
  owner: 'b1',
  seq: 2,
  leaseMs: 10_000,
  maxFailures: 5,
  maxDeaths: 10,
};
const whose = (run: string) => ({ run, execution: 'e-1', activity: '7' });

afterEach(async () => {
  const left = await redis.keys();
  if (left.length > 0) await redis.raw.unlink(...left);
});

test('the lock of a step is told with its run, its attempt, its token, and whether a later attempt asks for it', async () => {
  const [run, scope] = ['{spring} 50 % / 100', scopeOf('test', whose('{spring} 50 % / 100'))];
  const { token } = await acquire(redis.store.run(run), { owner: 'a1', scope });
  const held = { ...whose(run), owner: 'a1', step: 'report.claims', hash: 'h1', token };
  expect(await stepLocks(reader(), await keyspace())).toEqual([
    { ...held, leftMs: expect.any(Number) as unknown, revoked: false },
  ]);
  await redis.store.run(run).begin({ ...later, scope });
  expect(await stepLocks(reader(), await keyspace())).toMatchObject([{ ...held, revoked: true }]);
  expect((await redis.store.run(run).facts()).locks).toMatchObject([
    { owner: 'a1', scope, seq: 1, token, revoked: true },
  ]);
});

test('a lock that was given back is none', async () => {
  const run = redis.store.run('done');
  await run.commit(commitRequest(await acquire(run)));
  const { runs, resources } = await keyspace();
  expect([...runs.keys()]).toEqual(['done']);
  expect(await stepLocks(reader(), { runs, resources, all: [] })).toEqual([]);
});

test('a resource is told with its holder and its queue, in the order of asking, whether they are runs or programs', async () => {
  const name = 's3://{bucket}/50 %';
  const lock = redis.store.resource(name);
  const first = { owner: 'a1', leaseMs: 10_000, scope: scopeOf('test', whose('spring')), stepToken: 7 };
  const held = (await lock.ask(first)) as { token: number };
  await lock.ask({ owner: 'program.1', leaseMs: 10_000 });
  await lock.ask({ owner: 'c1', leaseMs: 10_000, scope: scopeOf('test', whose('autumn')) });
  expect(await resourceLocks(reader(), await keyspace())).toEqual([
    {
      resource: name,
      holder: { ...whose('spring'), owner: 'a1', token: held.token, leftMs: expect.any(Number) as unknown },
      waiting: [{ owner: 'program.1' }, { ...whose('autumn'), owner: 'c1' }],
    },
  ]);
  await lock.hand(first);
  await lock.hand({ owner: 'program.1' });
  await lock.hand({ owner: 'c1' });
  expect(await resourceLocks(reader(), await keyspace())).toEqual([]);
});

test('other namespaces and prefixes are not looked at', async () => {
  await acquire(redis.store.run('mine'));
  await redis.raw.set(`${redis.prefix}:v2:other:{theirs}:s`, 'x', 'PX', 60_000);
  await redis.raw.set(`${redis.prefix}2:v2:test:{theirs}:s`, 'x', 'PX', 60_000);
  const { runs, all } = await keyspace();
  expect([...runs.keys()]).toEqual(['mine']);
  expect(all.filter((key) => key.includes('theirs'))).toEqual([]);
  await redis.raw.unlink(`${redis.prefix}2:v2:test:{theirs}:s`);
});

test('keys without an end are found and given one; keys of a run that nobody uses are deleted', async () => {
  await acquire(redis.store.run('mine'));
  const { all } = await keyspace();
  const [state = ''] = all.filter((key) => key.endsWith(':s'));
  await redis.raw.persist(state);
  expect(await endlessIn(reader(), all)).toEqual([state]);
  await giveEnd(reader(), [state], 60_000);
  expect(await endlessIn(reader(), all)).toEqual([]);
  expect(await idleSeconds(reader(), all)).toBeLessThan(600);
  expect(await unlinkKeys(reader(), all)).toBe(all.length);
  expect((await keyspace()).all).toEqual([]);
});
