/** Why a run does not go on, as the server tells it. */
import { listRuns } from '../../client/list';
import { troubleNow, troubleText } from '../../client/trouble';
import { ApplicationFailure } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { FakeTemporal, saying } from './fakeTemporal';
import type { FakeRun } from './fakeTemporal';

const { WorkflowTaskFailedCause: Causes } = temporal.api.enums.v1;

const ago = (ms: number): object => ({
  lastAccessTime: { seconds: { toNumber: () => Math.floor((Date.now() - ms) / 1000) }, nanos: 0 },
});
const polled = [
  { identity: 'gone', ...ago(91_000) },
  { identity: 'w1', ...ago(1000) },
  { identity: 'w1', ...ago(1000) },
  { ...ago(80_000) },
];
const failed = (message: string, stackTrace = '', cause = 24): object => ({
  workflowTaskFailedEventAttributes: { cause, failure: { message, stackTrace } },
});
const timedOut = (timeoutType: number): object => ({ workflowTaskTimedOutEventAttributes: { timeoutType } });
const well = { workflowTaskCompletedEventAttributes: {} };

const troubleIn = (run: Partial<FakeRun>, pollers: readonly object[] = polled) =>
  troubleNow(Object.assign(new FakeTemporal({ id: 'r', ...run }), { pollers }).link, 'r');

it('a run that has ended, or that answers and is well, has none', async () => {
  expect(await troubleIn({ status: 'COMPLETED' })).toBeUndefined();
  expect(await troubleIn({ progress: saying('running') })).toBeUndefined();
  expect(
    await troubleIn({ progress: saying('running'), attempt: 5, pages: [[well, failed('before')]] }),
  ).toBeUndefined();
});

describe('its workflow task fails', () => {
  const pages = [
    [{ other: 1 }, failed('no x\nmore', 'junk\nTypeError: no x\nmore\n    at pricing (a.ts:7)\n    at b')],
  ];

  it('as often as the server says, for what the code threw, where the stack tells it', async () => {
    expect(await troubleIn({ attempt: 7, pages, progress: saying('running') })).toMatchObject({
      kind: 'task fails',
      attempt: 7,
      cause: expect.stringMatching(/^TypeError: no x/),
      remedy: expect.stringMatching(/^The code of the pipeline is at fault: .*workflow show --workflow-id r$/),
    });
  });

  it.each(['RangeError: another\n    at b', 'what they call no x\n    at b'])(
    'for what it was told where the stack tells of something else: %j',
    async (stack) => {
      const told = { attempt: 2, pages: [[failed('no x', stack)]], progress: saying('running') };
      expect((await troubleIn(told))?.cause).toMatch(/^no x/);
    },
  );

  it.each([
    'UNHANDLED_COMMAND',
    'RESET_STICKY_TASK_QUEUE',
    'FORCE_CLOSE_COMMAND',
    'FAILOVER_CLOSE_COMMAND',
    'RESET_WORKFLOW',
    'UNHANDLED_UPDATE',
    'WORKFLOW_PAUSE_REQUESTED_BEFORE_TASK_STARTED',
  ] as const)('not where the server puts it back by itself: %s', async (name) => {
    const cause = Causes[`WORKFLOW_TASK_FAILED_CAUSE_${name}`];
    const before = failed('no x');
    expect((await troubleIn({ attempt: 2, pages: [[failed('by itself', '', cause), before]] }))?.cause).toBe('no x');
  });

  it('from the second attempt on: of the first the server knows no failure', async () => {
    expect(await troubleIn({ attempt: 1, pages, progress: saying('running') })).toBeUndefined();
    expect(await troubleIn({ attempt: 2, pages, progress: saying('running') })).toMatchObject({ attempt: 2 });
  });

  it.each([
    ['this worker has no pipeline "x"', /^No worker of this task queue has a pipeline of that name/],
    ['AnotherKernel: The run began on kernel 1: pin it', /^Let a worker of the build that began the run/],
    ['[TMPRL1100] Nondeterminism', /^The code decides otherwise/],
    ['non-determinism', /^The code decides otherwise/],
    ['[TMPRL1103] too large', /^What the pipeline returns/],
    ['it exceeds the size limit', /^What the pipeline returns/],
    ['anything\nelse', /^The code of the pipeline is at fault/],
  ])('for %j, with what to do about it', async (message, remedy) => {
    expect((await troubleIn({ attempt: 2, pages: [[failed(message)]] }))?.remedy).toMatch(remedy);
  });

  it('on the second page of its history too, and on no later one; a failure by the server itself is none', async () => {
    const other = Array.from({ length: 3 }, () => ({}));
    expect(await troubleIn({ attempt: 2, pages: [other, [failed('x')]] })).toMatchObject({ cause: 'x' });
    expect((await troubleIn({ attempt: 2, pages: [other, other, [failed('x')]] }))?.kind).toBe('no answer');
    expect((await troubleIn({ attempt: 2, pages: [[failed('x', '', 1)]] }))?.kind).toBe('no answer');
  });
});

