/** Starts that ended without a word: whom they make suspect, and what is counted against whom. */
import type { BeginRequest, RunStore } from '../../redis';
import { useAnyRedis } from '../support/redis';
import { acquire, beginRequest, newRun } from './requests';

const redis = useAnyRedis();
const step = 'report.claims';
const hash = 'h1';

/** An attempt that is killed: its lease ends, and it says nothing. */
async function dies(run: RunStore, owner: string, over: Partial<BeginRequest> = {}, item?: string): Promise<void> {
  const lock = await acquire(run, { owner, alone: true, ...over });
  if (item !== undefined) await run.note(lock, item);
  await endLeases();
}

async function endLeases(): Promise<void> {
  for (const key of await redis.keys()) if (key.endsWith(`:l:${step}:${hash}`)) await redis.raw.del(key);
}

async function diesTimes(run: RunStore, times: number, item?: string): Promise<void> {
  for (let i = 1; i <= times; i++) await dies(run, `killed${i}.${item ?? ''}`, {}, item);
}

test('from the third death on a step is suspect, and begins only in a process without another', async () => {
  const run = newRun(redis.store);
  await diesTimes(run, 2);
  expect(await run.begin(beginRequest({ owner: 'a3' }))).toMatchObject({ word: 'acquired', deaths: 2, suspect: false });
  await endLeases();
  expect(await run.begin(beginRequest({ owner: 'a4' }))).toEqual({ word: 'suspect', deaths: 3 });
  const alone = beginRequest({ owner: 'a4', alone: true });
  expect(await run.begin(alone)).toMatchObject({ word: 'acquired', deaths: 3, suspect: true });
  expect(await run.begin(alone)).toMatchObject({ word: 'acquired', deaths: 3, suspect: true });
});

test('one that holds its lock and needs a larger token goes on as it began, and is counted with the item that it named', async () => {
  const run = newRun(redis.store);
  await diesTimes(run, 3);
  const lock = await acquire(run, { owner: 'a4', alone: true });
  await run.note(lock, 'item 3');
  const floor = lock.token + 60_000_000;
  expect(await run.begin(beginRequest({ owner: 'a4', floor }))).toMatchObject({ word: 'acquired', token: floor });
  await endLeases();
  expect(await run.begin(beginRequest({ owner: 'a5', alone: true }))).toMatchObject({ deaths: 4, notes: ['item 3'] });
});

test('a suspect that asks takes no lock and starts nothing', async () => {
  const run = newRun(redis.store);
  await diesTimes(run, 3);
  const before = await run.facts();
  await run.begin(beginRequest({ owner: 'a4' }));
  expect(await run.facts()).toMatchObject({ locks: [], counters: before.counters });
});

test('only the deaths of a suspect that was alone exhaust it', async () => {
  const run = newRun(redis.store);
  await diesTimes(run, 3);
  const last = beginRequest({ owner: 'last', alone: true, maxDeaths: 2 });
  await dies(run, 'alone1');
  expect(await run.begin(last)).toMatchObject({ word: 'acquired', deaths: 4 });
  await run.release({ step, hash, owner: 'last', outcome: 'clean' });
  await dies(run, 'alone2');
  expect(await run.begin(last)).toEqual({ word: 'exhausted', failed: 0, deaths: 5 });
});

test('an end that is told late is taken off, once', async () => {
  const run = newRun(redis.store);
  await diesTimes(run, 3);
  const late = { step, hash, owner: 'killed2.', outcome: 'clean' as const };
  expect(await run.release(late)).toEqual({ word: 'none' });
  expect(await run.release(late)).toEqual({ word: 'none' });
  expect(await run.begin(beginRequest({ owner: 'a4' }))).toMatchObject({ word: 'acquired', deaths: 2, suspect: false });
});

test('an end told late frees no lock of a later attempt', async () => {
  const run = newRun(redis.store);
  await dies(run, 'slow');
  const lock = await acquire(run, { owner: 'next' });
  await run.release({ step, hash, owner: 'slow', outcome: 'failed' });
  expect(await run.renew([{ ...lock, leaseMs: 10_000 }])).toMatchObject([{ word: 'held' }]);
  expect((await run.facts()).counters).toMatchObject([{ failed: 0, starts: 1 }]);
});

