/** What `inspect` tells of real runs that do not go straight on: attempts, heals, pauses, decisions, versions. */
import type { WorkflowHandle } from '@temporalio/client';
import { connect } from '../../client';
import type { PipelineClient, RunReport, StepReport } from '../../client';
import { blobKeys, pausedAt, stateOf, until, update } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';

const pipelines = usePipelines(require.resolve('../kit/workflows'));
let client: PipelineClient;

beforeAll(async () => {
  const { redisUrl, prefix } = pipelines.config();
  client = await connect({ temporal: { connectionOptions: { address: pipelines.address } }, redisUrl, prefix });
});
afterAll(() => client.close());

const inspected = (run: { workflowId: string }): Promise<RunReport> => client.handle(run.workflowId).inspect();

/** Under an id that the world of the test knows before the run begins. */
function startAs(workflowId: string, input: { count: number; shardSize?: number }): Promise<WorkflowHandle> {
  const { taskQueue } = pipelines.config();
  return pipelines.client.workflow.start('sumPipeline', { taskQueue, workflowId, args: [input] });
}

function stepOf({ steps }: RunReport, name: string): StepReport {
  const found = steps.find((step) => step.name === name);
  if (!found) throw new Error(`no step ${name}: ${steps.map((step) => step.name).join(', ')}`);
  return found;
}

