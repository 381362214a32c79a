/** A pipeline as one thing, from its file to a client. */
import { randomUUID } from 'node:crypto';
import { connect, PipelineUnknown } from '../../../client';
import type { PipelineClient } from '../../../client';
import { createWorker } from '../../../worker';
import { failureOf, until } from '../driver';
import { usePipelines } from '../../support/pipeline';
import { order } from './pipelines';
import type { farewell } from './others';
import { shopSteps } from './steps';

const pipelines = usePipelines(require.resolve('./pipelines'));
let client: PipelineClient;

beforeAll(async () => {
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  client = await connect({ temporal, redisUrl, prefix, taskQueue });
});
afterAll(() => client.close());
let worker: Awaited<ReturnType<typeof pipelines.worker>>;
beforeEach(async () => (worker = await pipelines.worker([shopSteps], {})));

test('a client starts the definition itself; its schema fills in what was left out', async () => {
  const { handle } = await client.start(order, { cents: 300 }, { id: `order-${randomUUID()}` });
  expect(await handle.result()).toMatchObject({ status: 'ok', result: { paid: 300, currency: 'eur' } });
});

test('it is plain Temporal: any client starts it by its name, and its input is checked when it opens', async () => {
  expect(await (await pipelines.start('greeting', { name: 'Ada' })).result()).toEqual({ text: 'Hello Ada' });
  const wrong = await pipelines.start('order', { cents: -1, colour: 'red' });
  const failure = await failureOf(wrong);
  expect(failure).toMatchObject({ type: 'RunInputInvalid' });
  expect(failure.message).toMatch(/order.*cents.*colour/s);
});

test('a workflow of Temporal’s own, exported beside them, runs too', async () => {
  expect(await (await pipelines.start('plain', { n: 1 })).result()).toBe(2);
});

test('of a name that no worker has nothing is sent, and the answer has those that there are', async () => {
  const id = `wrong-${randomUUID()}`;
  const wrong = client.start('oder', { cents: 300 }, { id });
  await expect(wrong).rejects.toThrow(PipelineUnknown);
  await expect(wrong).rejects.toThrow(/has a pipeline oder\. They have: greeting, order, plain\. Correct the name/);
  await expect(client.handle(id).isRunning()).rejects.toThrow('knows no run');
});

test('an unknown type sent by a plain client fails the task, not the run, and goes on when a worker has it', async () => {
  const run = await pipelines.start('farewell', { name: 'Ada' });
  const trouble = await until(
    () => client.handle(run.workflowId).trouble(),
    (found) => found?.kind === 'task fails',
  );
  expect(trouble).toMatchObject({
    cause: expect.stringContaining('this worker has no pipeline "farewell"; it has: greeting, order, plain') as string,
  });
  await worker.stop();
  const other = await createWorker({
    pipelines: require.resolve('./others'),
    steps: [],
    deps: {},
    config: pipelines.config(),
  });
  const working = other.run();
  try {
    expect(await run.result()).toEqual({ text: 'Goodbye Ada' });
    const id = `farewell-${randomUUID()}`;
    const { handle } = await client.start<typeof farewell>('farewell', { name: 'Bob' }, { id });
    expect(await handle.isRunning()).toBe(true);
    expect((await handle.result()).result?.text).toBe('Goodbye Bob');
    // Of the worker that has ended clients still know what it had, for a while: a run of it waits for the next one.
    const { handle: waiting } = await client.start('greeting', { name: 'Ada' }, { id: `greeting-${randomUUID()}` });
    expect(await waiting.isRunning()).toBe(true);
    await waiting.cancel();
  } finally {
    other.shutdown();
    await working;
  }
});
