/** Everything in Redis is lost, at each point of an order whose quote is another one each time: what becomes of the charge. */
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { again, pausedAt, progressOf, until, update } from '../driver';
import { usePipelines } from '../../support/pipeline';
import { stopped, World } from '../world';
import { orderSteps } from './steps';

const pipelines = usePipelines(require.resolve('./workflows'));

type Type = 'orderPipeline' | 'namedOrderPipeline';

/** All keys of the tests' prefix: other tests have their own. */
async function flush(): Promise<void> {
  const keys = await pipelines.redis.keys();
  if (keys.length > 0) await pipelines.redis.raw.del(...keys);
}

const charges = (world: World) => world.notes.filter(({ text }) => /^(charge|pay) /.test(text));
const keys = (world: World): number => new Set(charges(world).map(({ key }) => key)).size;

async function ordered(world: World, type: Type = 'orderPipeline', options?: object): Promise<WorkflowHandle> {
  await pipelines.worker([orderSteps], { world });
  const { taskQueue } = pipelines.config();
  return pipelines.client.workflow.start(type, {
    taskQueue,
    workflowId: `order-${randomUUID()}`,
    args: options === undefined ? [{}] : [{}, options],
  });
}

const settled = (run: WorkflowHandle) =>
  until(
    () => progressOf(run),
    ({ status }) => status !== 'running',
  );

const BOTH = /(Done|Begun): \{.*"q":\{"\$ref":"[0-9a-f]{64}"\}\}.* Now: \{.*"q":\{"\$ref":"[0-9a-f]{64}"\}\}/;

/**
 * Answers as often as the run asks; a person decides `how` about a call that pauses, and retries what nobody knows the end of.
 * @returns how many charges that person wanted made.
 */
async function lived(run: WorkflowHandle, how: 'skipStep' | 'retryStep'): Promise<number> {
  let wanted = 0;
  for (;;) {
    const { status, steps } = await settled(run);
    if (status === 'waiting') await update(run, 'answer', { name: 'go', value: 1 });
    else if (status === 'paused') {
      const { name: step = '', message = '' } = steps.find((row) => row.status === 'paused') ?? {};
      if (!BOTH.test(message)) throw new Error(`a pause that does not name both inputs: ${message}`);
      const decision = message.includes('Begun: ') ? 'retryStep' : how;
      await update(run, decision, { step, ...(decision === 'skipStep' && { reason: 'it is right' }) });
      if (decision === 'retryStep' && step === 'order.charge') wanted += 1;
    } else return wanted;
  }
}

/** `charge`: before it; `charged`: the money is gone, and its attempt has not ended. */
describe.each(['quote', 'charge', 'charged', 'mail'])('everything in Redis is lost in %s', (point) => {
  it.each(['skipStep', 'retryStep'] as const)(
    'there is one charge, or a pause that names both inputs before the second; %s goes on from there',
    async (how) => {
      const world = new World().onceOn(point, flush);
      const run = await ordered(world);
      const wanted = await lived(run, how);
      await expect(run.result()).resolves.toEqual(expect.any(Number));
      expect(keys(world)).toBeGreaterThanOrEqual(1);
      expect(keys(world)).toBeLessThanOrEqual(1 + wanted);
    },
  );

  it('with a business key there is one charge, and nobody is asked', async () => {
    const world = new World().onceOn(point, flush);
    const run = await ordered(world, 'namedOrderPipeline');
    expect((await settled(run)).status).toBe('waiting');
    await update(run, 'answer', { name: 'go', value: 1 });
    await run.result();
    expect(keys(world)).toBe(1);
  });
});

it('everything in Redis is lost while the order waits: there is one charge, and the mail says what was charged', async () => {
  const world = new World();
  const run = await ordered(world);
  await settled(run);
  await flush();
  expect(await lived(run, 'skipStep')).toBe(0);
  await expect(run.result()).resolves.toBe(101);
  expect(world.notes.map(({ text }) => text)).toEqual(['charge 101', 'mail 101']);
});

it('an effect whose worker died after it, and whose state is lost, is not made with another input unasked', async () => {
  const world = new World();
  let died = false;
  world.on('charged', async (signal) => {
    if (died) return;
    died = true;
    await flush();
    // The lock is gone: the attempt hears it, and ends without an answer.
    await stopped(signal);
  });
  const run = await ordered(world);
  expect((await settled(run)).status).toBe('paused');
  expect(charges(world)).toHaveLength(1);
  expect(await pausedAt(run, 'order.charge')).toMatch(/may have been done .* nobody knows its end.* Begun: /);
  await update(run, 'retryStep', { step: 'order.charge' });
  await lived(run, 'retryStep');
  expect(keys(world)).toBe(2);
});

it('another execution of the id takes the answers of the one before it, though everything in Redis is lost', async () => {
  const world = new World();
  const run = await ordered(world);
  await settled(run);
  const { runId } = await run.describe();
  await run.cancel();
  await run.result().catch(() => undefined);
  await flush();
  const second = await again(pipelines, run, 'orderPipeline', {}, { continues: runId });
  expect(await pausedAt(second, 'order.charge')).toMatch(/Done: /);
  expect(keys(world)).toBe(1);
  await update(second, 'skipStep', { step: 'order.charge', reason: 'it is right' });
  await lived(second, 'skipStep');
  await expect(second.result()).resolves.toBe(101);
  const third = await again(pipelines, run, 'orderPipeline', {}, { continues: (await second.describe()).runId });
  await until(
    () => progressOf(third),
    ({ status }) => status === 'ok' || status === 'paused',
  );
  expect(keys(world)).toBe(1);
});
