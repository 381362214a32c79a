/** The net: runs that other builds began, replayed without any server. What it must catch is in mutants.ts. */
import { historyFromJSON } from '../support/historyJson';
import { DeterminismViolationError } from '@temporalio/workflow';
import { DefaultLogger, makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import { divergenceOf } from '../../cli/divergence';
import { KERNEL } from '../../workflows/kit/version';
import { recordedHistories } from './histories';
import type { Recorded } from './histories';
import { mutants } from './mutants';
import { bundleOf } from '../support/bundle';
import type { Mutant } from './mutants';

// Replays that fail are expected here, and say so themselves.
const logger = new DefaultLogger('ERROR', () => undefined);
Runtime.install({
  logger,
  telemetryOptions: { logging: { console: {}, filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
});
const histories = new Map(recordedHistories().map(({ name, events }) => [name, historyFromJSON({ events })]));
let bundle: string;
/** The SDK parses the map of every line for every replay, which takes longer than the replay. */
const MAP = '//# sourceMappingURL=data:application/json;charset=utf-8;base64,';
const NO_LINES = Buffer.from('{"version":3,"file":"bundle.js","sources":[],"names":[],"mappings":""}').toString(
  'base64',
);

beforeAll(async () => {
  const { code } = await bundleOf(require.resolve('./workflows'), logger);
  bundle = code.slice(0, code.indexOf(MAP)) + MAP + NO_LINES;
});

const codeOf = (code: string) => ({ workflowBundle: { code } });

/** The bundle with something in it broken. */
function broken({ from, to }: Pick<Mutant, 'from' | 'to'>) {
  const parts = bundle.split(from);
  if (parts.length !== 2) throw new Error(`the bundle has ${parts.length - 1} places that read ${from}`);
  return codeOf(parts.join(to));
}

function historyNamed(name: string) {
  const history = histories.get(name);
  if (!history) throw new Error(`no history is called ${name}`);
  return history;
}

it.each([...histories])('a run of the kind "%s" goes on with this code', async (_name, history) => {
  expect(await divergenceOf(codeOf(bundle), history)).toBeUndefined();
});

it.each(mutants)('a change is caught by the histories: $what', async (mutant) => {
  const history = historyNamed(mutant.caughtBy);
  const divergence = await divergenceOf(broken(mutant), history);
  expect(divergence).toMatchObject({ event: mutant.at });
  expect(history.events?.map(({ eventId }) => Number(eventId))).toContain(divergence?.eventId);
});

it('what a worker would meet there is a determinism violation', async () => {
  const [mutant] = mutants;
  if (!mutant) throw new Error('there is no mutant');
  const replaying = Worker.runReplayHistory(broken(mutant), historyNamed(mutant.caughtBy));
  await expect(replaying).rejects.toThrow(DeterminismViolationError);
});

it('there is a change for each history to catch', () => {
  expect(new Set(mutants.map(({ caughtBy }) => caughtBy))).toEqual(new Set(histories.keys()));
});

it('of several calls of one activity the divergence names the one that became another', async () => {
  const history = historyNamed('retried');
  const resets = (history.events ?? []).filter(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'kit.reset',
  );
  // The first only forgets failures, the others put floors.
  const changed = broken({
    from: "call(kernel, 'kit.reset', asked)",
    to: "call(kernel, asked.floor ? 'kit.keepAlive' : 'kit.reset', asked)",
  });
  expect(resets).toHaveLength(3);
  expect(await divergenceOf(changed, history)).toEqual({
    eventId: Number(resets[1]?.eventId),
    event: 'ActivityTaskScheduled kit.reset',
    why: 'the code calls kit.keepAlive instead',
  });
});

/** A recorded history, whose `kit.open` has told something else of the kernel, as that of a run with an odd id. */
function withKernel({ name, events }: Recorded, kernel: number | undefined) {
  const all = historyFromJSON({ events }).events ?? [];
  const started = all[0]?.workflowExecutionStartedEventAttributes;
  const answer = all.find((event) => event.activityTaskCompletedEventAttributes);
  const payload = answer?.activityTaskCompletedEventAttributes?.result?.payloads?.[0];
  if (!payload || !started) throw new Error(`${name} is no history of a run`);
  const opened = JSON.parse(Buffer.from(payload.data ?? []).toString()) as Record<string, unknown>;
  expect(opened).toMatchObject({ kernel: KERNEL, remembered: {} });
  payload.data = Buffer.from(JSON.stringify({ ...opened, kernel }));
  started.workflowId = 'it\'s "mine"';
  return { events: all };
}

it.each([
  ['another kernel', KERNEL + 1, KERNEL + 1],
  ['no kernel, as before kernels had versions,', undefined, 0],
])(
  'a run whose kit.open told of %s fails its task, whatever follows, with the remedy',
  async (_what, kernel, named) => {
    const why =
      `The run began on kernel ${named}: pin it, or \`retry 'it'\\''s "mine"' --restart\`. ` +
      `This build has kernel ${KERNEL}`;
    for (const history of recordedHistories()) {
      expect(await divergenceOf(codeOf(bundle), withKernel(history, kernel))).toEqual({ why });
    }
  },
);

it('a change behind the history so far is not found: the code is only asked for what it has already decided', async () => {
  const [mutant] = mutants.filter(({ at, caughtBy }) => caughtBy === 'asked' && at.startsWith('ActivityTask'));
  if (!mutant) throw new Error('no change of that history is behind its first task');
  const history = historyNamed(mutant.caughtBy);
  const { eventId = 0 } = (await divergenceOf(broken(mutant), history)) ?? {};
  const before = history.events?.filter((event) => Number(event.eventId) < eventId) ?? [];
  const tasks = before
    .filter((event) => event.workflowTaskCompletedEventAttributes)
    .map((event) => Number(event.eventId));
  // Up to the task before the one that decided otherwise.
  const soFar = before.filter((event) => Number(event.eventId) < (tasks.at(-1) ?? 0) - 2);
  expect(soFar.some((event) => event.activityTaskCompletedEventAttributes)).toBe(true);
  expect(await divergenceOf(broken(mutant), { events: soFar })).toBeUndefined();
});

it('a run whose first task has not ended has decided nothing yet', async () => {
  const events = historyNamed('happy').events?.slice(0, 1) ?? [];
  expect(await divergenceOf(codeOf(bundle), { events })).toBeUndefined();
});

it('a workflow that the code does not have is a reason without an event', async () => {
  const divergence = await divergenceOf(
    broken({ from: 'sumPipeline: () =>', to: 'other: () =>' }),
    historyNamed('happy'),
  );
  expect(divergence).toEqual({ why: expect.stringContaining(`has no pipeline "sumPipeline"`) as string });
});