it('a task that nobody ends is told, unless nobody is there to take it; one that only waited is well', async () => {
  expect(await troubleIn({ attempt: 3, pages: [[timedOut(1)]] })).toMatchObject({
    kind: 'task times out',
    attempt: 3,
    cause: 'a worker took the workflow task and did not end it in time',
  });
  expect((await troubleIn({ attempt: 3, pages: [[timedOut(1)]] }, []))?.kind).toBe('no worker');
  expect((await troubleIn({ attempt: 3, pages: [[timedOut(2)]] }))?.kind).toBe('no answer');
});

it('what the kit does for it and cannot, is told with its cause; a step that fails is the business of `watch`', async () => {
  const trying = (name: string, message: string, type = 'x'): object => ({
    activityType: { name },
    activityId: '1',
    attempt: 4,
    lastFailure: { message, applicationFailureInfo: { type } },
  });
  const progress = saying('running');
  expect(await troubleIn({ progress, pending: [trying('shop.pay', 'no'), trying('kit.open', 'no Redis')] })).toEqual({
    kind: 'kit fails',
    attempt: 4,
    cause: 'kit.open fails: no Redis',
    remedy: 'It is tried again by itself: mend the cause.',
  });
  expect(await troubleIn({ progress, pending: [trying('shop.pay', 'no')] })).toBeUndefined();
  expect(await troubleIn({ progress, pending: [trying('kit.keepAlive', 'alive', 'KeptAlive')] })).toBeUndefined();
  expect(await troubleIn({ progress, pending: [trying('kit.open', '')] })).toBeUndefined();
});

it('who polls and does not answer is named; one that was not seen for a minute and a half is gone', async () => {
  const told = await troubleIn({});
  expect(told).toMatchObject({ kind: 'no answer', attempt: 1 });
  expect(told?.cause).toBe('no worker answers, though task queue queue was polled shortly before by w1, ');
  expect(await troubleIn({}, polled.slice(0, 1))).toMatchObject({
    kind: 'no worker',
    cause: 'no worker polls task queue queue',
  });
});

it.each([
  ['task fails', 3, 'its workflow task fails (attempt 3): a cause. Mend it.'],
  ['task fails', 1, 'its workflow task fails: a cause. Mend it.'],
  ['kit fails', 2, 'a cause (attempt 2). Mend it.'],
  ['no worker', 1, 'a cause. Mend it.'],
] as const)('%s, tried %i times, in one line', (kind, attempt, line) => {
  expect(troubleText({ kind, attempt, cause: 'a cause.', remedy: 'Mend it.' })).toBe(line);
});

describe('the list of runs', () => {
  const listed = (temporal: FakeTemporal, pollers: readonly object[] = polled) =>
    listRuns(Object.assign(temporal, { pollers }).link);

  it('tells of each what Temporal knows, and of one that does not go on why', async () => {
    const failure = new ApplicationFailure('why');
    const temporal = new FakeTemporal(
      { id: 'ended', status: 'FAILED', failure },
      { id: 'well' },
      { id: 'broken', attempt: 2, pages: [[failed('x')]] },
    );
    const startedAt = '2026-01-01T00:00:00.000Z';
    const runs = await listed(temporal);
    expect(runs.slice(0, 2)).toStrictEqual([
      { id: 'ended', type: 'order', status: 'failed', startedAt, endedAt: '2026-01-02T00:00:00.000Z' },
      { id: 'well', type: 'order', status: 'running', startedAt },
    ]);
    expect(runs[2]).toMatchObject({ id: 'broken', trouble: { kind: 'task fails' } });
    expect(temporal.queries).toEqual(["TaskQueue = 'queue'"]);
    expect(temporal.described).toEqual(['well', 'broken']);
    expect((await listed(temporal, polled.slice(1, 2)))[1]).not.toHaveProperty('trouble');
    expect(await listed(temporal, [])).toMatchObject([
      { id: 'ended' },
      { id: 'well', trouble: { kind: 'no worker' } },
      { id: 'broken', trouble: { kind: 'task fails' } },
    ]);
  });

  it('says nothing more of one that has ended since it was listed', async () => {
    const run = { id: 'r', status: 'COMPLETED', listedAs: 'RUNNING', attempt: 2, pages: [[failed('x')]] };
    expect((await listed(new FakeTemporal(run)))[0]).not.toHaveProperty('trouble');
  });

  it('is of a hundred at most, and asks nobody anything where all have ended', async () => {
    const many = Array.from({ length: 101 }, (_, i) => ({ id: `r${i}`, status: 'COMPLETED' }));
    const temporal = new FakeTemporal(...many);
    Object.defineProperty(temporal, 'pollers', {
      get: () => {
        throw new Error('nobody asks who polls');
      },
    });
    const runs = await listRuns(temporal.link);
    expect(runs.map(({ id }) => id)).toEqual(many.slice(0, 100).map(({ id }) => id));
    const open = new FakeTemporal(...Array.from({ length: 25 }, (_, i) => ({ id: `r${i}` })));
    expect((await listed(open)).map(({ id }) => id)).toEqual(Array.from({ length: 25 }, (_, i) => `r${i}`));
  });
});
