/** Leases end under skipped time: what a dead holder had is somebody else's, with a larger token. */
import { until } from '../kit/driver';
import { World } from '../kit/world';
import { acquire, beginRequest, commitRequest, newRun } from '../redis/requests';
import { useSkippingPipelines } from './pipelines';

const HOUR_MS = 3_600_000;
const pipelines = useSkippingPipelines();
const { redis } = pipelines;

it('a step lock with a lease of an hour is busy after 59 minutes; after 61 it passes on, and the holder is refused', async () => {
  const run = newRun(redis.store);
  const dead = await acquire(run, { owner: 'dead', scope: 'one execution', leaseMs: HOUR_MS });
  const heir = { owner: 'heir', scope: 'another execution', leaseMs: HOUR_MS };
  await pipelines.time.skip('59 minutes');
  expect(await run.begin(beginRequest(heir))).toMatchObject({ word: 'busy', holder: 'dead' });
  await pipelines.time.skip('2 minutes');
  expect((await acquire(run, heir)).token).toBeGreaterThan(dead.token);
  expect(await run.record(dead, [{ key: 'item', outcome: 'ok', value: '1' }])).toEqual({ word: 'lost' });
  expect(await run.renew([{ ...dead, leaseMs: HOUR_MS }])).toMatchObject([{ word: 'lost' }]);
  expect(await run.commit(commitRequest(dead))).toEqual({ word: 'lost' });
});

it('a resource that a dead holder left locked is free when a parked run comes to it, under a larger token', async () => {
  const outside = await redis.open({ namespace: 'default' });
  const dead = await outside.resource('notes').acquire({ leaseMs: 24 * HOUR_MS });
  const world = new World();
  const run = await pipelines.run(world, 'forgetfulPipeline', { count: 3 });
  await until(() => world.count('largest'), Boolean);
  await pipelines.time.skip('23 hours');
  await expect(outside.resource('notes').acquire({ waitMs: 0 })).rejects.toMatchObject({ name: 'LockBusy' });
  await pipelines.time.skip('2.1 hours');
  await run.result();
  expect(world.notes).toMatchObject([{ text: 'the largest is 9' }]);
  expect(world.notes[0]?.token).toBeGreaterThan(dead.token);
  expect(await dead.release()).toBe('none');
});
