import type { ItemEntry } from '../../redis';
import { useAnyRedis } from '../support/redis';
import { acquire, beginRequest, newRun } from './requests';

const redis = useAnyRedis();
const step = 'report.claims';
const entry = (key: string, outcome: ItemEntry['outcome'], value = 'v'): ItemEntry => ({ key, outcome, value });

test('recorded items come back in the order asked for, with null for the unknown', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const text = JSON.stringify({ quote: 'a:b\n{"c"}' });
  expect(await run.record(lock, [entry('c1', 'ok', text), entry('c2', 'skipped', 'short')])).toEqual({
    word: 'ok',
    done: 2,
  });
  expect(await run.items(step, ['c2', 'c3', 'c1'])).toEqual([
    { outcome: 'skipped', value: 'short' },
    null,
    { outcome: 'ok', value: text },
  ]);
});

test('an ok item is never overwritten; a failed one is by ok, not by another failure of the same token', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  await run.record(lock, [entry('c1', 'ok', 'first'), entry('c2', 'failed', 'first')]);
  await run.record(lock, [entry('c1', 'ok', 'second'), entry('c2', 'failed', 'second')]);
  expect(await run.items(step, ['c1', 'c2'])).toMatchObject([{ value: 'first' }, { value: 'first' }]);
  await run.record(lock, [entry('c1', 'failed', 'third'), entry('c2', 'ok', 'third')]);
  expect(await run.items(step, ['c1', 'c2'])).toEqual([
    { outcome: 'ok', value: 'first' },
    { outcome: 'ok', value: 'third' },
  ]);
});

test('a newer token overwrites a failure with its own, an ok item not', async () => {
  const run = newRun(redis.store);
  await run.record(await acquire(run), [entry('c1', 'failed', 'old'), entry('c2', 'ok', 'old')]);
  await run.release({ step, hash: 'h1', owner: 'a1', outcome: 'failed' });
  const later = await acquire(run, { owner: 'a2' });
  await run.record(later, [entry('c1', 'skipped', 'new'), entry('c2', 'failed', 'new')]);
  expect(await run.items(step, ['c1', 'c2'])).toEqual([
    { outcome: 'skipped', value: 'new' },
    { outcome: 'ok', value: 'old' },
  ]);
});

test('a revoked holder may record, a stale token may not', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  await run.begin(beginRequest({ owner: 'a2', seq: 2 }));
  expect(await run.record(lock, [entry('c1', 'ok')])).toEqual({ word: 'ok', done: 1 });
  expect(await run.record({ ...lock, token: lock.token - 1 }, [entry('c2', 'ok')])).toEqual({ word: 'lost' });
  expect(await run.record({ ...lock, owner: 'a2' }, [entry('c2', 'ok')])).toEqual({ word: 'lost' });
  expect(await run.items(step, ['c2'])).toEqual([null]);
});

test('2,500 items are read in pages, and dropped as one', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const keys = Array.from({ length: 2500 }, (_, i) => `c${i}`);
  for (const part of [keys.slice(0, 1000), keys.slice(1000, 2000), keys.slice(2000)]) {
    await run.record(
      lock,
      part.map((key) => entry(key, 'ok', key)),
    );
  }
  expect((await run.items(step, keys)).map((item) => item?.value)).toEqual(keys);
  await run.dropItems(step);
  expect(await run.items(step, ['c0', 'c2499'])).toEqual([null, null]);
  await expect(
    run.record(
      lock,
      keys.map((key) => entry(key, 'ok')),
    ),
  ).rejects.toThrow('at most 1000 a call');
});

test('below a floor failed and skipped items are open again, ok ones are not; what is recorded after it counts', async () => {
  const run = newRun(redis.store);
  const before = [entry('c1', 'ok', 'old'), entry('c2', 'failed', 'old'), entry('c3', 'skipped', 'old')];
  await run.record(await acquire(run), before);
  await run.release({ step, hash: 'h1', owner: 'a1', outcome: 'clean' });
  const keys = ['c1', 'c2', 'c3'];
  expect(await run.items(step, keys)).toMatchObject([{ value: 'old' }, { value: 'old' }, { value: 'old' }]);
  await run.reset(step, { floor: true, clearStrikes: true });
  expect(await run.items(step, keys)).toEqual([{ outcome: 'ok', value: 'old' }, null, null]);
  await run.record(await acquire(run, { owner: 'a2' }), [entry('c2', 'failed', 'new')]);
  expect(await run.items(step, keys)).toMatchObject([{ value: 'old' }, { value: 'new' }, null]);
});

test('items that are read live on: they last as long as the run', async () => {
  const run = redis.store.run('kept-items');
  await run.record(await acquire(run), [entry('c1', 'ok')]);
  const key = `${redis.prefix}:v2:test:{kept-items}:i:${step}`;
  await redis.raw.pexpire(key, 1000);
  await run.items(step, ['c1']);
  expect(await redis.raw.pttl(key)).toBeGreaterThan(1000);
});

test('an item over 72 KiB, its name included, is refused by name', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const large = entry('c1', 'ok', 'x'.repeat(73 * 1024));
  await expect(run.record(lock, [large])).rejects.toThrow('Item c1 of step report.claims has 74752 bytes');
});
