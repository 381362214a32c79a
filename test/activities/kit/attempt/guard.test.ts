/** Cases of the guard in virtual time, each a plan as `guard.property.test.ts` makes them by chance, and some of its histories. */
import fc from 'fast-check';
import { play, plans } from '../world/play';
import type { Plan } from '../world/play';
import { poison } from '../world/poison';

type PlannedCall = Plan['calls'][number];
type Mishap = Plan['mishaps'][number];
const call = (step: PlannedCall['step'], over: Partial<PlannedCall> = {}): PlannedCall => ({
  atMs: 0,
  step,
  order: '1',
  runId: 'a',
  skip: false,
  ...over,
});
const both = (what: Mishap['what'], atMs: number, forMs = 50): Mishap[] =>
  [0, 1].map((who) => ({ atMs, what, who, forMs }));

async function played(plan: Partial<Plan>) {
  const history = await play({ seed: 1, calls: [], ways: [], mishaps: [], faults: 0, ...plan });
  expect(history.violations).toEqual([]);
  const ends = history.activities.map((activity) => history.ends.get(activity));
  return { ends, did: history.outside.journal.filter(({ what }) => what === 'did') };
}

test('the worker is killed after a charge and before its record: the next sends the same key, and answers as the effect', async () => {
  const { ends, did } = await played({ calls: [call('charge')], ways: [{ ms: 20, end: 'kills' }] });
  expect(did.map(({ key, process }) => [key, process])).toEqual([
    ['charge-1', expect.any(String)],
    ['charge-1', expect.not.stringMatching(did[0]!.process)],
  ]);
  expect(ends).toMatchObject([{ answer: { $effect: { key: 'charge-1' } }, silent: [1] }]);
});

test('killed while it charged, with Redis emptied before the next attempt: its lost input says that it has begun', async () => {
  const mishaps = [...both('kill', 1000), { atMs: 1100, what: 'flush', who: 0, forMs: 0 } as const];
  const { ends, did } = await played({ calls: [call('bill')], ways: [{ ms: 2500, end: 'ok' }], mishaps });
  expect(did).toEqual([]);
  expect(ends).toMatchObject([{ failure: { type: 'StateLost', details: [{}, { $begun: { key: 'bill-1-3' } }] } }]);
});

test('Redis is emptied before anything has begun: its lost input says nothing of the kind', async () => {
  const mishaps = [{ atMs: 500, what: 'flush', who: 0, forMs: 0 } as const];
  const { ends } = await played({ calls: [call('bill', { atMs: 1000 })], mishaps });
  expect(ends).toMatchObject([{ failure: { type: 'StateLost', details: [[{ field: 'lines' }]] } }]);
});

test('a step that only reads its key and is killed 0.3 s later is known as begun elsewhere, by what it told Temporal', async () => {
  const mishaps = both('kill', 300);
  const ways = [{ ms: 2500, end: 'ok' } as const, { ms: 0, end: 'is refused' } as const];
  const { ends } = await played({ calls: [call('mail')], ways, mishaps });
  expect(ends).toMatchObject([{ failure: { details: [{ code: 51 }, { $begun: {} }] }, silent: [1] }]);
});

test('three failures exhaust a charge, and say that it has begun; a shutdown and a kill between them count for nothing', async () => {
  const fails = { ms: 20, end: 'fails' } as const;
  const ways = [fails, { ms: 20, end: 'kills' } as const, fails, { ms: 6000, end: 'ok' } as const, fails];
  const mishaps = both('shutdown', 4000);
  const { ends } = await played({ calls: [call('charge')], ways, mishaps });
  expect(ends).toMatchObject([{ failure: { type: 'StepExhausted', details: [{}, { $begun: { key: 'charge-1' } }] } }]);
});

test('of two that ask for one truck each has it alone, also when the first is stalled beyond its lease', async () => {
  const calls = [call('ship'), call('ship', { runId: 'b' }), call('label', { runId: 'b' })];
  const { did } = await played({ calls, ways: [{ ms: 300, end: 'ok' }], mishaps: both('stall', 200, 4000) });
  expect(new Set(did.map(({ token }) => token)).size).toBe(did.length);
});

test('one item that kills its worker is found among thirty, a long step of another run beside it ends', async () => {
  const plan = { seed: 3, maps: [{ items: 30, poison: [7] }], killsAfterMs: 5, hasPoisonStep: false };
  const { maps, long, deaths } = await poison(plan);
  expect(maps[0]?.end.answer).toMatchObject({ counts: { ok: 29, failed: 1 } });
  expect(long.answer).toBe('done');
  expect(deaths).toBeLessThanOrEqual(13);
});

test('a map that kills its worker and records an item each time is no suspect: a long step beside it is not blamed for that', async () => {
  const map = { items: 19, poison: [1] };
  const { maps, long } = await poison({ seed: 2147483638, maps: [map], killsAfterMs: 20, hasPoisonStep: true });
  expect([long.answer, maps[0]?.end.answer]).toEqual([
    'done',
    expect.objectContaining({ counts: expect.objectContaining({ ok: 18, failed: 1 }) }),
  ]);
});

test('a step that was stalled beyond its lease and hears no signal does nothing when it wakes: another has done it', async () => {
  const ways = Array.from({ length: 4 }, () => ({ ms: 300, end: 'deaf' }) as const);
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  for (const seed of seeds) {
    const { did } = await played({
      seed,
      calls: [call('ship')],
      ways,
      mishaps: [{ atMs: 100, what: 'stall', who: 0, forMs: 4000 }],
    });
    expect(did).toHaveLength(1);
  }
});

test('100 histories by chance', async () => {
  const property = fc.asyncProperty(plans, async (plan) => expect((await play(plan)).violations).toEqual([]));
  await fc.assert(property, { numRuns: 100, seed: 13 });
});
