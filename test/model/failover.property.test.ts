/** A failover that loses a suffix of the writes, in every order with everything else: what holds then, and what convicts a broken rule. */
import type { Found } from './explore';
import { exploreFailover, type FailoverBounds, type Frame } from './failover';
import { lookAtQueue, nextInQueue, startOfQueue, type QueueBounds, type QueueState } from './queueWorld';
import type { ResourceState, RunState } from './spec';
import { stepOf } from './spec';
import type { Bounds } from './stepBounds';
import { look, nextOf, startOf, type StepState } from './stepWorld';

/** `MODEL=long` looks further, within minutes. */
const isLong = process.env['MODEL'] === 'long';

const name = { step: 's', hash: 'h' };
const stepFrame = (bounds: Bounds): Frame<StepState, RunState> => ({
  server: ({ run }) => run,
  withServer: (world, run) => ({ ...world, run }),
  tokenOf: (run) => ({ token: run.token, owner: stepOf(run, name).lock?.owner ?? '' }),
  recordOf: (run) => stepOf(run, name).record?.gen ?? 0,
  holders: ({ attempts, now }) =>
    attempts.flatMap(({ phase, deadline, token }, i) =>
      ['working', 'recorded'].includes(phase) && now < deadline ? [{ owner: `A${i + 1}`, token }] : [],
    ),
  next: nextOf(bounds),
  look,
  isSettled: ({ attempts }) => attempts.every(({ phase }) => phase === 'done' || phase === 'ended'),
  tireless: (world) => ({ ...world, losses: 0, kills: 0 }),
});

const queueFrame = (bounds: QueueBounds): Frame<QueueState, ResourceState> => ({
  server: ({ resource }) => resource,
  withServer: (world, resource) => ({ ...world, resource }),
  tokenOf: ({ token, lock }) => ({ token, owner: lock?.owner ?? '' }),
  recordOf: () => 0,
  holders: ({ users, now }) =>
    users.flatMap(({ phase, deadline, token }, i) =>
      phase === 'holding' && now < deadline ? [{ owner: `U${i + 1}`, token }] : [],
    ),
  next: nextInQueue(bounds),
  look: lookAtQueue,
  isSettled: ({ users }) => users.every(({ phase }) => phase === 'done' || phase === 'dead'),
  tireless: (world) => ({ ...world, kills: 0, polls: 1000 }),
});

const once: FailoverBounds = { ticks: 3, failoverTicks: 1, deposedTicks: 0, settledWithin: 12 };
const step: Bounds = { scopes: ['a', 'a'], ticks: 3, losses: 0, kills: 0, resets: 0 };
const queue: QueueBounds = { users: 2, ticks: 5, kills: 0, polls: 1 };

const exploreStep = (more: Partial<FailoverBounds> = {}, within: Partial<Bounds> = {}) => {
  const bounds = { ...step, ...within };
  return exploreFailover(stepFrame(bounds), startOf(bounds), { ...once, ticks: bounds.ticks, ...more });
};
const exploreQueue = (more: Partial<FailoverBounds> = {}, within: Partial<QueueBounds> = {}) => {
  const bounds = { ...queue, ...within };
  return exploreFailover(queueFrame(bounds), startOfQueue(bounds), { ...once, ticks: bounds.ticks, ...more });
};

const short: [string, () => Found, number][] = [
  ['two attempts', () => exploreStep(), 52_332],
  ['one attempt, the old master answering for a tick', () => exploreStep({ deposedTicks: 1 }, { scopes: ['a'] }), 4005],
  ['two users of a resource', () => exploreQueue({}, { ticks: 4 }), 29_621],
  [
    'two users of a resource, the old master answering for a tick',
    () => exploreQueue({ deposedTicks: 1 }, { ticks: 3 }),
    33_131,
  ],
];

const long: typeof short = [
  ['an attempt and one of another execution', () => exploreStep({}, { scopes: ['a', 'b'] }), 47_338],
  ['two users of a resource, five ticks', () => exploreQueue(), 67_476],
  [
    'two users of a resource, the old master answering for a tick, four ticks',
    () => exploreQueue({ deposedTicks: 1 }, { ticks: 4 }),
    103_122,
  ],
];

// How many there are is told too, so that a bound that explores less than it says is seen.
test.each(isLong ? [...short, ...long] : short)(
  'tokens grow, the sink takes nothing older and nobody waits for ever after lost writes: %s',
  (_, run, states) => {
    expect(run()).toEqual({ states });
  },
  1_800_000,
);

test('a failover that takes as long as a lease less its margin leaves nobody who believes wrongly', () => {
  const slow = { failoverTicks: 2 };
  expect([exploreStep(slow), exploreQueue(slow, { ticks: 4 })]).toEqual([{ states: 25_988 }, { states: 21_108 }]);
});

const smaller = 'a token is not larger than one that was given before';
const stale = 'a record is written below the newest token';
test.each<[string, () => Found, string]>([
  ['a step whose tokens are counted', () => exploreStep({}, { sabotage: 'tokens are counted' }), smaller],
  ['a resource whose tokens are counted', () => exploreQueue({}, { sabotage: 'tokens are counted' }), smaller],
  ['a commit without its token check', () => exploreStep({}, { sabotage: 'commit does not check its token' }), stale],
])('convicts: %s', (_, run, wrong) => {
  const found = run();
  expect(found).toMatchObject({ wrong });
  expect(found.trace?.length).toBeLessThan(30);
});
