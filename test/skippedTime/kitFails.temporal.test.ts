/** What the kit does for a run itself is bounded too: half an hour, then a person is asked. */
import type { WorkflowHandle } from '@temporalio/client';
import { RunKeys } from '../../redis/keys';
import { failureOf, pausedAt, progressOf, refusalOf, until, update } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { scheduled, useSkippingPipelines } from './pipelines';

const pipelines = useSkippingPipelines();

/** A run whose state is under a key that holds something else, so that each of the kit's activities fails. */
async function spoilt(id: string, options: object): Promise<{ run: WorkflowHandle; mend(): Promise<unknown> }> {
  const { raw, prefix } = pipelines.redis;
  const { state } = new RunKeys(prefix, 'default', id);
  await raw.set(state, 'something else');
  await pipelines.worker([sumSteps], { world: new World() });
  const { taskQueue } = pipelines.config();
  const start = { taskQueue, workflowId: id, args: [{ count: 3 }, options], workflowTaskTimeout: '2s' } as const;
  return { run: await pipelines.client.workflow.start('askingPipeline', start), mend: () => raw.del(state) };
}

it('what the kit cannot do for half an hour pauses the run with its cause, and a retry goes on from there', async () => {
  const { run, mend } = await spoilt('spoilt', {});
  const lastFailure = async () => (await run.describe()).raw.pendingActivities?.[0]?.lastFailure?.message;
  expect(await until(lastFailure, Boolean)).toMatch(/WRONGTYPE/);
  expect((await progressOf(run)).status).toBe('running');
  await pipelines.time.skip('31 minutes');
  expect(await pausedAt(run, 'kit.open')).toMatch(
    /^kit.open did not succeed in 30 minutes, last: .*WRONGTYPE.*Mend the cause, then retry it$/,
  );
  expect(await refusalOf(update(run, 'skipStep', { step: 'kit.open', reason: 'go on' }))).toMatch(
    /retry it, or cancel/,
  );
  expect(await refusalOf(update(run, 'retryStep', { step: 'kit.open', failedItems: true }))).toMatch(/retry it alone/);
  await mend();
  await update(run, 'retryStep', { step: 'kit.open' });
  await until(
    () => progressOf(run),
    ({ waitingFor }) => waitingFor.length > 0,
  );
  expect(await scheduled(run, 'kit.open')).toBe(2);
  await update(run, 'answer', { name: 'go', value: 1 });
  await expect(run.result()).resolves.toMatchObject({ answer: 1, sum: 14 });
});

it('where nobody watches such a run fails with its cause', async () => {
  const { run, mend } = await spoilt('unwatched', { onFailure: 'fail' });
  await until(
    async () => (await run.describe()).raw.pendingActivities?.[0]?.attempt ?? 0,
    (attempt) => attempt > 1,
  );
  await pipelines.time.skip('31 minutes');
  expect(await failureOf(run)).toMatchObject({ type: 'KitExhausted', message: expect.stringMatching(/WRONGTYPE/) });
  await mend();
});
