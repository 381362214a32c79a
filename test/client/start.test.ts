/** Starting by id: whatever there is under it, one run of that input goes on, or its end is told. */
import { setImmediate as turn } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import { RunInputChanged, StartInvalid } from '../../client/errors';
import { executionOf } from '../../client/execution';
import { originOf } from '../../client/origin';
import { startAgain, startOrJoin } from '../../client/start';
import type { StartRequest } from '../../client/start';
import { FakeTemporal } from './fakeTemporal';

const INPUT = { order: 7, lines: [1, 2] };
const request = (more: Partial<StartRequest> = {}): StartRequest => ({
  id: 'o-7',
  type: 'order',
  input: INPUT,
  ...more,
});
const file = { name: 'a.csv', ref: { $ref: 'sha', bytes: 5 }, bytes: 5, sha256: 'sha' };
const joined = { id: 'o-7', type: 'order', args: [{ lines: [1, 2], order: 7 }] };

it('a new id is a new run, prepared before it begins and never under two executions at once', async () => {
  const temporal = new FakeTemporal();
  const prepare = jest.fn(() => Promise.resolve(expect(temporal.told).toEqual([])));
  const turn = { priority: 1, fairnessKey: 'tenant', summary: 'order 7', memo: { file: 'a.csv' } };
  expect(await startOrJoin(temporal.link, request({ prepare, ...turn, options: { onFailure: 'fail' } }))).toBe(
    'started',
  );
  expect(prepare).toHaveBeenCalledTimes(1);
  expect(temporal.lines).toEqual(['o-7 start order [{"order":7,"lines":[1,2]},{"onFailure":"fail"}]']);
  expect(temporal.started).toEqual([
    {
      taskQueue: 'queue',
      workflowTaskTimeout: '2s',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'FAIL',
      staticSummary: 'order 7',
      staticDetails:
        'From a terminal:\n\n    pipeline-worker watch o-7\n    pipeline-worker inspect o-7\n    pipeline-worker result o-7\n' +
        '    pipeline-worker retry o-7\n    pipeline-worker cancel o-7',
      priority: { priorityKey: 1, fairnessKey: 'tenant' },
      memo: {
        file: 'a.csv',
        startedBy: expect.stringMatching(/.@./),
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      },
    },
  ]);
});

it('nothing begins before what it needs is prepared, and a start that fails is told', async () => {
  const temporal = new FakeTemporal();
  const order: string[] = [];
  temporal.onStart = () => void order.push('started');
  const prepare = async (): Promise<void> => {
    await turn();
    order.push('prepared');
  };
  await startOrJoin(temporal.link, request({ prepare }));
  expect(order).toEqual(['prepared', 'started']);
  temporal.onStart = () => {
    throw new Error('no rights');
  };
  await expect(startOrJoin(temporal.link, request({ id: 'other' }))).rejects.toThrow('no rights');
});

it('what nobody said is not sent, and an id that no shell takes plainly is not shown in commands', async () => {
  const temporal = new FakeTemporal();
  await startOrJoin(temporal.link, request({ id: "o 7'" }));
  expect(temporal.lines).toEqual([`o 7' start order [${JSON.stringify(INPUT)}]`]);
  expect(Object.keys(temporal.started[0] ?? {}).toSorted()).toEqual(
    [
      'taskQueue',
      'workflowTaskTimeout',
      'workflowIdReusePolicy',
      'workflowIdConflictPolicy',
      'staticDetails',
      'memo',
    ].toSorted(),
  );
  expect(temporal.started).toMatchObject([{ staticDetails: expect.stringContaining('pipeline-worker watch ID') }]);
  await startOrJoin(temporal.link, request({ id: 'p', priority: 2 }));
  await startOrJoin(temporal.link, request({ id: 'f', fairnessKey: 'x'.repeat(64) }));
  expect(temporal.started.slice(1)).toMatchObject([
    { priority: { priorityKey: 2 } },
    { priority: { fairnessKey: 'x'.repeat(64) } },
  ]);
  expect(
    (temporal.started as { priority?: object }[]).slice(1).map(({ priority = {} }) => Object.keys(priority)),
  ).toEqual([['priorityKey'], ['fairnessKey']]);
});

it('a schedule knows no id yet, and shows its place in commands', () => {
  const { staticDetails } = executionOf(new FakeTemporal().link, request());
  expect(staticDetails).toContain('pipeline-worker watch ID\n');
});

it.each(['RUNNING', 'PAUSED'])('one that is %s is joined: nothing is prepared or sent', async (status) => {
  const temporal = new FakeTemporal({ ...joined, status });
  const prepare = jest.fn();
  expect(await startOrJoin(temporal.link, request({ prepare }))).toBe('attached');
  expect([prepare.mock.calls, temporal.told]).toEqual([[], []]);
});

