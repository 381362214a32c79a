import { z } from 'zod';
import { mapped } from '../../activities/kit';
import { loadFields } from '../../activities/kit/content/load';
import { usePipelines } from '../support/pipeline';
import { again, failureOf, pausedAt, progressOf, stateOf, update } from './driver';
import { sumSteps } from './steps';
import { World } from './world';

const pipelines = usePipelines(require.resolve('./workflows'));

it('rule 7: runs plain steps, a sharded map and an effect, each item once', async () => {
  const world = new World();
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 25, shardSize: 10 });
  await expect(run.result()).resolves.toEqual({ sum: 5525, missing: [], max: 625, partial: false });
  expect(world.squared()).toBe(25);
  expect(new Set(world.ran).size).toBe(world.ran.length);
  expect(world.notes.map((note) => note.text)).toEqual(['the sum is 5525']);
  const { steps } = await progressOf(run);
  expect(steps.map((row) => [row.name, row.status])).toEqual([
    ['sum.list', 'done'],
    ['sum.square', 'done'],
    ['sum.gap', 'done'],
    ['sum.total', 'done'],
    ['sum.largest', 'done'],
    ['sum.note', 'done'],
  ]);
  expect(steps[1]?.items).toEqual({ total: 25, ok: 25, failed: 0, skipped: 0, cached: 0 });
});

it('rule 14: an item that fails through a whole attempt is swept by the next one and ends ok', async () => {
  const world = new World().failing('square 3', 3);
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 5 });
  await expect(run.result()).resolves.toMatchObject({ sum: 55, missing: [] });
  expect(world.count('square 3')).toBe(4);
  expect(world.squared()).toBe(4 + 4);
});

it('an item that always fails ends failed with its reason, and does not pause the run', async () => {
  const world = new World().failing('square 3');
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 5 });
  await expect(run.result()).resolves.toMatchObject({ sum: 46, missing: ['number 3: square 3 is broken'] });
  expect((await progressOf(run)).steps[1]?.items).toEqual({ total: 5, ok: 4, failed: 1, skipped: 0, cached: 0 });
});

it('rule 11: an item whose result is too large ends failed with its bytes, and the others are not to blame', async () => {
  const world = new World();
  // As JSON the first has exactly the 65,536 bytes that are allowed, the second one more.
  world.offset = 65_533;
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('singlePipeline', { step: 'wide' });
  await expect(run.result()).resolves.toMatchObject({ counts: { ok: 1, failed: 1, skipped: 0 } });
  const state = await stateOf(pipelines, run.workflowId);
  const { output } = (await state.facts()).records.find(({ step }) => step === 'sum.wide') ?? {};
  const { wide } = await loadFields(state, 'reader', { wide: mapped(z.string()) }, { wide: output });
  expect(wide).toMatchObject([
    { id: 'number 65534', outcome: 'ok' },
    {
      id: 'number 65535',
      outcome: 'failed',
      reason: expect.stringContaining('has 65537 bytes; at most 65536') as string,
    },
  ]);
});

it('an item that says skip ends skipped with its reason, after one try', async () => {
  const world = new World();
  world.unwanted = 2;
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 3 });
  await expect(run.result()).resolves.toMatchObject({ sum: 10, missing: ['number 2: not wanted'] });
  expect(world.squared()).toBe(3);
});

describe('when more than half of the items failed', () => {
  const broken = ['square 1', 'square 2', 'square 3'];

  it.each([500, 1])(
    'the step pauses, and retryStep runs only the failed items (shards of %i)',
    async (shardSize) => {
      const world = new World();
      for (const name of broken) world.failing(name);
      await pipelines.worker([sumSteps], { world });
      const run = await pipelines.start('sumPipeline', { count: 5, shardSize });
      expect(await pausedAt(run, 'sum.square')).toBe('3 of 5 items failed, more than half');
      for (const name of broken) world.on(name, () => undefined);
      // The first of them still fails through one attempt: the sweep must not forget what the earlier record held.
      world.failing('square 1', 3);
      await update(run, 'retryStep', { step: 'sum.square' });
      await expect(run.result()).resolves.toMatchObject({ sum: 55, missing: [] });
      expect([world.count('square 4'), world.count('square 5')]).toEqual([1, 1]);
      expect((await progressOf(run)).steps[1]?.items).toEqual({ total: 5, ok: 5, failed: 0, skipped: 0, cached: 0 });
    },
    20_000,
  );

  it('skipStep goes on with what there is, as a partial result, and asks only once', async () => {
    const world = new World();
    for (const name of broken) world.failing(name);
    await pipelines.worker([sumSteps], { world });
    const run = await pipelines.start('sumPipeline', { count: 5 });
    await pausedAt(run, 'sum.square');
    await update(run, 'skipStep', { step: 'sum.square', reason: 'good enough' });
    await expect(run.result()).resolves.toMatchObject({ sum: 41, partial: true });
    const second = await again(pipelines, run, 'sumPipeline', { count: 5 });
    await expect(second.result()).resolves.toMatchObject({ sum: 41, partial: true });
  });

  it('a run that nobody watches (onFailure: fail) fails at once', async () => {
    const world = new World();
    for (const name of broken) world.failing(name);
    await pipelines.worker([sumSteps], { world });
    const run = await pipelines.start('sumPipeline', { count: 5 }, { onFailure: 'fail' });
    expect(await failureOf(run)).toEqual({
      type: 'TooManyItemsFailed',
      message: expect.stringContaining('3 of 5 items failed') as string,
    });
  });
});

it('failedItems runs the failed items of a closed run again, and only those', async () => {
  const world = new World().failing('square 3');
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 5, shardSize: 2 });
  await expect(run.result()).resolves.toMatchObject({ sum: 46 });
  world.on('square 3', () => undefined);
  const before = world.ran.length;
  const second = await again(pipelines, run, 'sumPipeline', { count: 5, shardSize: 2 }, { failedItems: true });
  await expect(second.result()).resolves.toMatchObject({ sum: 55, missing: [] });
  expect(world.ran.slice(before).toSorted()).toEqual(['largest', 'note', 'square 3', 'total']);
});

it('own code outside run (a broken key function) pauses the run at once, naming the item by its place, instead of being tried for ever', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('singlePipeline', { step: 'misnamed' });
  expect(await pausedAt(run, 'sum.misnamed')).toMatch(/items\[0\] of its list .*key\(\) is broken/);
  await run.cancel();
  await expect(run.result()).rejects.toThrow('Workflow execution cancelled');
});
