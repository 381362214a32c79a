/** `retry({ restart: true })`: a run is ended and begins again under its id. What is recorded is not paid for again. */
import type { WorkflowHandle } from '@temporalio/client';
import { connect } from '../../client';
import type { PipelineClient, RunHandle } from '../../client';
import { pausedAt, until } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { stopped, World } from '../kit/world';
import { useNextKernel } from '../support/nextKernel';
import { usePipelines } from '../support/pipeline';

const workflowsPath = require.resolve('../kit/workflows');
const pipelines = usePipelines(workflowsPath);
const onNextKernel = useNextKernel(pipelines, workflowsPath);
const JOB = { count: 12, shardSize: 2 };
const SUM = 650;
let client: PipelineClient;

beforeAll(async () => {
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  client = await connect({ temporal, redisUrl, prefix, taskQueue });
});
afterAll(() => client.close());

/** An outside whose `step` waits until it is let go. */
function gated(step: string): { world: World; letGo: () => void } {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  return { world: new World().on(step, () => gate), letGo };
}

/** A run in the middle of its map: of its items only `square 7` has not ended. */
async function inTheMiddle(world: World): Promise<{ run: WorkflowHandle; handle: RunHandle }> {
  const run = await pipelines.start('sumPipeline', JOB);
  await until(
    () => world.squared(),
    (count) => count === JOB.count,
  );
  return { run, handle: client.handle(run.workflowId) };
}

const eachOnce = (world: World): number[] =>
  Array.from({ length: JOB.count }, (_, i) => world.count(`square ${i + 1}`));
const ONCE = Array.from({ length: JOB.count }, () => 1);
const statusesOf = async ({ workflowId }: WorkflowHandle): Promise<string[]> => {
  const found: string[] = [];
  await until(
    async () => {
      found.length = 0;
      const query = `WorkflowId = '${workflowId}'`;
      for await (const { status } of pipelines.client.workflow.list({ query })) found.push(status.name);
      return found;
    },
    (all) => !all.includes('RUNNING'),
  );
  return found.toSorted();
};

test('a run in the middle of a map is held, its items end, and it is started again without paying for one twice', async () => {
  const { world, letGo } = gated('square 7');
  await pipelines.worker([sumSteps], { world });
  const { run, handle } = await inTheMiddle(world);
  const waits: (readonly string[])[] = [];
  const restarted = handle.retry({
    restart: true,
    onWait: (steps) => {
      waits.push(steps);
      letGo();
    },
  });
  await expect(restarted).resolves.toBe('restarted');
  await expect(handle.result()).resolves.toMatchObject({ status: 'ok', result: { sum: SUM } });
  expect(waits).toEqual([['sum.square']]);
  expect([...eachOnce(world), world.count('list'), world.count('total')]).toEqual([...ONCE, 1, 1]);
  expect(world.notes).toHaveLength(1);
  expect(await statusesOf(run)).toEqual(['COMPLETED', 'TERMINATED']);
});

test('when steps are still under way after the wait it says so, and repeating it goes on waiting', async () => {
  const { world, letGo } = gated('square 7');
  await pipelines.worker([sumSteps], { world });
  const { handle } = await inTheMiddle(world);
  await expect(handle.retry({ restart: true, waitMs: 0 })).rejects.toThrow(
    new RegExp(
      `^After 0 s these steps of ${handle.id} are still under way: sum.square. .* Go on waiting: retry ${handle.id} --restart\\. `,
    ),
  );
  expect((await handle.progress())?.heldFor).toContain('retry --restart');
  const again = handle.retry({ restart: true, onWait: letGo });
  await expect(again).resolves.toBe('restarted');
  await expect(handle.result()).resolves.toMatchObject({ status: 'ok', result: { sum: SUM } });
  expect(eachOnce(world)).toEqual(ONCE);
});

test('a paused run is started again at the step that failed', async () => {
  const world = new World().failing('total', 2);
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', JOB);
  await pausedAt(run, 'sum.total');
  await expect(client.handle(run.workflowId).retry({ restart: true })).resolves.toBe('restarted');
  await expect(client.handle(run.workflowId).result()).resolves.toMatchObject({ status: 'ok', result: { sum: SUM } });
  expect([...eachOnce(world), world.count('list'), world.count('total')]).toEqual([...ONCE, 1, 3]);
});

test('a run that its workers cannot go on with is started again at once: only what was in flight is paid again', async () => {
  const world = new World().onceOn('square 7', () => new Promise(() => undefined));
  const worker = await pipelines.worker([sumSteps], { world });
  const { run, handle } = await inTheMiddle(world);
  await worker.stop();
  await onNextKernel(world, async () => {
    await until(
      () => handle.trouble(),
      (trouble) => trouble?.kind === 'task fails',
    );
    await expect(handle.retry({ restart: true, waitMs: 0 })).resolves.toBe('restarted');
    await expect(handle.result()).resolves.toMatchObject({ status: 'ok', result: { sum: SUM } });
  });
  expect(eachOnce(world)).toEqual(ONCE.with(6, 2));
  expect(await statusesOf(run)).toEqual(['COMPLETED', 'TERMINATED']);
});

