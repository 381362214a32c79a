/** A run parked for longer than its state lives (24 h). The journal of the world says what was computed, and how often. */
import { failureOf, progressOf, until, update } from '../kit/driver';
import { World } from '../kit/world';
import { scheduled, useSkippingPipelines } from './pipelines';

const pipelines = useSkippingPipelines();
const { redis } = pipelines;

const once = ['largest', 'list', 'square 1', 'square 2', 'square 3'];
const stateKeys = async (runId: string) => (await redis.keys()).filter((key) => key.includes(`{${runId}}`));
const ran = (world: World, entry: string) => until(() => world.count(entry), Boolean);

it('parked for 25 h without keep-alive: the state is gone, and everything that made it runs once more', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'sleepingPipeline', { count: 3 });
  await ran(world, 'largest');
  await pipelines.time.skip('24.5 hours');
  expect(world.ran.toSorted()).toEqual(once);
  expect(await stateKeys(run.workflowId)).toEqual([]);
  await pipelines.time.skip('0.6 hours');
  await expect(run.result()).resolves.toEqual({ sum: 14, max: 9 });
  expect(world.ran.toSorted()).toEqual([...once, ...once, 'total'].toSorted());
  expect(await progressOf(run)).toMatchObject({ heals: 1, strikes: {} });
  expect(await scheduled(run, 'kit.keepAlive')).toBe(0);
});

it('parked for 25 h with keep-alive: nothing is lost, nothing is computed again', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'askedPipeline', { count: 3 });
  await ran(world, 'largest');
  await pipelines.time.skip('25 hours');
  expect(await stateKeys(run.workflowId)).not.toEqual([]);
  await update(run, 'answer', { name: 'go', value: null });
  await expect(run.result()).resolves.toEqual({ sum: 14, max: 9 });
  expect(world.ran.toSorted()).toEqual([...once, 'total']);
  expect(await progressOf(run)).toMatchObject({ heals: 0, strikes: {} });
  expect(await scheduled(run, 'kit.keepAlive')).toBe(3);
});

it('where only the blobs have expired, what is needed to make them runs again, and a step without any does not', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'wakingPipeline', { count: 3 });
  await pipelines.time.skip('13.5 hours');
  await ran(world, 'gap');
  await pipelines.time.skip('12 hours');
  await expect(run.result()).resolves.toEqual({ sum: 14 });
  const made = once.filter((entry) => entry !== 'largest');
  expect(world.ran.toSorted()).toEqual([...made, ...made, 'gap', 'total'].toSorted());
  expect(await progressOf(run)).toMatchObject({ heals: 1, strikes: {} });
});

it('a run that needs nothing of its expired state rebuilds nothing', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'forgetfulPipeline', { count: 3 });
  await ran(world, 'largest');
  await pipelines.time.skip('24.5 hours');
  expect(await stateKeys(run.workflowId)).toEqual([]);
  await pipelines.time.skip('0.6 hours');
  await run.result();
  expect(world.ran.toSorted()).toEqual([...once, 'note'].toSorted());
  expect(await progressOf(run)).toMatchObject({ heals: 0 });
});

it('run.waitFor answered after three days goes on with all of its state, and its wait was not active time', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'askingPipeline', { count: 3 });
  await ran(world, 'total');
  await pipelines.time.skip('3 days');
  expect(await progressOf(run)).toMatchObject({ status: 'waiting', waitingFor: ['go'] });
  await update(run, 'answer', { name: 'go', value: { yes: true } });
  await expect(run.result()).resolves.toMatchObject({ answer: { yes: true }, sum: 14 });
  expect(world.ran.toSorted()).toEqual(['gap', ...once.slice(1), 'total'].toSorted());
  const { heals, activeMs } = await progressOf(run);
  expect(heals).toBe(0);
  expect(activeMs).toBeLessThan(60_000);
});

it('a wait that nobody answers is kept alive for seven days and then fails the run', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'askingPipeline', { count: 3 });
  await ran(world, 'total');
  await pipelines.time.skip('6.9 days');
  expect(await progressOf(run)).toMatchObject({ status: 'waiting' });
  expect(await stateKeys(run.workflowId)).not.toEqual([]);
  await pipelines.time.skip('0.2 days');
  expect(await failureOf(run)).toMatchObject({ type: 'ParkedTooLong' });
});
