/** Three tests that came to the brief's file later. */
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { StepLock } from '../../redis';
import { again, blobKeys, failureOf, progressOf, stateOf } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import { stepKey } from './leases';
import { lastFailureOf } from './runs';

const pipelines = usePipelines(require.resolve('../kit/workflows'));
const { redis } = pipelines;

describe('Added to the Brief Later', () => {
  test('fail pipeline when lock expires mid-execution before state save', async () => {
    const world = new World();
    await pipelines.worker([sumSteps], { world });
    const run = await pipelines.start('singlePipeline', { step: 'clock' });
    const state = await stateOf(pipelines, run.workflowId);
    const found: unknown[] = [];
    world.on('clock', async () => {
      const facts = await state.facts();
      if (world.count('clock') === 1) {
        const lock = facts.locks[0] as StepLock;
        await redis.raw.del(stepKey(redis, run.workflowId, lock, 'default'));
      } else {
        found.push(facts.records, await lastFailureOf(run));
      }
    });
    await expect(run.result()).resolves.toEqual({ reading: 2 });
    // What the second attempt found: nothing saved, and one typed error that says so.
    expect(found).toEqual([
      [],
      { type: 'LeaseLost', message: expect.stringContaining('nothing was written'), isOwn: false },
    ]);
  });

  test('fail permanently after MAX_VALIDATION_FAILURES with corrupted state', async () => {
    const world = new World();
    const run = pipelines.client.workflow.getHandle(`run-${Date.now()}`);
    const state = await stateOf(pipelines, run.workflowId);
    // Well-formed state of a wrong shape, put in place of the right one whenever the pipeline comes by.
    const corrupt = async () => {
      const other = await state.putBlob(Buffer.from('[{"no":"number"}]'));
      const { records } = await state.facts();
      const list = records.find(({ step }) => step === 'sum.list')?.output as { $ref: string };
      const [from = ''] = await blobKeys(pipelines, run.workflowId, other.sha);
      const [to = ''] = await blobKeys(pipelines, run.workflowId, list.$ref);
      await redis.raw.copy(from, to, 'REPLACE');
    };
    await pipelines.worker([sumSteps], { world });
    await again(pipelines, run, 'sumPipeline', { count: 2 });
    await run.result();
    for (const [strikes, lists] of [
      [1, 2],
      [2, 3],
    ]) {
      await corrupt();
      const resumed = await again(pipelines, run, 'sumPipeline', { count: 2 }, { from: 'sum.square' });
      await resumed.result();
      expect((await progressOf(resumed)).strikes).toEqual({ 'sum.list': strikes });
      expect(world.count('list')).toBe(lists);
    }
    await corrupt();
    const last = await again(pipelines, run, 'sumPipeline', { count: 2 }, { from: 'sum.square' });
    expect(await failureOf(last)).toEqual({
      type: 'TooManyStrikes',
      message: expect.stringContaining('sum.list was corrupt 3 times'),
    });
    expect(world.count('list')).toBe(3);
  });

  test('prevent concurrent resume attempts of same failed pipeline', async () => {
    const world = new World().failing('total', 2);
    for (let i = 0; i < 2; i += 1) await pipelines.worker([sumSteps], { world });
    const run = await pipelines.start('sumPipeline', { count: 3 }, { onFailure: 'fail' });
    expect(await failureOf(run)).toMatchObject({ type: 'StepExhausted' });
    const resume = () => again(pipelines, run, 'sumPipeline', { count: 3 }, { from: 'sum.total' });
    const attempts = await Promise.allSettled([resume(), resume(), resume()]);
    const refused = attempts.flatMap((attempt): unknown[] => (attempt.status === 'rejected' ? [attempt.reason] : []));
    expect(refused).toEqual([
      expect.any(WorkflowExecutionAlreadyStartedError),
      expect.any(WorkflowExecutionAlreadyStartedError),
    ]);
    const [resumed] = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
    await expect(resumed?.result()).resolves.toMatchObject({ sum: 14, partial: false });
    expect([world.count('list'), world.squared(), world.count('gap'), world.count('total')]).toEqual([1, 3, 1, 3]);
    expect((await (await stateOf(pipelines, run.workflowId)).facts()).locks).toEqual([]);
  });
});