test('a run without any worker is started again at once', async () => {
  const world = new World().on('square 7', stopped);
  const worker = await pipelines.worker([sumSteps], { world });
  const { handle } = await inTheMiddle(world);
  await worker.stop();
  await expect(handle.retry({ restart: true, waitMs: 0 })).resolves.toBe('restarted');
  await pipelines.worker([sumSteps], { world: world.on('square 7', () => undefined) });
  await expect(handle.result()).resolves.toMatchObject({ status: 'ok', result: { sum: SUM } });
  expect(eachOnce(world)).toEqual(ONCE.with(6, 2));
});

test.each([
  ['from', { from: 'total' }, 1, 2],
  ['from and fresh', { from: 'square', fresh: true }, 2, 1],
  ['nothing: what it was started with is not done once more', {}, 1, 1],
] as const)('a restart with %s', async (_what, options, squares, totals) => {
  const world = new World().failing('note', 2);
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 2 }, { from: 'sum.square', fresh: true });
  await pausedAt(run, 'sum.note');
  await client.handle(run.workflowId).retry({ restart: true, ...options });
  await expect(client.handle(run.workflowId).result()).resolves.toMatchObject({ status: 'ok', result: { sum: 5 } });
  expect([world.squared(), world.count('total')]).toEqual([2 * squares, totals]);
});

test.each([
  ['a step beside it', { step: 'total' }, /A restart is of all of .*, not of total/],
  ['fresh alone', { fresh: true }, /'fresh' alone pays for nothing again/],
  ['a step that has not run', { from: 'totals' }, /has no step 'totals' .*sum\.total/],
] as const)('a restart with %s is refused, and the run is left as it was', async (_what, options, why) => {
  const world = new World().failing('total', 2);
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 2 });
  await pausedAt(run, 'sum.total');
  const handle = client.handle(run.workflowId);
  await expect(handle.retry({ restart: true, ...options })).rejects.toThrow(why);
  expect(await handle.progress()).not.toHaveProperty('heldFor');
  expect(await handle.isRunning()).toBe(true);
  await handle.retry();
  await handle.result();
});

test('of two that restart a run at the same time one does, the other is told', async () => {
  const { world, letGo } = gated('square 7');
  await pipelines.worker([sumSteps], { world });
  const { run, handle } = await inTheMiddle(world);
  let waiting = 0;
  const onWait = (): void => {
    waiting += 1;
    if (waiting === 2) letGo();
  };
  const both = await Promise.allSettled([1, 2].map(() => handle.retry({ restart: true, onWait })));
  const refused = both.filter((one) => one.status === 'rejected');
  expect(refused.map(({ reason }) => (reason as Error).message)).toEqual([
    `The run ${handle.id} was started by somebody else meanwhile. Look at it with \`watch ${handle.id}\`.`,
  ]);
  await expect(handle.result()).resolves.toMatchObject({ status: 'ok', result: { sum: SUM } });
  expect(eachOnce(world)).toEqual(ONCE);
  expect(await statusesOf(run)).toEqual(['COMPLETED', 'TERMINATED']);
});

test('an execution that somebody else has begun meanwhile is left alone', async () => {
  const { world, letGo } = gated('square 7');
  await pipelines.worker([sumSteps], { world });
  const { run, handle } = await inTheMiddle(world);
  const { taskQueue } = pipelines.config();
  const start = { taskQueue, workflowId: handle.id, args: [JOB], workflowTaskTimeout: '2s' } as const;
  let theirs: Promise<WorkflowHandle> | undefined;
  const onWait = (): void => {
    theirs ??= pipelines.client.workflow.start('sumPipeline', {
      ...start,
      workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    });
  };
  await expect(handle.retry({ restart: true, onWait })).rejects.toThrow('was started by somebody else meanwhile');
  letGo();
  await theirs;
  await expect(handle.result()).resolves.toMatchObject({ status: 'ok', result: { sum: SUM } });
  expect(await statusesOf(run)).toEqual(['COMPLETED', 'TERMINATED']);
});

test('a run that has ended is started again, as by a plain retry', async () => {
  const world = new World();
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', JOB);
  await run.result();
  await expect(client.handle(run.workflowId).retry({ restart: true })).resolves.toBe('restarted');
  await expect(client.handle(run.workflowId).result()).resolves.toMatchObject({ status: 'ok', result: { sum: SUM } });
  expect(eachOnce(world)).toEqual(ONCE);
});
