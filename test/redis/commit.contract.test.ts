import { randomBytes } from 'node:crypto';
import { useAnyRedis } from '../support/redis';
import { acquire, beginRequest, commitRequest, newRun } from './requests';

const redis = useAnyRedis();
const claims = { step: 'report.claims', hash: 'h1' };

test('commit writes the record, frees the lock and forgets failures', async () => {
  const run = newRun(redis.store);
  await acquire(run);
  await run.release({ ...claims, owner: 'a1', outcome: 'failed' });
  const lock = await acquire(run, { owner: 'a2' });
  const record = { ...claims, gen: lock.token, owner: 'a2', output: 'a2', durationMs: 5, attempt: 1 };
  expect(await run.commit(commitRequest(lock))).toEqual({ word: 'committed', record });
  expect(await run.facts()).toMatchObject({ records: [record], counters: [], locks: [] });
});

test('the same commit sent again answers with the same record', async () => {
  const run = newRun(redis.store);
  const request = commitRequest(await acquire(run));
  expect(await run.commit(request)).toEqual(await run.commit(request));
});

test('a commit after a takeover adopts the record of the other attempt', async () => {
  const run = newRun(redis.store);
  const late = await acquire(run, { leaseMs: 1 });
  const lock = await acquireWhenFree(run, { owner: 'b1', scope: 'other' });
  const first = await run.commit(commitRequest(lock));
  expect(await run.commit(commitRequest(late))).toEqual(first);
});

test('a commit while somebody else holds the lock is lost and writes nothing', async () => {
  const run = newRun(redis.store);
  const late = await acquire(run, { leaseMs: 1 });
  const lock = await acquireWhenFree(run, { owner: 'b1', scope: 'other' });
  expect(await run.commit(commitRequest(late))).toEqual({ word: 'lost' });
  expect(await run.facts()).toMatchObject({ records: [], locks: [{ owner: 'b1', token: lock.token }] });
});

test('owner alone does not commit: an old token of the same owner is lost', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  await acquire(run, { floor: lock.token + 1_000_000 });
  expect(await run.commit(commitRequest(lock))).toEqual({ word: 'lost' });
});

test('a revoked holder may still commit', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  await run.begin(beginRequest({ owner: 'a2', seq: 2 }));
  expect(await run.commit(commitRequest(lock))).toMatchObject({ word: 'committed', record: { owner: 'a1' } });
});

test('a record below the floor is replaced', async () => {
  const run = newRun(redis.store);
  const old = await acquire(run);
  await run.commit(commitRequest(old));
  await run.reset(claims.step, { floor: true, clearStrikes: false });
  const lock = await acquire(run, { owner: 'b1' });
  expect(await run.commit(commitRequest(lock))).toMatchObject({ word: 'committed', record: { gen: lock.token } });
});

test('a record at the floor itself stands', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const first = await run.commit(commitRequest(lock));
  expect(await run.commit(commitRequest(lock, { floor: lock.token }))).toEqual(first);
});

test('a commit that finds a record adopts it and frees its own lock', async () => {
  const run = newRun(redis.store);
  const first = await run.commit(commitRequest(await acquire(run)));
  const later = await acquire(run, { owner: 'b1', floor: 8e15 });
  expect(await run.commit(commitRequest(later))).toEqual(first);
  expect((await run.facts()).locks).toEqual([]);
});

test('a commit sent again after a floor leaves the lock of the next holder alone', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const first = await run.commit(commitRequest(lock));
  const next = await acquire(run, { owner: 'b1', floor: 8e15 });
  expect(await run.commit(commitRequest(lock))).toEqual(first);
  expect((await run.facts()).locks).toMatchObject([{ owner: 'b1', token: next.token }]);
});

test('a body cannot pass itself off as another generation', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const record = { output: null, durationMs: 0, attempt: 1, gen: 1, owner: 'x', step: 'x' };
  expect(await run.commit(commitRequest(lock, { record }))).toMatchObject({
    record: { gen: lock.token, owner: 'a1', step: claims.step },
  });
  expect(await run.begin(beginRequest({ floor: lock.token }))).toMatchObject({ word: 'committed' });
});

