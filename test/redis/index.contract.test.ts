/** What a run has in Redis is known by its index: kept alive, told and deleted by it, without a look at anything else. */
import { randomUUID } from 'node:crypto';
import type { RunStore } from '../../redis';
import { useAnyRedis } from '../support/redis';
import { acquire, commitRequest } from './requests';

const redis = useAnyRedis();

const HOUR_MS = 3_600_000;
/** Three chunks. */
const large = () => Buffer.alloc(600_000, randomUUID());

const keysOf = async (id: string): Promise<string[]> =>
  (await redis.keys()).filter((key) => key.includes(`{${id}}`)).toSorted();
const indexOf = (id: string): string => `${redis.prefix}:v2:test:{${id}}:x`;

/** A run with a key of every kind: state, index, two locks, items, strikes and two blobs. */
async function fullRun(): Promise<{ id: string; run: RunStore }> {
  const id = randomUUID();
  const run = redis.store.run(id);
  await run.putBlob(large());
  await run.open('input');
  const lock = await acquire(run);
  await run.record(lock, [{ key: 'c1', outcome: 'ok', value: '1' }]);
  await run.commit(commitRequest(lock, { blobs: [await run.putBlob(Buffer.from('small'))] }));
  await run.strike('report.claims', 1);
  for (const hash of ['h2', 'h3']) await acquire(run, { hash });
  return { id, run };
}

/** The first letters of the keys of a run whose TTL is longer than `ms`. */
async function kindsAbove(id: string, ms: number): Promise<string> {
  const keys = await keysOf(id);
  const ttls = await Promise.all(keys.map((key) => redis.raw.pttl(key)));
  const kinds = keys.filter((_, i) => (ttls[i] ?? 0) > ms).map((key) => key.split(`{${id}}:`)[1]?.[0] ?? '');
  return kinds.toSorted().join('');
}

test('keepAlive gives every key of the run its full life again, each chunk of each blob too, but no lock a longer lease', async () => {
  const { id, run } = await fullRun();
  const other = await fullRun();
  for (const key of [...(await keysOf(id)), ...(await keysOf(other.id))]) await redis.raw.pexpire(key, HOUR_MS);
  await run.keepAlive();
  expect(await kindsAbove(id, 2 * HOUR_MS)).toBe('bbbbiksx');
  expect(await kindsAbove(id, 0)).toBe('bbbbikllsx');
  expect(await kindsAbove(other.id, 2 * HOUR_MS)).toBe('');
});

test('of thousands of blobs none is forgotten', async () => {
  const id = randomUUID();
  const run = redis.store.run(id);
  const numbers = Array.from({ length: 3000 }, (_, i) => i);
  await Promise.all(numbers.map((i) => run.putBlob(Buffer.from(`blob ${i}`))));
  const keys = await keysOf(id);
  await Promise.all(keys.map((key) => redis.raw.pexpire(key, HOUR_MS)));
  await run.keepAlive();
  expect(await kindsAbove(id, 2 * HOUR_MS)).toBe(`${'b'.repeat(3000)}x`);
  expect(await run.dropAll()).toBe(3001);
  expect(await keysOf(id)).toEqual([]);
});

test('a name whose key is gone costs nothing, and a key whose name was lost ends by its own TTL', async () => {
  const { id, run } = await fullRun();
  const [gone, nameless] = (await keysOf(id)).filter((key) => key.includes(':b:'));
  await redis.raw.del(gone!);
  await redis.raw.call('SREM', indexOf(id), nameless!.split(`{${id}}:`)[1]!);
  await redis.raw.pexpire(nameless!, HOUR_MS);
  await run.keepAlive();
  expect(await redis.raw.exists(gone!)).toBe(0);
  expect(await redis.raw.pttl(nameless!)).toBeLessThanOrEqual(HOUR_MS);
  expect(await run.dropAll()).toBe(8);
  expect(await keysOf(id)).toEqual([nameless]);
  await redis.raw.del(nameless!);
});

test('a run whose index was lost goes on, and what it writes from then on is named again', async () => {
  const { id, run } = await fullRun();
  await redis.raw.del(indexOf(id));
  await run.keepAlive();
  const lock = await acquire(run, { hash: 'h4' });
  await run.record(lock, [{ key: 'c2', outcome: 'ok', value: '2' }]);
  await run.strike('report.claims', 2);
  await run.putBlob(Buffer.from('small'));
  const blobs = (await keysOf(id)).filter((key) => key.includes(':b:'));
  const named = (await redis.raw.call('SMEMBERS', indexOf(id))) as string[];
  expect(new Set(named.map((name) => name[0]))).toEqual(new Set(['i', 'k', 'b']));
  await redis.raw.del(...blobs);
});

test('what cannot be named is not written', async () => {
  const id = randomUUID();
  const run = redis.store.run(id);
  const lock = await acquire(run);
  await redis.raw.set(indexOf(id), 'no set', 'PX', HOUR_MS);
  await expect(run.putBlob(large())).rejects.toThrow('WRONGTYPE');
  await expect(run.strike('report.claims', 1)).rejects.toThrow('WRONGTYPE');
  expect(await run.record(lock, [{ key: 'c1', outcome: 'ok', value: '1' }])).toMatchObject({ word: 'unknown' });
  expect((await keysOf(id)).map((key) => key.split(`{${id}}:`)[1]?.[0])).toEqual(['l', 's', 'x']);
});

test('a lock that is held is told after a reset of its step, and goes with its run', async () => {
  const { id, run } = await fullRun();
  await run.reset('report.claims', { floor: true, clearStrikes: true });
  expect((await run.facts()).locks.map(({ hash }) => hash).toSorted()).toEqual(['h2', 'h3']);
  await run.dropAll();
  expect(await keysOf(id)).toEqual([]);
});

test('what a run takes in Redis counts each of its keys once', async () => {
  const { id, run } = await fullRun();
  const sizes = await Promise.all((await keysOf(id)).map((key) => redis.raw.call('MEMORY', 'USAGE', key)));
  const { redisBytes } = await run.facts();
  expect(redisBytes).toBe(sizes.reduce<number>((sum, size) => sum + Number(size), 0));
});
