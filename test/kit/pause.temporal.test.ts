import { usePipelines } from '../support/pipeline';
import { again, failureOf, pausedAt, progressOf, refusalOf, stateOf, until, update } from './driver';
import { sumSteps } from './steps';
import { stopped, World } from './world';

const pipelines = usePipelines(require.resolve('./workflows'));

async function started(world: World, options?: unknown) {
  await pipelines.worker([sumSteps], { world });
  return pipelines.start('sumPipeline', { count: 3 }, options);
}

it('rule 14: a step that failed maximumFailures times pauses the run, says why, and retryStep resumes it', async () => {
  const world = new World().failing('total', 2);
  const run = await started(world);
  expect(await pausedAt(run, 'sum.total')).toBe(
    'sum.total failed 2 times, last: total is broken. Mend the cause, then retry the step.',
  );
  expect(world.count('total')).toBe(2);
  expect((await progressOf(run)).status).toBe('paused');
  await update(run, 'retryStep', { step: 'sum.total' });
  await expect(run.result()).resolves.toMatchObject({ sum: 14, partial: false });
  expect(world.count('total')).toBe(3);
});

it('a failure that the step itself calls final pauses after one attempt', async () => {
  const world = new World();
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('singlePipeline', { step: 'hopeless' });
  expect(await pausedAt(run, 'sum.hopeless')).toBe('no use trying again');
  expect(world.count('hopeless')).toBe(1);
  await run.cancel();
  await expect(run.result()).rejects.toThrow('Workflow execution cancelled');
});

it('skipStep ends an exhausted step with its declared output, and every later execution knows the result is partial', async () => {
  const world = new World().failing('total');
  const run = await started(world);
  await pausedAt(run, 'sum.total');
  await update(run, 'skipStep', { step: 'sum.total', reason: 'nobody reads it' });
  await expect(run.result()).resolves.toMatchObject({ sum: -1, partial: true });
  expect((await progressOf(run)).steps.find((row) => row.name === 'sum.total')).toMatchObject({
    status: 'skipped',
    message: 'nobody reads it',
  });
  const second = await again(pipelines, run, 'sumPipeline', { count: 3 });
  await expect(second.result()).resolves.toMatchObject({ sum: -1, partial: true });
});

it('skipStep of a step that declares no output says so, and the step can still be retried', async () => {
  const world = new World().failing('largest', 2);
  const run = await started(world);
  await pausedAt(run, 'sum.largest');
  await update(run, 'skipStep', { step: 'sum.largest', reason: 'try' });
  await until(
    () => progressOf(run),
    ({ steps }) => steps.some((row) => row.message?.includes('declares no output for being skipped') === true),
  );
  await update(run, 'retryStep', { step: 'sum.largest' });
  await expect(run.result()).resolves.toMatchObject({ max: 9, partial: false });
});

it('validators refuse what is not possible and say what is', async () => {
  const world = new World().failing('total', 2);
  const run = await started(world);
  await pausedAt(run, 'sum.total');
  expect(await refusalOf(update(run, 'retryStep', { step: 'sum.list' }))).toBe(
    "'sum.list' is not paused; paused: sum.total",
  );
  expect(await refusalOf(update(run, 'retryStep', { step: 'sum.total', from: 'sum.lost' }))).toMatch(
    /'sum.lost' has not run; steps of this run: sum.list, /,
  );
  expect(await refusalOf(update(run, 'skipStep', { step: 'sum.total', reason: ' ' }))).toBe(
    `skipStep: 'reason' must be a reason of 1 to 1000 characters; it is " "`,
  );
  expect(await refusalOf(update(run, 'resumeRun'))).toBe('the run was not paused by pauseRun');
  expect(await refusalOf(update(run, 'answer', { name: 'go', value: 1 }))).toBe(
    "nothing waits for 'go'; waiting: none",
  );
  await update(run, 'retryStep', { step: 'sum.total' });
  await run.result();
});

it('retryStep { from } runs an earlier step again and what depends on its changed content', async () => {
  const world = new World().failing('total', 2);
  const run = await started(world);
  await pausedAt(run, 'sum.total');
  world.offset = 1;
  await update(run, 'retryStep', { step: 'sum.total', from: 'sum.list' });
  await expect(run.result()).resolves.toMatchObject({ sum: 4 + 9 + 16 });
  expect(world.ran.filter((name) => name.startsWith('square')).toSorted()).toEqual([
    'square 1',
    'square 2',
    'square 3',
    'square 4',
  ]);
  expect((await progressOf(run)).heals).toBe(0);
});

it('onFailure: fail ends the run instead of pausing it', async () => {
  const run = await started(new World().failing('total'), { onFailure: 'fail' });
  expect(await failureOf(run)).toMatchObject({ type: 'StepExhausted' });
  expect((await progressOf(run)).status).toBe('failed');
});

it('pauseRun starts no further step until resumeRun', async () => {
  const world = new World();
  let release = (): void => undefined;
  world.on('gap', () => new Promise<void>((resolve) => (release = resolve)));
  const run = await started(world);
  await until(
    () => world.count('gap'),
    (count) => count === 1,
  );
  await update(run, 'pauseRun', { reason: 'lunch' });
  release();
  await until(
    () => progressOf(run),
    ({ steps }) => steps.some((row) => row.name === 'sum.gap' && row.status === 'done'),
  );
  expect((await progressOf(run)).status).toBe('paused');
  expect(world.count('total')).toBe(0);
  await update(run, 'resumeRun');
  await expect(run.result()).resolves.toMatchObject({ sum: 14 });
});

it('rule 10: cancellation ends the run cancelled, leaves no lock, and keeps what is finished', async () => {
  const world = new World().on('square 3', stopped);
  const run = await started(world);
  await until(
    () => world.count('square 3'),
    (count) => count === 1,
  );
  await run.cancel();
  await expect(run.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
  expect((await run.describe()).status.name).toBe('CANCELLED');
  expect((await progressOf(run)).status).toBe('cancelled');
  const facts = await (await stateOf(pipelines, run.workflowId)).facts();
  expect(facts.locks).toEqual([]);
  expect(facts.records.map((record) => record.step)).toEqual(['sum.list']);
  world.on('square 3', () => undefined);
  const second = await again(pipelines, run, 'sumPipeline', { count: 3 });
  await expect(second.result()).resolves.toMatchObject({ sum: 14 });
  expect(world.ran.filter((name) => /list|square/.test(name)).toSorted()).toEqual([
    'list',
    'square 1',
    'square 2',
    'square 3',
    'square 3',
  ]);
});

it('a step inside run.once ends the run at once, and says where it belongs', async () => {
  const world = new World();
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('nestedPipeline', { count: 2 });
  expect(await failureOf(run)).toEqual({
    type: 'NestedInOnce',
    message: "The run was stopped: run.once('squares') calls sum.list; call it in the body, its result is kept anyway.",
  });
  expect(world.ran).toEqual([]);
});

it('the active-time limit stops the work in flight and fails the run', async () => {
  const world = new World().on('list', stopped);
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('limitedPipeline', { count: 3 });
  expect(await failureOf(run)).toMatchObject({ type: 'RunTimeout' });
});

it('time in which the run waits for a person is not active time', async () => {
  const world = new World().failing('list', 2);
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('limitedPipeline', { count: 3 });
  await pausedAt(run, 'sum.list');
  const pausedAtMs = Date.now();
  await until(Date.now, (now) => now - pausedAtMs > 1100);
  await update(run, 'retryStep', { step: 'sum.list' });
  await expect(run.result()).resolves.toBe(3);
});
