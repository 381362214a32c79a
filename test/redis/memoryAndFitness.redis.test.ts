import { useRedis } from '../support/redis';
import { acquire, beginRequest, commitRequest, newRun } from './requests';

const redis = useRedis({ own: true });

/** Runs `work` while Redis refuses everything that needs memory. */
async function withMemoryFull<T>(work: () => Promise<T>): Promise<T> {
  await redis.raw.config('SET', 'maxmemory', '1');
  try {
    return await work();
  } finally {
    await redis.raw.config('SET', 'maxmemory', '0');
  }
}

test('with memory full commit fails as a whole and keeps the lock; later it passes', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const request = commitRequest(lock, { blobs: [await run.putBlob(Buffer.from('blob'))] });
  const reply = await withMemoryFull(() => run.commit(request));
  expect(reply).toMatchObject({ word: 'unknown', cause: { message: expect.stringContaining('OOM') } });
  expect(await run.facts()).toMatchObject({ records: [], locks: [{ owner: 'a1' }] });
  expect(await run.commit(request)).toMatchObject({ word: 'committed' });
});

test('with memory full begin is unknown and leaves nothing, renew and release still work', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  await withMemoryFull(async () => {
    expect(await run.begin(beginRequest({ hash: 'h2' }))).toMatchObject({ word: 'unknown' });
    expect(await run.renew([{ ...lock, leaseMs: 5000 }])).toMatchObject([{ word: 'held' }]);
    expect(await run.release({ ...lock, outcome: 'failed' })).toEqual({ word: 'released', failed: 1 });
  });
  expect(await run.facts()).toMatchObject({ locks: [], counters: [{ hash: 'h1', failed: 1, starts: 0 }] });
});

test('with memory full a blob is refused with what, where and why', async () => {
  const run = newRun(redis.store);
  const put = withMemoryFull(() => run.putBlob(Buffer.from('blob')));
  await expect(put).rejects.toThrow(`Storing a blob failed at Redis ${redis.url}: OOM`);
});

test('a store is unfit where keys are evicted', async () => {
  await redis.raw.config('SET', 'maxmemory-policy', 'volatile-lru');
  await expect(redis.store.checkFitness()).rejects.toThrow(/maxmemory-policy volatile-lru.*Set maxmemory-policy/);
  await redis.raw.config('SET', 'maxmemory-policy', 'noeviction');
});

test('a store without persistence is fit, with a warning; with it there is none', async () => {
  await redis.raw.config('SET', 'save', '');
  expect(await redis.store.checkFitness()).toEqual([expect.stringContaining('has no persistence')]);
  await redis.raw.config('SET', 'save', '3600 1');
  expect(await redis.store.checkFitness()).toEqual([]);
});

test('a read-only replica is unfit, and names its master', async () => {
  await redis.raw.replicaof('127.0.0.1', 1);
  await expect(redis.store.checkFitness()).rejects.toThrow(/read-only replica.*127\.0\.0\.1:1/);
  await redis.raw.replicaof('NO', 'ONE');
});

test('a user who may not read CONFIG gets a warning instead of an error', async () => {
  await redis.raw.config('SET', 'save', '');
  await redis.raw.call('ACL', 'SETUSER', 'worker', 'on', '>secret', '~*', '&*', '+@all', '-config');
  const url = redis.url.replace('redis://', 'redis://worker:secret@');
  const store = await redis.open({ url });
  expect(await store.checkFitness()).toEqual([expect.stringContaining('did not say whether it persists')]);
  await store.ping();
});
