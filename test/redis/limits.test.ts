/** Each bound of a run's state: what is as large as it passes, one byte or one more is refused, and nothing is written. */
import { limits, ValueTooLarge, type RunStore } from '../../redis';
import { openSimulation } from '../../testing/simulation';
import { acquire, beginRequest, commitRequest } from './requests';

async function open() {
  const world = await openSimulation();
  const store = world.store(world.process('p'));
  return { world, store, run: store.run('run') };
}

const text = (bytes: number): string => 'é'.repeat(bytes / 2) + (bytes % 2 === 1 ? 'e' : '');

type Keep = (run: RunStore, bytes: number) => Promise<unknown>;

/** A record of so many bytes: what stands around its output is measured first. */
const commit: Keep = async (run, bytes) => {
  const lock = await acquire(run);
  const around = {
    gen: lock.token,
    output: '',
    durationMs: 1,
    attempt: 1,
    step: lock.step,
    hash: lock.hash,
    owner: lock.owner,
  };
  const output = text(bytes - JSON.stringify(around).length);
  return run.commit(commitRequest(lock, { record: { output, durationMs: 1, attempt: 1 } }));
};

test.each<[string, number, Keep]>([
  ['a remembered value', limits.rememberedBytes, (run, bytes) => run.remember('key', text(bytes))],
  [
    'the outcome of an item',
    limits.itemRecordBytes,
    async (run, bytes) => run.record(await acquire(run), [{ key: 'i', outcome: 'ok', value: text(bytes) }]),
  ],
  ['a record', limits.recordBytes, commit],
])('%s has its bytes, and not one more', async (_what, bytes, keep) => {
  const { world, run } = await open();
  await world.finish(keep(run, bytes));
  const other = await open();
  await expect(other.world.finish(keep(other.run, bytes + 1))).rejects.toThrow(ValueTooLarge);
});

test('a cached answer has its bytes, and not one more; the first one stands', async () => {
  const { world, store } = await open();
  const answers = store.answers();
  const first = text(limits.answerBytes);
  expect(await world.finish(answers.put('h', first))).toBe(first);
  expect(await world.finish(answers.put('h', 'second'))).toBe(first);
  await expect(world.finish(answers.put('i', text(limits.answerBytes + 1)))).rejects.toThrow(ValueTooLarge);
  expect(await world.finish(answers.get('i'))).toBeUndefined();
});

test('a call records a thousand items, and not one more', async () => {
  const { world, run } = await open();
  const lock = await world.finish(acquire(run));
  const entries = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ key: `i${i}`, outcome: 'ok' as const, value: '1' }));
  expect(await world.finish(run.record(lock, entries(1000)))).toEqual({ word: 'ok', done: 1000 });
  await expect(world.finish(run.record(lock, entries(1001)))).rejects.toThrow('record got 1001 items');
});

test('a colon in a step or a hash is refused wherever it would join two names', async () => {
  const { world, run } = await open();
  const lock = { step: 's', hash: 'h', owner: 'o', token: 1 };
  for (const part of [{ step: 'a:b' }, { hash: 'a:b' }]) {
    await expect(world.finish(run.begin(beginRequest(part)))).rejects.toThrow('must not contain a colon');
    await expect(world.finish(run.commit(commitRequest({ ...lock, ...part })))).rejects.toThrow('must not contain a');
  }
  await expect(world.finish(run.strike('a:b', 1))).rejects.toThrow('must not contain a colon');
});

test('of several blobs the one is named of which a chunk is missing, whichever chunk', async () => {
  const { world, run } = await open();
  const [small, large, last] = await world.finish(
    Promise.all([1, 2 * limits.chunkBytes + 1, 2].map((bytes, i) => run.putBlob(Buffer.alloc(bytes, i + 65)))),
  );
  const lock = await world.finish(acquire(run));
  const blobs = [small!, large!, last!];
  for (const [at, blob] of blobs.entries()) {
    await world.finish(run.dropBlob(blob));
    expect(await world.finish(run.commit(commitRequest(lock, { blobs })))).toEqual({ word: 'blob-missing', index: at });
    await world.finish(run.putBlob(Buffer.alloc(blob.bytes, at + 65)));
  }
  expect(await world.finish(run.commit(commitRequest(lock, { blobs })))).toMatchObject({ word: 'committed' });
});
