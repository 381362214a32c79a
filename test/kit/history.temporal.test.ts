import { isDeepStrictEqual } from 'node:util';
import type { WorkflowHandle } from '@temporalio/client';
import * as messages from '../../workflows/kit/messages';
import { usePipelines } from '../support/pipeline';
import { pausedAt, until } from './driver';
import { sumSteps } from './steps';
import { stopped, World } from './world';

const pipelines = usePipelines(require.resolve('./workflows'));

async function eventsOf(run: WorkflowHandle) {
  return (await run.fetchHistory()).events ?? [];
}

interface Described {
  readonly name: string;
  readonly description?: string;
}
/** What the Web UI asks for. */
const metadataOf = (run: WorkflowHandle) =>
  run.query<{
    currentDetails: string;
    definition: { queryDefinitions: Described[]; updateDefinitions: Described[] };
  }>('__temporal_workflow_metadata');

/** The details of the last heartbeat of the only activity that runs. */
async function beatOf(run: WorkflowHandle): Promise<object> {
  const [activity] = (await run.describe()).raw.pendingActivities ?? [];
  const data = activity?.heartbeatDetails?.payloads?.[0]?.data;
  return data ? (JSON.parse(Buffer.from(data).toString('utf8')) as object) : {};
}

it('history grows by a constant per step, not with the items', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const lengths: number[] = [];
  for (const count of [2, 400]) {
    const run = await pipelines.start('sumPipeline', { count });
    await run.result();
    lengths.push((await eventsOf(run)).length);
  }
  // Seven activities, each three events and at most one workflow task of three; start, first task, timers, end.
  expect(Math.max(...lengths)).toBeLessThanOrEqual(7 * 6 + 10);
});

it('activities carry summaries, and the Web UI is given a table of the steps', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('sumPipeline', { count: 4, shardSize: 2 });
  await run.result();
  const summaries = (await eventsOf(run)).flatMap((event) => {
    const data = event.userMetadata?.summary?.data;
    return data ? [JSON.parse(Buffer.from(data).toString('utf8')) as string] : [];
  });
  const ofRun = new Set(['limit of active time', 'keeps its state alive']);
  const ofSteps = summaries.filter((summary) => !ofRun.has(summary));
  expect(ofSteps).toEqual(['lists the numbers', 'items 1-2 of 4', 'items 3-4 of 4', 'sum.square: gather']);
  expect(summaries.length).toBeGreaterThan(ofSteps.length);
  const { currentDetails } = await metadataOf(run);
  expect(currentDetails).toContain('**ok**');
  expect(currentDetails).toMatch(/^ {4}sum\.square +done +4 \/ 4 +1 KB +\d+\.\d s$/m);
});

it('what others wrote is no Markdown in the Web UI, and the columns of the table stay aligned', async () => {
  const hostile = '`x` | [click](http://evil)\n# big';
  const world = new World().on('total', () => {
    throw new Error(hostile);
  });
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 2 });
  await pausedAt(run, 'sum.total');
  const { currentDetails } = await metadataOf(run);
  expect(currentDetails).toMatch(
    /^- sum\.total: `sum\.total failed 2 times, last: x \| \[click\]\(http:\/\/evil\) # big[^`]*`$/m,
  );
  const table = currentDetails.split('\n').filter((line) => line.startsWith('    '));
  expect(new Set(table.map((line) => line.search(/status|done|paused/))).size).toBe(1);
  await run.cancel();
});

it('who looks for what a run can be asked and told finds it described', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('askingPipeline', { count: 2 });
  const { definition } = await metadataOf(run);
  const described = [...definition.queryDefinitions, ...definition.updateDefinitions].filter(
    ({ name }) => !name.startsWith('__'),
  );
  expect(described.map(({ name }) => name).toSorted()).toEqual(Object.keys(messages).toSorted());
  expect(described.filter(({ description = '' }) => description.length < 5)).toEqual([]);
  await run.cancel();
});

it('a heartbeat tells how far a map is and which items are under way', async () => {
  const world = new World().on('square 2', stopped);
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 3 });
  const told = { phase: 'running', done: 2, total: 3, items: ['number 2'] };
  await until(
    () => beatOf(run),
    (beat) => isDeepStrictEqual({ ...beat, ...told }, beat),
  );
  await run.cancel();
  await expect(run.result()).rejects.toThrow('cancelled');
});