it('one that ended well is finished, as long as Redis has what it made, which then lives on', async () => {
  const temporal = new FakeTemporal({ ...joined, status: 'COMPLETED', result: { files: [file] } });
  temporal.blobs = ['sha'];
  expect(await startOrJoin(temporal.link, request())).toBe('finished');
  expect(temporal.lines).toEqual(['o-7 touch [{"sha":"sha","bytes":5}]']);
  temporal.blobs = [];
  const prepare = jest.fn(() => Promise.resolve());
  expect(await startOrJoin(temporal.link, request({ prepare }))).toBe('rebuilt');
  expect(prepare).toHaveBeenCalledTimes(1);
  expect(temporal.lines.at(-1)).toBe(`o-7 start order [${JSON.stringify(INPUT)},{"continues":"execution-1"}]`);
});

it('one without files is finished without a question to Redis', async () => {
  const temporal = new FakeTemporal({ ...joined, status: 'COMPLETED', result: 'shipped' });
  expect(await startOrJoin(temporal.link, request())).toBe('finished');
  expect(temporal.told).toEqual([]);
});

it.each(['FAILED', 'CANCELED', 'TERMINATED', 'TIMED_OUT'])(
  'one that ended %s is resumed, and takes what its effects answered',
  async (status) => {
    const failure = new ApplicationFailure('broken');
    const temporal = new FakeTemporal({ ...joined, status, failure });
    expect(await startOrJoin(temporal.link, request({ options: { fresh: false } }))).toBe('resumed');
    expect(temporal.lines).toEqual([
      `o-7 start order [${JSON.stringify(INPUT)},{"fresh":false,"continues":"execution-1"}]`,
    ]);
  },
);

it('a run that was started without an input is joined without one', async () => {
  const temporal = new FakeTemporal({ ...joined, args: [null], status: 'RUNNING' });
  expect(await startOrJoin(temporal.link, request({ input: undefined }))).toBe('attached');
});

it.each([
  ['input', { input: { order: 8, lines: [1, 2] } }],
  ['pipeline', { type: 'refund' }],
] as const)('an id with another %s is refused, whatever became of its run', async (_what, more) => {
  for (const status of ['RUNNING', 'COMPLETED', 'FAILED']) {
    const temporal = new FakeTemporal({ ...joined, status });
    await expect(startOrJoin(temporal.link, request(more))).rejects.toThrow(RunInputChanged);
    expect(temporal.told).toEqual([]);
  }
});

it('a pipeline that no worker has is refused before anything is prepared; its runs are joined', async () => {
  const temporal = new FakeTemporal();
  temporal.types = ['refund'];
  const prepare = jest.fn();
  await expect(startOrJoin(temporal.link, request({ prepare }))).rejects.toThrow('no order');
  expect([prepare.mock.calls, temporal.told]).toEqual([[], []]);
  temporal.has({ ...joined, status: 'RUNNING' });
  expect(await startOrJoin(temporal.link, request())).toBe('attached');
});

it('somebody who starts the same run first is joined; five who are faster are too many', async () => {
  const temporal = new FakeTemporal();
  let races = 0;
  temporal.onStart = () => {
    races += 1;
    temporal.has({ ...joined, status: 'RUNNING' });
  };
  expect(await startOrJoin(temporal.link, request())).toBe('attached');
  expect(races).toBe(1);
  // It has always ended when it is looked at.
  races = 0;
  temporal.has({ ...joined, status: 'FAILED' });
  temporal.onStart = () => {
    races += 1;
    const run = temporal.at('o-7');
    run.status = 'RUNNING';
    queueMicrotask(() => queueMicrotask(() => (run.status = 'FAILED')));
  };
  await expect(startOrJoin(temporal.link, request())).rejects.toThrow(/faster than this client can join one/);
  expect(races).toBe(5);
});

it.each([
  [{ id: ' ' }, /^The id of a run must be/],
  [{ input: 10n }, /^The input must be JSON/],
  [{ id: ' ', input: 10n }, /^The id of a run must be/],
  [{ input: 10n, options: { from: 7 as never } }, /^The input must be JSON/],
  [{ options: { from: 7 as never } }, /'from' must be/],
  [{ priority: 0 }, /^The priority must be a whole number from 1, which goes first, to 5; it is 0\.$/],
  [{ priority: 1.5 }, /^The priority/],
  [{ fairnessKey: '' }, /^The fairness key must be text of 1 to 64 bytes; it has 0\.$/],
  [{ fairnessKey: 'x'.repeat(65) }, /it has 65\.$/],
  [{ fairnessKey: 'é'.repeat(33) }, /it has 66\.$/],
  [{ fairnessKey: 7 as never }, /it has 0\.$/],
] as const)('%j can never work, and nothing is asked', async (more, why) => {
  const temporal = new FakeTemporal();
  const starting = startOrJoin(temporal.link, request(more));
  await expect(starting).rejects.toThrow(StartInvalid);
  await expect(starting).rejects.toThrow(why);
  expect(temporal.told).toEqual([]);
});

