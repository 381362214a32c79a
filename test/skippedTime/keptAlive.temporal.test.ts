/** What people see of `kit.keepAlive`: an activity without an end, whose attempts renew the state and fail to be called again. */
import { connect } from '../../client';
import { until } from '../kit/driver';
import { World } from '../kit/world';
import { useSkippingPipelines } from './pipelines';

const pipelines = useSkippingPipelines();

/** Parked, and renewed at least once. */
async function parked() {
  const run = await pipelines.run(new World(), 'askedPipeline', { count: 3 });
  const pending = async () => {
    const { pendingActivities } = (await run.describe()).raw;
    return pendingActivities?.find(({ activityType }) => activityType?.name === 'kit.keepAlive');
  };
  await until(
    () => run.query<{ status: string }>('progress'),
    ({ status }) => status === 'waiting',
  );
  await pipelines.time.skip('9 hours');
  return { run, renewal: await until(pending, (one) => (one?.attempt ?? 0) > 1) };
}

it('a run that is cancelled between two renewals ends at once', async () => {
  const { run } = await parked();
  await run.cancel();
  await expect(run.result()).rejects.toMatchObject({ cause: { name: 'CancelledFailure' } });
});

it('a renewal that is waited for is no trouble, and no failure of a step', async () => {
  const { run, renewal } = await parked();
  expect(renewal?.lastFailure?.message).toMatch(/^The state of the run lives until .*; it is renewed at /);
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
