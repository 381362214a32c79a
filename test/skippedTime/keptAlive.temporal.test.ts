/** `kit.keepAlive` as one activity without an end: each attempt renews the state, and fails to be called again. */
import { connect } from '../../client';
import { until } from '../kit/driver';
import { World } from '../kit/world';
import { scheduled, useSkippingPipelines } from './pipelines';

const pipelines = useSkippingPipelines();
const { redis } = pipelines;

const once = ['largest', 'list', 'square 1', 'square 2', 'square 3'];

it('one activity keeps a run alive for 60 h, at a cost of one event to schedule it', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'keptPipeline', { count: 3 });
  const attempt = async (): Promise<number> => {
    const { pendingActivities } = (await run.describe()).raw;
    return pendingActivities?.find(({ activityType }) => activityType?.name === 'kit.keepAlive')?.attempt ?? 0;
  };
  await until(attempt, (number) => number > 1);
  await pipelines.time.skip('50 hours');
  expect(await attempt()).toBeGreaterThanOrEqual(6);
  expect((await redis.keys()).filter((key) => key.includes(`{${run.workflowId}}:b:`))).not.toEqual([]);
  await pipelines.time.skip('10.5 hours');
  await expect(run.result()).resolves.toEqual({ sum: 14, max: 9 });
  expect(world.ran.toSorted()).toEqual([...once, 'total']);
  expect(await scheduled(run, 'kit.keepAlive')).toBe(1);
});

it('a run that is cancelled between two renewals ends at once', async () => {
  const run = await pipelines.run(new World(), 'keptPipeline', { count: 3 });
  await until(
    async () => (await run.describe()).raw.pendingActivities?.[0]?.attempt ?? 0,
    (attempt) => attempt > 1,
  );
  await run.cancel();
  await expect(run.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
});

it('a renewal that is waited for is no trouble, and no failure of a step', async () => {
  const run = await pipelines.run(new World(), 'keptPipeline', { count: 3 });
  const pending = async () => (await run.describe()).raw.pendingActivities?.[0];
  expect((await until(pending, (one) => (one?.attempt ?? 0) > 1))?.lastFailure?.message).toMatch(
    /^The state of the run lives until .*; it is renewed at /,
  );
  const { temporal, redisUrl, prefix, taskQueue } = pipelines.config();
  const client = await connect({ temporal, redisUrl, prefix, taskQueue });
  try {
    const handle = client.handle(run.workflowId);
    expect(await handle.trouble()).toBeUndefined();
    expect(await handle.inspect()).not.toHaveProperty('trouble');
  } finally {
    await client.close();
    await run.terminate('the test is over');
  }
});