describe('a run that is started again', () => {
  const ended = { ...joined, args: [INPUT, { onFailure: 'fail', runTimeout: '1 hour', from: 'order.pay' }] };

  it('has the input, the failure policy and the turn that it had; nothing else of its options, which it may have failed for', async () => {
    const temporal = new FakeTemporal({
      ...ended,
      status: 'FAILED',
      summary: 'order 7',
      memo: { file: 'a.csv' },
      priority: { priorityKey: 2, fairnessKey: 'tenant' },
    });
    await startAgain(temporal.link, 'o-7', { failedItems: true });
    expect(temporal.lines).toEqual([
      `o-7 start order [${JSON.stringify(INPUT)},{"onFailure":"fail","failedItems":true,"continues":"execution-1"}]`,
    ]);
    expect(temporal.started).toMatchObject([
      { staticSummary: 'order 7', memo: { file: 'a.csv' }, priority: { priorityKey: 2, fairnessKey: 'tenant' } },
    ]);
  });

  it('does as it is told anew, and pauses where it did not say that it fails', async () => {
    const temporal = new FakeTemporal({ ...ended, status: 'FAILED' });
    await startAgain(temporal.link, 'o-7', { onFailure: 'pause' });
    expect(temporal.lines).toEqual([
      `o-7 start order [${JSON.stringify(INPUT)},{"onFailure":"pause","continues":"execution-1"}]`,
    ]);
    temporal.has({ ...joined, status: 'FAILED' });
    await startAgain(temporal.link, 'o-7', {});
    expect(temporal.lines.at(-1)).toBe(`o-7 start order [{"lines":[1,2],"order":7},{"continues":"execution-1"}]`);
  });

  it('is not, where there is none, where somebody else has started it, or where nothing can come of it', async () => {
    const none = new FakeTemporal();
    await expect(startAgain(none.link, 'o-7', {})).rejects.toThrow('There is no run o-7 to start again.');
    const running = new FakeTemporal({ ...joined, status: 'RUNNING' });
    await expect(startAgain(running.link, 'o-7', {})).rejects.toThrow(/started by somebody else meanwhile/);
    const another = new FakeTemporal({ ...joined, status: 'FAILED', runId: 'execution-2' });
    await expect(startAgain(another.link, 'o-7', {}, 'execution-1')).rejects.toThrow(/somebody else/);
    await expect(startAgain(another.link, 'o-7', { from: ' ' })).rejects.toThrow(StartInvalid);
    const large = new FakeTemporal({ ...joined, args: ['x'.repeat(20_000)], status: 'FAILED' });
    await expect(startAgain(large.link, 'o-7', {})).rejects.toThrow(StartInvalid);
    another.types = ['refund'];
    await expect(startAgain(another.link, 'o-7', {})).rejects.toThrow('no order');
    expect([...none.told, ...running.told, ...another.told]).toEqual([]);
    another.types = ['order'];
    await startAgain(another.link, 'o-7', {}, 'execution-2');
    expect(another.told).toHaveLength(1);
  });
});

it('where a run came from: what it was started with, and nothing that was not said', async () => {
  const temporal = new FakeTemporal(
    { ...joined, status: 'FAILED', args: [INPUT, { fresh: true }], priority: { priorityKey: 0, fairnessKey: '' } },
    { id: 'bare', args: [] },
  );
  const { link } = temporal;
  expect(await originOf(link, 'o-7')).toStrictEqual({
    type: 'order',
    runId: 'execution-1',
    status: 'FAILED',
    input: INPUT,
    options: { fresh: true },
  });
  expect(await originOf(link, 'bare')).toStrictEqual({
    type: 'order',
    runId: 'execution-1',
    status: 'RUNNING',
    input: null,
    options: {},
  });
  expect(await originOf(link, 'nobody')).toBeUndefined();
  // Of the whole history the first event is enough.
  expect(temporal.asked).toEqual(
    ['o-7', 'bare'].map((workflowId) => ({
      namespace: 'default',
      execution: { workflowId, runId: 'execution-1' },
      maximumPageSize: 1,
    })),
  );
  temporal.breaks = new Error('no rights');
  await expect(originOf(link, 'o-7')).rejects.toThrow('no rights');
});
