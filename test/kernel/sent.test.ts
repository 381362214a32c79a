/** What Temporal is asked for: the activities of a run with all their options, its timers, its statuses. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { ApplicationFailure } from '@temporalio/common';
import { steps as callsOf } from '../../workflows/kit';
import type { Call, MapCall } from '../../workflows/kit';
import type { Ref } from '../../activities/kit/contract';
import { mapOutput } from './mapOutput';
import type { FakeStep } from './outside';
import { runOf } from './run';
import type { Body, TestRun } from './run';

const lab = callsOf('lab') as unknown as {
  book: Call<object, number>;
  list: Call<object, Ref<unknown[]>>;
  square: MapCall<unknown, object, unknown>;
  add: Call<object, number>;
};
const steps: Readonly<Record<string, FakeStep>> = {
  'lab.list': { run: () => [1, 2, 3], byRef: true },
  'lab.square': { run: mapOutput, byRef: true },
  'lab.book': { run: () => 1, isEffect: true },
  'lab.add': { run: ({ a }) => Number(a) + 1 },
};

/** Everything that was scheduled: name, arguments after the input, and options. */
async function sent(body: Body, options = {}): Promise<[string, unknown, unknown][]> {
  const seen: [string, unknown, unknown][] = [];
  const run = runOf(steps, body, options);
  await run.work(({ name, args, options: of }) => {
    seen.push([name, args[1], of]);
    return false;
  });
  return seen;
}

const retry = { initialInterval: '10ms', backoffCoefficient: 1.2, maximumInterval: '1s' };
const step = {
  startToCloseTimeout: '10m',
  heartbeatTimeout: '10s',
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  retry,
  allowEagerDispatch: true,
};
const kit = {
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '30m',
  heartbeatTimeout: '2s',
  retry: { initialInterval: '100ms', maximumInterval: '5s' },
};

it('a step has ten minutes, beats every ten seconds, is tried again at once and is waited for when it is cancelled', async () => {
  expect(await sent(() => lab.add({ a: 1 }))).toEqual([
    ['kit.open', undefined, kit],
    ['lab.add', {}, step],
  ]);
});

it('calls of a run that nobody holds start no timers, however many they are', async () => {
  const timers = async (calls: number): Promise<number> => {
    const run = runOf(steps, async () => {
      for (let a = 0; a < calls; a += 1) await lab.add({ a });
      return calls;
    });
    await run.work();
    expect(run.result).toBe(calls);
    return run.sdk.commands.filter((command) => command === 'timer').length;
  };
  expect(await timers(20)).toBe(await timers(1));
});

it('what undoes a call is called by its name, so that the Web UI tells it from the same step in the body', async () => {
  const calls = await sent(async () => {
    await lab.book({ a: 1 }, { undo: () => lab.add({ a: 2 }) });
    throw ApplicationFailure.nonRetryable('no room');
  });
  expect(calls.at(-1)).toEqual([
    'lab.add',
    expect.anything(),
    { ...step, summary: expect.stringContaining('lab.add') as string },
  ]);
});

it('what its author says of a call goes with it, a label also as its summary, cut to a line', async () => {
  const more = { startToCloseTimeout: '1h', heartbeatTimeout: '3s', maximumFailures: 2 } as const;
  const calls = await sent(async () => {
    await lab.add({ a: 1 }, { ...more, label: 'day 3' });
    await lab.add({ a: 2 }, { label: 'day 4', summary: 'x'.repeat(101) });
  });
  expect(calls.slice(1)).toEqual([
    [
      'lab.add',
      { maximumFailures: 2, call: 'lab.add [day 3]' },
      { ...step, startToCloseTimeout: '1h', heartbeatTimeout: '3s', summary: 'lab.add [day 3]' },
    ],
    ['lab.add', { call: 'lab.add [day 4]' }, { ...step, summary: `${'x'.repeat(99)}…` }],
  ]);
});

it('shards say which items they are, and go to whichever worker is free; their gathering says so', async () => {
  const calls = await sent(async () => {
    const list = await lab.list({});
    await lab.square.map(list, {}, { shardSize: 2 });
    await lab.square.map(list, {}, { shardSize: 3, summary: 'squares' });
  });
  const shard = { ...step, allowEagerDispatch: false };
  expect(calls.slice(2).map(([name, , options]) => [name, options])).toEqual([
    ['lab.square', { ...shard, summary: 'items 1-2 of 3' }],
    ['lab.square', { ...shard, summary: 'items 3-3 of 3' }],
    ['kit.gather', { ...step, summary: 'lab.square: gather' }],
    ['lab.square', { ...shard, summary: 'squares' }],
  ]);
});

it('a shard of a map that has another name says the name', async () => {
  const calls = await sent(async () => lab.square.map(await lab.list({}), {}, { label: 'x' }));
  expect(calls.at(-1)).toMatchObject([
    'lab.square',
    { call: 'lab.square [x]' },
    { summary: 'lab.square [x]: items 1-3 of 3' },
  ]);
});

it('what keeps a run alive comes after a third of the life of its state, and is tried for ever', async () => {
  const run: TestRun = runOf(steps, (it) => it.waitFor('go'));
  run.outside.stateTtlMs = 3 * 3_600_000;
  await run.work();
  await run.sdk.pass(3_600_000 - 1);
  expect([...run.sdk.pending]).toEqual([]);
  await run.sdk.pass(1);
  expect([...run.sdk.pending]).toMatchObject([{ name: 'kit.keepAlive', args: [{}] }]);
  const [alive] = run.sdk.pending;
  expect(alive?.options).toEqual({
    startToCloseTimeout: '30s',
    heartbeatTimeout: '2s',
    retry: { initialInterval: '1s', maximumInterval: '1m' },
  });
  if (alive) run.sdk.fail(alive, new Error('no Redis'));
  await run.work();
  expect(run.sdk.warnings).toEqual(['the state of the run is no longer kept alive']);
  expect(run.progress.status).toBe('waiting');
});