test('a missing blob is named by its index; stored again, the same commit passes', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const large = await run.putBlob(Buffer.alloc(600 * 1024, 'x'));
  const gone = await run.putBlob(Buffer.from('gone'));
  await run.dropBlob(gone);
  const request = commitRequest(lock, { blobs: [large, gone] });
  expect(await run.commit(request)).toEqual({ word: 'blob-missing', index: 1 });
  expect((await run.facts()).records).toEqual([]);
  await run.putBlob(Buffer.from('gone'));
  expect(await run.commit(request)).toMatchObject({ word: 'committed' });
});

test('commit renews the TTL of every chunk it points to', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const blob = await run.putBlob(randomBytes(600 * 1024));
  const chunks = (await redis.keys()).filter((key) => key.includes(`:b:${blob.sha}`));
  expect(chunks).toHaveLength(3);
  for (const key of chunks) await redis.raw.pexpire(key, 60_000);
  await run.commit(commitRequest(lock, { blobs: [blob] }));
  for (const key of chunks) expect(await redis.raw.pttl(key)).toBeGreaterThan(60_000);
});

test('a record over 64 KiB is refused before anything is sent', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  const record = { output: 'x'.repeat(65 * 1024), durationMs: 0, attempt: 1 };
  await expect(run.commit(commitRequest(lock, { record }))).rejects.toThrow('The record of step report.claims');
  expect((await run.facts()).locks).toHaveLength(1);
});

test('release frees the lock and counts a failure once', async () => {
  const run = newRun(redis.store);
  await acquire(run);
  const failed = { ...claims, owner: 'a1', outcome: 'failed' as const };
  expect(await run.release(failed)).toEqual({ word: 'released', failed: 1 });
  expect(await run.release(failed)).toEqual({ word: 'none' });
  expect(await run.facts()).toMatchObject({ counters: [{ failed: 1, starts: 0 }], locks: [] });
});

test.each(['clean', 'cancelled'] as const)('a %s release counts no failure', async (outcome) => {
  const run = newRun(redis.store);
  await acquire(run);
  expect(await run.release({ ...claims, owner: 'a1', outcome })).toEqual({ word: 'released', failed: 0 });
  expect((await run.facts()).counters).toMatchObject([{ failed: 0, starts: 0 }]);
});

test('release of a lock that another holds changes nothing', async () => {
  const run = newRun(redis.store);
  await acquire(run);
  expect(await run.release({ ...claims, owner: 'b1', outcome: 'failed' })).toEqual({ word: 'none' });
  expect(await run.facts()).toMatchObject({ counters: [{ failed: 0, starts: 1 }], locks: [{ owner: 'a1' }] });
});

test('renew answers for each lock by itself and creates none', async () => {
  const run = newRun(redis.store);
  const held = await acquire(run, { leaseMs: 1000 });
  const taken = await acquire(run, { hash: 'h2', owner: 'other' });
  const replies = await run.renew([
    { ...held, leaseMs: 60_000 },
    { ...taken, owner: 'a1', leaseMs: 60_000 },
    { ...held, hash: 'h3', leaseMs: 60_000 },
    { ...held, token: held.token - 1, leaseMs: 60_000 },
  ]);
  expect(replies).toEqual([
    { word: 'held', pttlMs: 60_000 },
    { word: 'lost', owner: 'other' },
    { word: 'lost', owner: '' },
    { word: 'lost', owner: 'a1' },
  ]);
  expect((await run.facts()).locks).toHaveLength(2);
});

/** The lease of the first holder has to run out on the server. */
async function acquireWhenFree(run: Parameters<typeof acquire>[0], over: Parameters<typeof acquire>[1]) {
  for (;;) {
    const reply = await run.begin(beginRequest(over));
    if (reply.word === 'acquired') return acquire(run, over);
  }
}