test('attempts are told with their times and reasons, though Temporal keeps the last one only', async () => {
  await pipelines.worker([sumSteps], { world: new World().failing('total', 1) });
  const run = await pipelines.start('sumPipeline', { count: 3 });
  await run.result();
  const { attempts, activities } = stepOf(await inspected(run), 'sum.total');
  expect(attempts).toBe(2);
  expect(activities).toMatchObject([{ outcome: 'done', attempt: 2 }]);
  const [first, second] = activities[0]?.attempts ?? [];
  expect(first).toMatchObject({ number: 1, why: 'total is broken' });
  expect(second).toMatchObject({ number: 2 });
  expect(second).not.toHaveProperty('why');
  const times = [first?.startedAt, first?.endedAt, second?.startedAt, second?.endedAt].map((time) =>
    Date.parse(time ?? ''),
  );
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('a healed run tells what was lost and who found out, what was answered by a record, and what ran again', async () => {
  const world = new World();
  await pipelines.worker([sumSteps], { world });
  world.onceOn('gap', async () => {
    const { records } = await (await stateOf(pipelines, 'healed-run')).facts();
    const output = records.findLast(({ step }) => step === 'kit.gather')?.output as { $ref: string };
    await pipelines.redis.raw.del(...(await blobKeys(pipelines, 'healed-run', output.$ref)));
  });
  const run = await startAs('healed-run', { count: 5, shardSize: 2 });
  await run.result();
  const found = await inspected(run);
  expect(found).toMatchObject({ heals: 1, status: 'ok' });
  expect(found.healed).toHaveLength(1);
  expect(found.healed[0]?.lost).toContainEqual({
    by: 'sum.total',
    input: 'squares',
    step: 'sum.square',
    corrupt: false,
  });
  expect(stepOf(found, 'sum.list').activities.map(({ outcome }) => outcome)).toEqual(['done', 'answered']);
  expect(stepOf(found, 'sum.total').activities.map(({ outcome }) => outcome)).toEqual(['lost', 'done']);
  const parts = stepOf(found, 'sum.square').activities.map(({ part }) => part);
  expect(parts.slice(0, 4)).toEqual(['items 1 to 2', 'items 3 to 4', 'items 5 to 5', 'gather']);
  expect(stepOf(found, 'sum.square').items).toMatchObject({ total: 5, done: 5 });
  expect(found.steps.map(({ name }) => name)).not.toContain('kit.gather');
});

test('a paused run tells why and all attempts so far; afterwards it tells what people decided', async () => {
  await pipelines.worker([sumSteps], { world: new World().failing('total') });
  const run = await pipelines.start('sumPipeline', { count: 3 });
  await pausedAt(run, 'sum.total');
  const paused = await inspected(run);
  expect(paused).toMatchObject({ status: 'paused', ledger: [] });
  expect(stepOf(paused, 'sum.total')).toMatchObject({
    status: 'paused',
    message: expect.stringContaining('total is broken'),
  });
  expect(stepOf(paused, 'sum.total').activities).toMatchObject([
    {
      outcome: 'failed',
      attempt: 2,
      attempts: [
        { number: 1, why: 'total is broken' },
        { number: 2, type: 'StepExhausted' },
      ],
    },
  ]);
  await update(run, 'skipStep', { step: 'sum.total', reason: 'nobody reads it' });
  await run.result();
  const skipped = await inspected(run);
  expect(skipped.decisions).toMatchObject([{ update: 'skipStep', about: 'sum.total', reason: 'nobody reads it' }]);
  expect(stepOf(skipped, 'sum.total').activities.map(({ outcome }) => outcome)).toEqual(['failed', 'skipped']);
});

test('while a step fails and is tried again, its attempts so far are told from its heartbeats', async () => {
  const world = new World();
  let inspectedThen: RunReport | undefined;
  let calls = 0;
  world.on('total', async () => {
    calls += 1;
    if (calls === 1) throw new Error('total is broken');
    inspectedThen ??= await client.handle('working-run').inspect();
  });
  await pipelines.worker([sumSteps], { world });
  const run = await startAs('working-run', { count: 3 });
  await run.result();
  if (!inspectedThen) throw new Error('total never ran again');
  expect(inspectedThen.status).toBe('running');
  expect(inspectedThen.locks).toMatchObject([{ step: 'sum.total' }]);
  expect(stepOf(inspectedThen, 'sum.total').activities).toMatchObject([
    { outcome: 'running', attempt: 2, attempts: [{ number: 1, why: 'total is broken' }, { number: 2 }] },
  ]);
});

test('a map under way tells how many of its items are done', async () => {
  let then: RunReport | undefined;
  const world = new World().on('square 3', async () => {
    // The heartbeat tells at its interval what is done.
    then = await until(
      () => client.handle('mapping-run').inspect(),
      (now) => (stepOf(now, 'sum.square').items?.done ?? 0) === 2,
    );
  });
  await pipelines.worker([sumSteps], { world });
  const run = await startAs('mapping-run', { count: 3 });
  await run.result();
  expect(then && stepOf(then, 'sum.square').items).toMatchObject({ total: 3, done: 2 });
});

test('edges of the graph are who read whose output; versions and the command that does it again are told', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('sumPipeline', { count: 3 });
  await run.result();
  const found = await inspected(run);
  expect(found.steps.map(({ name, reads }) => [name, reads])).toEqual([
    ['sum.list', []],
    ['sum.square', ['sum.list']],
    ['sum.gap', []],
    ['sum.total', ['sum.square']],
    ['sum.largest', ['sum.square']],
    ['sum.note', []],
  ]);
  expect(found.versions).toMatchObject({
    product: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    node: process.versions.node,
    sdk: expect.stringContaining('temporal-typescript'),
    redis: expect.stringMatching(/^(redis|valkey) \d/),
    temporal: expect.stringMatching(/^\d/),
    steps: { 'sum.list': 1 },
  });
  expect(found.reproduce).toBe(`pipeline-worker run sumPipeline --id ${run.workflowId}-again --input '{"count":3}'`);
  expect(found.history).toMatchObject({ read: found.history.events });
});

test('without a worker the steps of a run are told from its history and its records', async () => {
  const { stop } = await pipelines.worker([sumSteps], { world: new World().failing('total') });
  const run = await pipelines.start('sumPipeline', { count: 3 });
  await pausedAt(run, 'sum.total');
  await stop();
  const found = await inspected(run);
  expect(found).toMatchObject({ status: 'running' });
  expect(found.steps.map(({ name, status }) => [name, status])).toEqual([
    ['sum.list', 'done'],
    ['sum.square', 'done'],
    ['sum.gap', 'done'],
    ['sum.total', 'failed'],
    ['sum.largest', 'done'],
  ]);
});
