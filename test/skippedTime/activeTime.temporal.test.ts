/** Backoffs that last, and the limit of active time: 1800 s while somebody works on the run. */
import { ApplicationFailure } from '@temporalio/common';
import type { Duration } from '../../activities/kit/contract';
import { failureOf, pausedAt, progressOf, stateOf, until, update } from '../kit/driver';
import { World } from '../kit/world';
import { useSkippingPipelines } from './pipelines';

const pipelines = useSkippingPipelines();

/** What a step throws that wants to be tried again only then. */
const notBefore = (nextRetryDelay: Duration): never => {
  throw ApplicationFailure.create({ message: 'come back later', nextRetryDelay });
};

/** `step` asks for this delay in its first runs, one after another, and then works. */
function backingOff(world: World, step: string, ...delays: Duration[]): World {
  return world.on(step, () => {
    const delay = delays[world.count(step) - 1];
    if (delay !== undefined) notBefore(delay);
  });
}

it('in an hour-long backoff a step does not run, keeps its count of failures, and runs when the hour is over', async () => {
  const world = backingOff(new World(), 'list', '60 minutes');
  const run = await pipelines.run(world, 'patientPipeline', { count: 3 });
  await until(() => world.count('list'), Boolean);
  await pipelines.time.skip('59 minutes');
  expect(world.count('list')).toBe(1);
  const { counters } = await (await stateOf(pipelines, run.workflowId)).facts();
  expect(counters).toMatchObject([{ step: 'sum.list', failed: 1, starts: 0 }]);
  await pipelines.time.skip('2 minutes');
  await expect(run.result()).resolves.toBe(3);
  expect(world.count('list')).toBe(2);
});

it('a run that has been active for 1800 s is stopped, also in the middle of a backoff', async () => {
  const world = backingOff(new World(), 'gap', '60 minutes');
  const run = await pipelines.run(world, 'hurriedPipeline', { count: 3 });
  await until(() => world.count('gap'), Boolean);
  await pipelines.time.skip('29 minutes');
  expect((await progressOf(run)).status).toBe('running');
  await pipelines.time.skip('2 minutes');
  expect(await failureOf(run)).toEqual({
    type: 'RunTimeout',
    message: 'The run was stopped: it was active for 1800 s, its limit.',
  });
  expect(world.ran).toEqual(['gap']);
});

it('a pause of five hours does not count: 20 minutes before it and 10 after it make the 1800 s', async () => {
  const world = backingOff(new World(), 'gap', '20 minutes');
  let mended = false;
  world.on('list', () => {
    if (mended) notBefore('20 minutes');
    throw new Error('list is broken');
  });
  const run = await pipelines.run(world, 'hurriedPipeline', { count: 3 });
  await until(() => world.count('gap'), Boolean);
  await pipelines.time.skip('21 minutes');
  await pausedAt(run, 'sum.list');
  await pipelines.time.skip('5 hours');
  expect((await progressOf(run)).status).toBe('paused');
  mended = true;
  await update(run, 'retryStep', { step: 'sum.list' });
  await until(
    () => world.count('list'),
    (count) => count === 3,
  );
  await pipelines.time.skip('9 minutes');
  expect((await progressOf(run)).status).toBe('running');
  await pipelines.time.skip('2 minutes');
  expect(await failureOf(run)).toMatchObject({ type: 'RunTimeout' });
  expect(world.count('list')).toBe(3);
});
