/** The ways out: Temporal's own options in our worker and client, and the kit in a worker that somebody makes himself. */
import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { Connection } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { connect } from '../../../client';
import { createWorker, pipelinePlugin } from '../../../worker';
import { shopSteps } from '../../kit/defined/steps';
import { usePipelines } from '../../support/pipeline';
import { order } from '../../kit/defined/pipelines';

const file = require.resolve('./workflows');
const pipelines = usePipelines(file);
const shout = (text: string): Promise<string> => Promise.resolve(text.toUpperCase());

/** Nobody who reads the history reads what was said. */
const codec: PayloadCodec = {
  encode: (payloads) => Promise.resolve(payloads.map(flipped)),
  decode: (payloads) => Promise.resolve(payloads.map(flipped)),
};
const flipped = ({ metadata, data }: Payload): Payload => ({
  ...(metadata && { metadata }),
  ...(data && { data: data.map((byte) => byte ^ 255) }),
});

test('Temporal’s own options stand beside ours: an interceptor, a codec, an activity of one’s own', async () => {
  const seen: string[] = [];
  const config = pipelines.config();
  const worker = await createWorker({
    pipelines: file,
    steps: [shopSteps],
    deps: {},
    config,
    worker: {
      activities: { shout },
      dataConverter: { payloadCodecs: [codec] },
      interceptors: {
        activity: [
          ({ info: { activityType } }) => ({
            inbound: {
              execute(input, next) {
                seen.push(activityType);
                return next(input);
              },
            },
          }),
        ],
      },
    },
  });
  const done = worker.run();
  const { temporal, redisUrl, prefix, taskQueue } = config;
  const own = {
    client: { dataConverter: { payloadCodecs: [codec] } },
    connection: pipelines.client.connection as Connection,
  };
  const client = await connect({ temporal, redisUrl, prefix, taskQueue, ...own });
  const id = `own-${randomUUID()}`;
  const { handle } = await client.start(order, { cents: 300 }, { id });
  expect((await handle.result()).result).toEqual({ paid: 300, currency: 'eur' });
  // An input that is kept behind the codec is recognised as the same.
  expect((await client.start(order, { cents: 300 }, { id })).how).toBe('finished');
  expect((await handle.inspect()).steps.map(({ name }) => name)).toContain('shop.charge');
  const plain = new Client({ ...own.client, connection: own.connection });
  const workflowId = `shouting-${randomUUID()}`;
  expect(await plain.workflow.execute('shouting', { taskQueue, workflowId, args: ['hello'] })).toBe('HELLO');
  expect(seen).toEqual(expect.arrayContaining(['kit.open', 'shop.charge', 'shout']));
  const history = await pipelines.client.workflow.getHandle(id).fetchHistory();
  expect(Buffer.from(JSON.stringify(history)).includes('"cents":300')).toBe(false);
  await client.close();
  worker.shutdown();
  await done;
  // The connection was the program's own.
  expect(await pipelines.client.workflow.count()).toMatchObject({ count: expect.any(Number) as number });
}, 120_000);

test('the kit works in a worker that somebody makes himself, beside what that has', async () => {
  const { redisUrl, prefix, ...config } = pipelines.config();
  const taskQueue = `own-${randomUUID()}`;
  const kit = await pipelinePlugin({
    pipelines: require.resolve('../../kit/defined/pipelines'),
    steps: [shopSteps],
    deps: {},
    config: { ...config, redisUrl, prefix },
  });
  const connection = await NativeConnection.connect({ address: pipelines.address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: file,
    activities: { shout },
    plugins: [kit],
  });
  const client = await connect({ temporal: config.temporal, redisUrl, prefix, taskQueue });
  await worker.runUntil(async () => {
    const { handle } = await client.start(order, { cents: 400 }, { id: `own-${randomUUID()}` });
    expect((await handle.result()).result).toEqual({ paid: 400, currency: 'eur' });
    const workflowId = `shouting-${randomUUID()}`;
    expect(await pipelines.client.workflow.execute('shouting', { taskQueue, workflowId, args: ['a'] })).toBe('A');
    // What this worker has besides is not known: nothing is refused.
    await (await client.start('shouting', 'a', { id: `own-${randomUUID()}` })).handle.cancel();
  });
  await client.close();
  await connection.close();
}, 120_000);
