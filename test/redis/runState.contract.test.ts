import type { RunStore, StepLock } from '../../redis';
import { useAnyRedis } from '../support/redis';
import { acquire, beginRequest, commitRequest, newRun } from './requests';

const redis = useAnyRedis();

test('the first open fixes input and date; later ones get them, with everything remembered', async () => {
  const run = newRun(redis.store);
  const opened = await run.open('input');
  expect(opened).toEqual({ word: 'opened', date: expect.stringMatching(/^20\d\d-.*Z$/), remembered: {} });
  await run.remember('answer', 'yes');
  const { date } = opened;
  expect(await run.open('input')).toEqual({ word: 'same', date, remembered: { answer: 'yes' } });
});

test('another input under the same id is told apart and changes nothing', async () => {
  const run = newRun(redis.store);
  const { date } = await run.open('input');
  expect(await run.open('other')).toEqual({ word: 'changed', date, remembered: {} });
  expect(await run.open('input')).toMatchObject({ word: 'same' });
});

test('a run whose state was lost opens again with the date it had; where nothing was lost the date stands', async () => {
  const date = '2026-01-02T03:04:05.678Z';
  const run = newRun(redis.store);
  expect(await run.open('input', date)).toEqual({ word: 'opened', date, remembered: {} });
  expect(await run.open('input', '2027-01-01T00:00:00.000Z')).toEqual({ word: 'same', date, remembered: {} });
});

test('the first remembered value stands', async () => {
  const run = newRun(redis.store);
  expect(await run.remember('winner', 'first')).toBe('first');
  expect(await run.remember('winner', 'second')).toBe('first');
});

test('one corrupt generation is one strike, however many readers report it', async () => {
  const run = newRun(redis.store);
  const counts = [];
  for (const gen of [7, 7, 8]) counts.push(await run.strike('report.claims', gen));
  expect(counts).toEqual([1, 1, 2]);
});

test('facts show records, counters, locks, strikes, size and input', async () => {
  const run = newRun(redis.store);
  await run.open('input');
  const done = await acquire(run);
  await run.commit(commitRequest(done));
  const lock = await acquire(run, { hash: 'h2', scope: 'scope', seq: 4 });
  await run.strike('report.claims', 7);
  expect(await run.facts()).toEqual({
    records: [expect.objectContaining({ hash: 'h1', gen: done.token })],
    counters: [{ step: 'report.claims', hash: 'h2', failed: 0, starts: 1 }],
    locks: [{ ...lock, scope: 'scope', seq: 4, revoked: false, pttlMs: expect.any(Number) }],
    strikes: [{ step: 'report.claims', tokens: [7] }],
    redisBytes: expect.any(Number),
    inputHash: 'input',
  });
  expect((await run.facts()).redisBytes).toBeGreaterThan(200);
});

test('dropAll removes this run and no other, whatever its id looks like', async () => {
  const plain = redis.store.run('ab');
  await plain.open('input');
  const pattern = redis.store.run('[a]*');
  await pattern.open('input');
  expect(await pattern.dropAll()).toBe(1);
  expect(await plain.open('input')).toMatchObject({ word: 'same' });
});

test('runs of another namespace or prefix do not meet', async () => {
  const id = 'shared-id';
  await redis.store.run(id).open('input');
  const other = await redis.open({ namespace: 'other' });
  expect(await other.run(id).open('another input')).toMatchObject({ word: 'opened' });
});

test('every write sets the state TTL it was given', async () => {
  const short = await redis.open({ stateTtlMs: 50_000 });
  const run = newRun(short);
  await run.open('input');
  await run.remember('a', 'b');
  await run.strike('report.claims', 1);
  const lock = await acquire(run);
  await run.record(lock, [{ key: 'c1', outcome: 'ok', value: '1' }]);
  await run.putBlob(Buffer.from('x'));
  await run.commit(commitRequest(lock));
  await run.reset('report.claims', { floor: true, clearStrikes: false });
  const ttls = await Promise.all((await redis.keys()).map((key) => redis.raw.pttl(key)));
  expect(ttls.filter((ttl) => ttl > 40_000 && ttl <= 50_000)).toHaveLength(5);
});

const calls: [name: string, call: (run: RunStore, lock: StepLock) => Promise<unknown>][] = [
  ['open', (run) => run.open('input')],
  ['remember', (run) => run.remember('a', 'b')],
  ['begin', (run) => run.begin(beginRequest({ hash: 'h2' }))],
  ['record', (run, lock) => run.record(lock, [{ key: 'c1', outcome: 'ok', value: '1' }])],
  ['commit', (run, lock) => run.commit(commitRequest(lock))],
  ['release', (run, lock) => run.release({ ...lock, outcome: 'clean' })],
  ['reset', (run) => run.reset('report.claims', { floor: false, clearStrikes: false })],
];

test.each(calls)('%s keeps the state of the run alive', async (name, call) => {
  const run = redis.store.run(`alive-${name}`);
  const state = `${redis.prefix}:v2:test:{alive-${name}}:s`;
  await run.open('input');
  const lock = await acquire(run);
  await redis.raw.pexpire(state, 60_000);
  await call(run, lock);
  expect(await redis.raw.pttl(state)).toBeGreaterThan(60_000);
});

test('an input that is refused does not keep the state of the run alive', async () => {
  const run = redis.store.run('refused');
  const state = `${redis.prefix}:v2:test:{refused}:s`;
  await run.open('input');
  await redis.raw.pexpire(state, 60_000);
  await run.open('other');
  expect(await redis.raw.pttl(state)).toBeLessThanOrEqual(60_000);
});
