/** Calls of one step are rows of their own wherever a run is looked at. */
import { stepsOf } from '../../client/inspect/steps';
import type { ActivityFact } from '../../client/inspect/history';
import { Seen } from '../../client/watch';
import { pendingOf, watched } from './rows';

const EXECUTION = 'execution-1';
const days = Array.from({ length: 50 }, (_, i) => `docs.label [day ${i + 1}]`);

const fact = (id: number, more: Partial<ActivityFact>): ActivityFact => ({
  id: String(id),
  step: 'docs.label',
  call: 'docs.label',
  reads: [],
  scheduledAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:00:01.000Z',
  outcome: 'done',
  attempt: 1,
  attempts: [],
  tokens: [],
  ...more,
});
const record = (step: string, gen: number, more: object = {}) => ({
  step,
  hash: `hash ${gen}`,
  owner: 'owner',
  gen,
  attempt: 1,
  durationMs: gen,
  output: {},
  ...more,
});
const facts = (records: ReturnType<typeof record>[]) => ({
  records,
  counters: [],
  locks: [],
  strikes: [],
  redisBytes: 0,
});

test('50 labelled calls are 50 steps of a report, each with its own activities, records and what it reads', () => {
  const list = fact(1, { step: 'docs.list', call: 'docs.list', tokens: [1] });
  const labels = days.map((call, i) =>
    fact(10 + i, {
      call,
      reads: [{ step: 'docs.list', token: 1 }],
      tokens: [100 + i],
      outcome: i === 7 ? 'failed' : 'done',
    }),
  );
  const last = fact(99, {
    step: 'docs.sum',
    call: 'docs.sum',
    reads: [
      { step: 'docs.label', token: 103 },
      { step: 'docs.label', token: 104 },
    ],
  });
  const records = days.map((call, i) =>
    record('docs.label', 100 + i, { call, scope: `namespace/run/${EXECUTION}/${10 + i}`, bytes: i }),
  );
  const steps = stepsOf(facts(records), undefined, [list, ...labels, last], EXECUTION);
  expect(steps.map(({ name }) => name)).toEqual(['docs.list', ...days, 'docs.sum']);
  const third = steps.find(({ name }) => name === 'docs.label [day 4]');
  expect(third).toMatchObject({ durationMs: 103, bytes: 3, reads: ['docs.list'], activities: [{ id: '13' }] });
  expect(steps.find(({ name }) => name === 'docs.label [day 8]')?.status).toBe('failed');
  expect(steps.at(-1)?.reads).toEqual(['docs.label [day 4]', 'docs.label [day 5]']);
});

test('a list that the kit made is no row, and who reads it reads what it was made of', () => {
  const history = [
    fact(1, { step: 'web.links', call: 'web.links', tokens: [1] }),
    fact(2, { step: 'kit.list', call: 'kit.list', reads: [{ step: 'web.links', token: 1 }], tokens: [2] }),
    fact(3, { step: 'kit.list', call: 'kit.list', reads: [{ step: 'web.links', token: 2 }], tokens: [3] }),
    fact(4, { step: 'kit.list', call: 'web.pages', tokens: [4] }),
    fact(5, { step: 'web.pages', call: 'web.pages', reads: [{ step: 'web.links', token: 3 }], tokens: [5] }),
  ];
  const records = [record('kit.list', 2), record('kit.list', 4, { call: 'web.pages', bytes: 7 })];
  const steps = stepsOf(facts(records), undefined, history, EXECUTION);
  expect(steps.map(({ name, reads, bytes }) => [name, reads, bytes])).toEqual([
    ['web.links', [], 0],
    ['web.pages', ['web.links'], 7],
  ]);
});

test('what activities under way tell belongs to the row of their call, in `watch` too', () => {
  const rows = ['docs.label', 'docs.label [day 2]', 'docs.label #2'];
  const pending = [
    pendingOf({ done: 1 }),
    pendingOf({ done: 20, call: 'docs.label [day 2]' }),
    pendingOf({ done: 300, call: 'docs.label #2' }),
  ];
  expect(watched(rows, pending).map(({ step, items }) => [step, items?.done])).toEqual([
    ['docs.label', 1],
    ['docs.label [day 2]', 20],
    ['docs.label #2', 300],
  ]);
});

test('done means one thing: an item that has an outcome, whichever it is, in `watch` and in a report', () => {
  const items = { total: 10, ok: 2, failed: 1, skipped: 3, cached: 1 };
  const [event] = watched(['docs.label'], [pendingOf({ done: 2 })], items);
  const row = { name: 'docs.label', status: 'running' as const, runs: 1, startedAt: '', items };
  const open = fact(1, { outcome: 'running', done: 2 });
  const progress = { steps: [row] } as unknown as Parameters<typeof stepsOf>[1];
  const [step] = stepsOf(facts([]), progress, [open], EXECUTION);
  expect([event?.items?.done, step?.items?.done]).toEqual([8, 8]);
});

test('the last event of a run carries what its pipeline returned', () => {
  const seen = new Seen('run');
  const result = { parcel: 'p1' };
  expect(seen.finished({ status: 'ok', result, files: [] })).toMatchObject({ event: 'finished', status: 'ok', result });
  expect(seen.finished({ status: 'failed', files: [], error: 'no' })).not.toHaveProperty('result');
});