test('anything newly recorded clears the count, the same again does not', async () => {
  const run = newRun(redis.store);
  const items = [{ key: 'c1', outcome: 'ok' as const, value: 'v' }];
  const first = await acquire(run, { owner: 'first' });
  await run.record(first, items);
  await endLeases();
  await diesTimes(run, 2);
  const next = beginRequest({ owner: 'next', alone: true });
  const lock = await acquire(run, next);
  await run.record(lock, items);
  expect(await run.begin(next)).toMatchObject({ word: 'acquired', deaths: 3 });
  await run.record(lock, [{ key: 'c2', outcome: 'failed', value: 'no' }]);
  expect(await run.begin(next)).toMatchObject({ word: 'acquired', deaths: 0, suspect: false });
});

test('a death counts against the item that was noted, not against the step', async () => {
  const run = newRun(redis.store);
  await diesTimes(run, 3, 'c7');
  const reply = await run.begin(beginRequest({ owner: 'next', alone: true, maxDeaths: 1 }));
  expect(reply).toMatchObject({ word: 'acquired', deaths: 3, suspect: true, notes: ['c7', 'c7', 'c7'] });
});

test('one death with a noted item is enough to be careful with the next start', async () => {
  const run = newRun(redis.store);
  await dies(run, 'killed', {}, 'c7');
  expect(await run.begin(beginRequest({ owner: 'next' }))).toEqual({ word: 'suspect', deaths: 1 });
});

test('what is recorded of other items leaves the notes of one that killed', async () => {
  const run = newRun(redis.store);
  await diesTimes(run, 2);
  await dies(run, 'noted', {}, 'c7');
  const lock = await acquire(run, { owner: 'next', alone: true });
  await run.record(lock, [{ key: 'c1', outcome: 'ok', value: 'v' }]);
  const next = beginRequest({ owner: 'next', alone: true });
  expect(await run.begin(next)).toMatchObject({ deaths: 1, suspect: true, notes: ['c7'] });
  await run.record(lock, [{ key: 'c7', outcome: 'failed', value: 'its worker died' }]);
  expect(await run.begin(next)).toMatchObject({ deaths: 0, suspect: false, notes: [] });
});

test('who has recorded its item names none any more: a death then counts against the step', async () => {
  const run = newRun(redis.store);
  await diesTimes(run, 3);
  const lock = await acquire(run, { owner: 'writes', alone: true });
  await run.note(lock, 'c7');
  await run.record(lock, [{ key: 'c7', outcome: 'ok', value: 'v' }]);
  await endLeases();
  const next = beginRequest({ owner: 'next', alone: true, maxDeaths: 1 });
  expect(await run.begin(next)).toEqual({ word: 'exhausted', failed: 0, deaths: 1 });
});

test('one start names one item at a time, and the last one counts', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  await run.note(lock, 'c1');
  await run.note(lock, 'c2');
  await endLeases();
  expect(await run.begin(beginRequest({ owner: 'next', alone: true }))).toMatchObject({ deaths: 1, notes: ['c2'] });
});

test('only who holds the lock may note', async () => {
  const run = newRun(redis.store);
  const lock = await acquire(run);
  expect(await run.note({ ...lock, token: lock.token - 1 }, 'c1')).toEqual({ word: 'lost' });
  expect(await run.note({ ...lock, owner: 'other' }, 'c1')).toEqual({ word: 'lost' });
  await endLeases();
  expect(await run.note(lock, 'c1')).toEqual({ word: 'lost' });
  expect(await run.begin(beginRequest({ owner: 'next' }))).toMatchObject({ word: 'acquired', notes: [] });
});

test('a note keeps the state of its run alive', async () => {
  const run = redis.store.run('noted');
  const lock = await acquire(run);
  const state = `${redis.prefix}:v2:test:{noted}:s`;
  await redis.raw.pexpire(state, 60_000);
  await run.note(lock, 'c1');
  expect(await redis.raw.pttl(state)).toBeGreaterThan(60_000);
});

test('a commit and a reset leave no start behind', async () => {
  const run = newRun(redis.store);
  await diesTimes(run, 3, 'c7');
  await run.reset(step, { floor: false, clearStrikes: false });
  expect(await run.begin(beginRequest({ owner: 'next' }))).toMatchObject({ word: 'acquired', deaths: 0, notes: [] });
});
