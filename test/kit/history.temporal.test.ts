import type { WorkflowHandle } from '@temporalio/client';
import { usePipelines } from '../support/pipeline';
import { sumSteps } from './steps';
import { World } from './world';

const pipelines = usePipelines(require.resolve('./workflows'));

async function eventsOf(run: WorkflowHandle) {
  return (await run.fetchHistory()).events ?? [];
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
}, 30_000);

it('activities carry summaries, and the Web UI is given a table of the steps', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('sumPipeline', { count: 4, shardSize: 2 });
  await run.result();
  const summaries = (await eventsOf(run)).flatMap((event) => {
    const data = event.userMetadata?.summary?.data;
    return data ? [JSON.parse(Buffer.from(data).toString('utf8')) as string] : [];
  });
  expect(summaries).toEqual(['lists the numbers', 'items 1 to 2 of 4', 'items 3 to 4 of 4', 'sum.square: gather']);
  const { currentDetails } = await run.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  expect(currentDetails).toContain('**ok**');
  expect(currentDetails).toContain('| sum.square | done | 4 / 4 | 1 KB |  |');
}, 20_000);
