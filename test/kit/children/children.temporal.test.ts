/** Children on real servers: one row in their parent, seen and steered through it. */
import { randomUUID } from 'node:crypto';
import { AnswerInvalid, connect } from '../../../client';
import type { PipelineClient, RunHandle } from '../../../client';
import type { RunProgress } from '../../../workflows/kit';
import { usePipelines } from '../../support/pipeline';
import { until } from '../driver';
import { sumSteps } from '../steps';
import { World } from '../world';

const pipelines = usePipelines(require.resolve('./workflows'));
let client: PipelineClient;

beforeAll(async () => {
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  client = await connect({ temporal, redisUrl, prefix, taskQueue });
});
afterAll(() => client.close());

async function started(): Promise<{ order: RunHandle; invoice: RunHandle }> {
  const id = `order-${randomUUID()}`;
  const { handle } = await client.start('orderPipeline', { order: 'o1' }, { id });
  return { order: handle, invoice: client.handle(`invoice-${id}`) };
}
const progressWhen = (run: RunHandle, is: (now: RunProgress) => boolean): Promise<RunProgress | undefined> =>
  until(
    () => run.progress(),
    (now) => now !== undefined && is(now),
  );
const statusOf = (run: RunHandle, wanted: string) => progressWhen(run, ({ status }) => status === wanted);

it('a child is one row of its parent, through which it is paused, retried, answered and seen', async () => {
  await pipelines.worker([sumSteps], { world: new World().failing('gap', 1) });
  const { order, invoice } = await started();
  const paused = await statusOf(order, 'paused');
  expect(paused?.steps).toMatchObject([
    { status: 'paused', child: invoice.id, message: expect.stringMatching(/^sum.gap: .*gap is broken/) },
  ]);
  for await (const event of order.watch()) if (event.event === 'paused') break;
  await order.retry();
  expect(await statusOf(order, 'waiting')).toMatchObject({ waitingFor: ['paid'] });

  await order.pause('lunch');
  expect(await invoice.progress()).toMatchObject({ heldFor: 'lunch' });
  await order.resume();
  expect(await invoice.progress()).not.toHaveProperty('heldFor');

  const { type, parent } = await invoice.inspect();
  expect({ type, parent }).toEqual({ type: 'invoicePipeline', parent: order.id });
  const report = await order.inspect();
  expect(report).toMatchObject({
    status: 'waiting',
    steps: [{ name: `invoicePipeline [${invoice.id}]`, children: [invoice.id] }],
  });

  await expect(order.answer('paid', { cents: 'many' })).rejects.toThrow(AnswerInvalid);
  await order.answer('paid', { cents: 5 });
  expect(await order.result()).toMatchObject({ status: 'ok', result: { order: 'o1', cents: 5 } });
  expect(await invoice.result()).toMatchObject({ status: 'ok' });
}, 60_000);

it('a parent that is cancelled cancels its child and ends after it; started again, both go on', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const { order, invoice } = await started();
  await statusOf(order, 'waiting');
  await order.cancel();
  expect(await order.result()).toMatchObject({ status: 'cancelled' });
  expect(await invoice.isRunning()).toBe(false);
  expect(await invoice.result()).toMatchObject({ status: 'cancelled' });

  await order.retry();
  await statusOf(order, 'waiting');
  await order.answer('paid', { cents: 7 });
  expect(await order.result()).toMatchObject({ status: 'ok', result: { cents: 7 } });
}, 60_000);

it('a run that is restarted leaves its child, and takes it up when that has ended', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const { order, invoice } = await started();
  await statusOf(order, 'waiting');
  expect(await order.retry({ restart: true })).toBe('restarted');
  expect(await invoice.isRunning()).toBe(true);
  await invoice.answer('paid', { cents: 9 });
  expect(await order.result()).toMatchObject({ status: 'ok', result: { cents: 9 } });
}, 60_000);
