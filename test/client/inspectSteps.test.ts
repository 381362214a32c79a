/** What `inspect` tells of each call of a run. */
import type { ActivityFact } from '../../client/inspect/history';
import { stepsOf } from '../../client/inspect/steps';
import type { StepReport } from '../../client/inspect/types';
import { row, saying } from './fakeTemporal';

const EXECUTION = 'execution-1';
const scheduledAt = '2026-01-01T00:00:00.000Z';
const startedAt = '2026-01-01T00:00:01.000Z';
const endedAt = '2026-01-01T00:00:02.000Z';

const fact = (more: Partial<ActivityFact> = {}): ActivityFact => ({
  id: '1',
  step: 'shop.pay',
  call: 'shop.pay',
  reads: [],
  scheduledAt,
  startedAt,
  endedAt,
  outcome: 'done',
  attempt: 1,
  attempts: [],
  tokens: [],
  ...more,
});
const record = (more: object = {}) => ({
  step: 'shop.pay',
  hash: 'h',
  owner: 'owner',
  gen: 1,
  attempt: 1,
  durationMs: 5,
  output: {},
  ...more,
});
const reported = (
  history: readonly ActivityFact[],
  records: ReturnType<typeof record>[] = [],
  progress?: Parameters<typeof stepsOf>[1],
): StepReport | undefined => {
  const facts = { records, counters: [], locks: [], strikes: [], redisBytes: 0 };
  return stepsOf(facts, progress, history, EXECUTION)[0];
};

describe('of a step whose history is gone', () => {
  it.each([
    ['done', {}],
    ['skipped', { skipped: 'by hand' }],
  ])('its record says that it is %s', (status, more) => {
    expect(reported([], [record(more)])).toMatchObject({ status, activities: [] });
  });

  it('its records say how many attempts there were, and how many items', () => {
    const items = { total: 9, reused: 0, cached: 2, computed: 7, failed: 1, skipped: 3 };
    const records = [record({ attempt: 2, items }), record({ gen: 2, attempt: 3, items })];
    expect(reported([], records)).toMatchObject({
      attempts: 5,
      items: { total: 18, done: 18, cached: 4, failed: 2, skipped: 6 },
    });
    expect(reported([], [record()])).not.toHaveProperty('items');
  });
});

it('a step has the attempts of all its activities', () => {
  const history = [fact({ attempt: 2 }), fact({ id: '2', attempt: 3 })];
  expect(reported(history, [record({ attempt: 9 })])?.attempts).toBe(5);
});

it('what the last activity under way says is said of its step, unless the run says more', () => {
  const open = { outcome: 'running', endedAt: undefined } as unknown as Partial<ActivityFact>;
  const history = [
    fact({ ...open, message: 'declined' }),
    fact({ ...open, id: '2', message: 'no funds' }),
    fact({ id: '3', message: 'over' }),
  ];
  expect(reported(history)?.message).toBe('no funds');
  expect(reported([fact({ message: 'over' })])).not.toHaveProperty('message');
  const progress = saying('paused', { steps: [row('shop.pay', 'paused', { message: 'skip it or retry it' })] });
  expect(reported(history, [], progress)?.message).toBe('skip it or retry it');
});

it('an activity has a part only where it is one', () => {
  expect(reported([fact({ part: 'items 1 to 5' })])?.activities[0]?.part).toBe('items 1 to 5');
  expect(reported([fact()])?.activities[0]).not.toHaveProperty('part');
});

it.each([
  ['that ended well', {}, { endedAt }],
  ['that failed', { type: 'Declined', message: 'no funds' }, { endedAt, type: 'Declined', why: 'no funds' }],
  ['under way', { endedAt: undefined, message: 'no funds' }, {}],
])('of an attempt %s Temporal knows the times, and why it failed', (_which, more, expected) => {
  const [activity] = reported([fact(more as Partial<ActivityFact>)])?.activities ?? [];
  expect(activity?.attempts).toStrictEqual([{ number: 1, startedAt, ...expected }]);
});

it('of one that no worker has taken there is no attempt', () => {
  const waiting = { startedAt: undefined, endedAt: undefined, outcome: 'waiting' } as unknown as Partial<ActivityFact>;
  expect(reported([fact(waiting)])?.activities[0]?.attempts).toEqual([]);
});
