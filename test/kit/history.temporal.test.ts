import { Worker } from '@temporalio/worker';
import type { WorkflowHandle } from '@temporalio/client';
import { usePipelines } from '../support/pipeline';
import { pausedAt, until, update } from './driver';
import { sumSteps } from './steps';
import { stopped, World } from './world';

const workflowsPath = require.resolve('./workflows');
const pipelines = usePipelines(workflowsPath);

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

describe('replay', () => {
  const lives: Record<string, (world: World) => Promise<WorkflowHandle>> = {
    async 'a plain run'() {
      const run = await pipelines.start('sumPipeline', { count: 4, shardSize: 2 });
      await run.result();
      return run;
    },
    async 'a healed run'(world) {
      const start = pipelines.start('sumPipeline', { count: 2 });
      world.onceOn('gap', async () => {
        const { workflowId } = await start;
        const blobs = (await pipelines.redis.keys()).filter((key) => key.includes(`{${workflowId}}:b:`));
        await pipelines.redis.raw.del(...blobs);
      });
      const run = await start;
      await run.result();
      return run;
    },
    async 'a run that paused, was restarted from an earlier step, paused again and was skipped'(world) {
      world.failing('total', 4);
      const run = await pipelines.start('sumPipeline', { count: 2 });
      await pausedAt(run, 'sum.total');
      await update(run, 'retryStep', { step: 'sum.total', from: 'sum.square', fresh: true });
      await until(
        () => world.count('total'),
        (count) => count === 4,
      );
      await pausedAt(run, 'sum.total');
      await update(run, 'skipStep', { step: 'sum.total', reason: 'enough' });
      await run.result();
      return run;
    },
    async 'a cancelled run'(world) {
      world.on('gap', stopped);
      const run = await pipelines.start('sumPipeline', { count: 2 });
      await until(
        () => world.count('gap'),
        (count) => count === 1,
      );
      await run.cancel();
      await run.result().catch(() => undefined);
      return run;
    },
    async 'a run that was asked'() {
      const run = await pipelines.start('askingPipeline', { count: 2 });
      await until(
        () => run.query<{ status: string }>('progress'),
        ({ status }) => status === 'waiting',
      );
      await update(run, 'answer', { name: 'go', value: 1 });
      await run.result();
      return run;
    },
  };

  it.each(Object.keys(lives))(
    'of %s takes the same decisions, without Redis',
    async (name) => {
      const world = new World();
      const worker = await pipelines.worker([sumSteps], { world });
      const run = await lives[name]?.(world);
      if (!run) throw new Error(`no life called ${name}`);
      await worker.stop();
      const history = await run.fetchHistory();
      await expect(Worker.runReplayHistory({ workflowsPath }, history, run.workflowId)).resolves.toBeUndefined();
    },
    30_000,
  );
});
