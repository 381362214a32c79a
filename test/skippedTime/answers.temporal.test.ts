/** Cached answers outlive the runs that paid for them (24 h), and end seven days after they were paid. */
import { until } from '../kit/driver';
import { World } from '../kit/world';
import { useSkippingPipelines } from './pipelines';

const pipelines = useSkippingPipelines();
const { redis } = pipelines;

const keysLike = async (part: string) => (await redis.keys()).filter((key) => key.includes(part));
const payments = (world: World) => world.ran.filter((entry) => /^(paid|pay) /.test(entry)).length;

it('answers outlive the state of their run, are not renewed by being read, and are paid again after seven days', async () => {
  const world = new World();
  const first = await pipelines.run(world, 'paidPipeline', { count: 3 });
  const result: unknown = await first.result();
  const rerun = async (): Promise<unknown> => (await pipelines.start('paidPipeline', { count: 3 })).result();
  expect(payments(world)).toBe(4);

  await pipelines.time.skip('25 hours');
  expect(await keysLike(`{${first.workflowId}}`)).toEqual([]);
  expect(await keysLike(':c2:')).toHaveLength(4);
  await expect(rerun()).resolves.toEqual(result);
  await pipelines.time.skip('5.8 days');
  await expect(rerun()).resolves.toEqual(result);
  expect([payments(world), world.count('list')]).toEqual([4, 3]);

  await pipelines.time.skip('0.2 days');
  expect(await keysLike(':c2:')).toEqual([]);
  await expect(rerun()).resolves.toEqual(result);
  expect(payments(world)).toBe(8);
});

it('a run whose state is gone is rebuilt without paying again', async () => {
  const world = new World();
  // Other numbers than above, whose answers are still there.
  world.offset = 10;
  const run = await pipelines.run(world, 'sleepingPaidPipeline', { count: 3 });
  await until(
    () => payments(world),
    (count) => count === 3,
  );
  await pipelines.time.skip('24 hours');
  await redis.raw.del(...(await keysLike(`{${run.workflowId}}`)));
  await pipelines.time.skip('1.2 hours');
  await expect(run.result()).resolves.toBe(121 + 144 + 169 + 30);
  expect([payments(world), world.count('list')]).toEqual([3, 2]);
});
