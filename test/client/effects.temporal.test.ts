/** Effects and single calls, as a program that uses the client meets them. */
import { randomUUID } from 'node:crypto';
import { connect } from '../../client';
import type { PipelineClient, RunHandle } from '../../client';
import { until } from '../kit/driver';
import { orderSteps } from '../kit/effects/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';

const pipelines = usePipelines(require.resolve('../kit/effects/workflows'));
let client: PipelineClient;

beforeAll(async () => {
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  client = await connect({ temporal, redisUrl, prefix, taskQueue });
});
afterAll(() => client.close());

const statusOf = (run: RunHandle, status: string) =>
  until(
    async () => (await run.progress())?.status,
    (now) => now === status,
  );

it.each(['resumed by start', 'retried', 'restarted'])(
  'a run that is %s takes what its effects answered, though everything in Redis is lost',
  async (how) => {
    const world = new World();
    await pipelines.worker([orderSteps], { world });
    const id = `order-${randomUUID()}`;
    const { handle } = await client.start('orderPipeline', {}, { id });
    await statusOf(handle, 'waiting');
    if (how !== 'restarted') {
      await handle.cancel();
      await handle.result();
    }
    await pipelines.redis.raw.del(...(await pipelines.redis.keys()));
    const again = how === 'resumed by start' ? (await client.start('orderPipeline', {}, { id })).how : '';
    const retried = again === '' ? await handle.retry({ restart: how === 'restarted' }) : '';
    expect([again, retried]).toContain(again === '' ? 'restarted' : 'resumed');
    await statusOf(handle, 'paused');
    await handle.skip('charge', 'it is right');
    await statusOf(handle, 'waiting');
    await handle.answer('go', true);
    expect(await handle.result()).toMatchObject({ status: 'ok', result: 101 });
    expect(world.notes.map(({ text }) => text)).toEqual(['charge 101', 'mail 101']);
  },
);

it('of two paused calls of one step each is retried by its own name', async () => {
  const world = new World().failing('charge', 4);
  await pipelines.worker([orderSteps], { world });
  const { handle } = await client.start('twoOrdersPipeline', {}, { id: `order-${randomUUID()}` });
  const rows = async () => (await handle.progress())?.steps.slice(1).map(({ name, status }) => `${name} ${status}`);
  const are = (...wanted: string[]) => until(rows, (now) => JSON.stringify(now) === JSON.stringify(wanted));
  await are('order.pay paused', 'order.pay #2 paused');
  await handle.retry({ step: 'pay #2' });
  await are('order.pay paused', 'order.pay #2 done');
  await expect(handle.retry({ step: 'pay #2' })).rejects.toThrow("'order.pay #2' is not paused; paused: order.pay");
  await handle.retry();
  expect(await handle.result()).toMatchObject({ result: [101, 101] });
});
