/** Defects of the system we follow that show in its locks and its state: each test shows ours doing the right thing. */
import { randomUUID } from 'node:crypto';
import { LockBusy } from '../../redis';
import { acquire, beginRequest, commitRequest, newRun } from '../redis/requests';
import { useAnyRedis } from '../support/redis';

const redis = useAnyRedis();

test('D11: an empty write of somebody who does not hold the lock is refused like any other', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  expect(await run.record(lock, [])).toMatchObject({ word: 'ok' });
  expect(await run.record({ ...lock, owner: 'somebody else' }, [])).toEqual({ word: 'lost' });
  expect(await run.record({ ...lock, token: lock.token - 1 }, [])).toEqual({ word: 'lost' });
  await run.release({ ...lock, outcome: 'clean' });
  expect(await run.record(lock, [])).toEqual({ word: 'lost' });
});

test('D11: deleting a run deletes every kind of key it has, and its locks', async () => {
  const id = randomUUID();
  const run = redis.store.run(id);
  await run.open('input');
  await run.remember('a', 'b');
  const blobs = [await run.putBlob(Buffer.alloc(300 * 1024, randomUUID()))];
  await run.commit(commitRequest(await acquire(run), { blobs }));
  const lock = await acquire(run, { hash: 'h2' });
  await run.record(lock, [{ key: 'c1', outcome: 'ok', value: '1' }]);
  await run.strike('report.claims', 1);
  const mine = async () => (await redis.keys()).filter((key) => key.includes(`{${id}}`));
  const kinds = (await mine()).map((key) => key.split(`{${id}}:`)[1]?.[0]);
  expect(new Set(kinds)).toEqual(new Set(['s', 'x', 'l', 'i', 'b', 'k']));
  expect(await run.dropAll()).toBe(kinds.length);
  expect(await mine()).toEqual([]);
  expect(await run.commit(commitRequest(lock))).toEqual({ word: 'lost' });
});

test('R5: whoever asks again for a lock that it holds itself is refused after its wait, not stuck for ever', async () => {
  const name = randomUUID();
  const inner = redis.store.withLock(name, () => redis.store.withLock(name, () => Promise.resolve(), { waitMs: 50 }));
  await expect(inner).rejects.toThrow(LockBusy);
  await redis.store.withLock(name, () => Promise.resolve(), { waitMs: 0 });
});

test('R9: the limit of failures is the failure that reaches it, not the one after', async () => {
  const run = newRun(redis.store);
  const words: string[] = [];
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    const request = beginRequest({ owner: `a${attempt}`, maxFailures: 3 });
    words.push((await run.begin(request)).word);
    await run.release({ ...request, outcome: 'failed' });
  }
  expect(words).toEqual(['acquired', 'acquired', 'acquired', 'exhausted']);
});
