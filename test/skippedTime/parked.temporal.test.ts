/** Runs that last longer than their state lives (24 h). The journal of the world says what was computed, and how often. */
import { blobKeys, failureOf, pausedAt, progressOf, until, update } from '../kit/driver';
import { World } from '../kit/world';
import { openSkippedTime } from '../../testing/ageing/skippedTime';
import { scheduled, useSkippingPipelines } from './pipelines';

const pipelines = useSkippingPipelines();
const { redis } = pipelines;

const once = ['largest', 'list', 'square 1', 'square 2', 'square 3'];
const stateKeys = async (runId: string) => (await redis.keys()).filter((key) => key.includes(`{${runId}}`));
const ran = (world: World, entry: string) => until(() => world.count(entry), Boolean);
/** As if no worker had been there to keep it alive: time stands while a task waits for one, so it is done by hand. */
const lose = async (keys: readonly string[]) => redis.raw.del(...keys);

it('a body that sleeps for longer than its state lives loses nothing, whatever step made it', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'sleepingPipeline', { count: 3 });
  await ran(world, 'largest');
  await pipelines.time.skip('25.1 hours');
  await expect(run.result()).resolves.toEqual({ sum: 14, max: 9 });
  expect(world.ran.toSorted()).toEqual([...once, 'total']);
  expect(await progressOf(run)).toMatchObject({ heals: 0, strikes: {} });
  expect(await scheduled(run, 'kit.keepAlive')).toBe(1);
});

it('state that is gone all the same is rebuilt: everything that made it runs once more', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'sleepingPipeline', { count: 3 });
  await ran(world, 'largest');
  await pipelines.time.skip('24 hours');
  await lose(await stateKeys(run.workflowId));
  await pipelines.time.skip('1.1 hours');
  await expect(run.result()).resolves.toEqual({ sum: 14, max: 9 });
  expect(world.ran.toSorted()).toEqual([...once, ...once, 'total'].toSorted());
  expect(await progressOf(run)).toMatchObject({ heals: 1, strikes: {} });
});

it('a run that waits for a person for 25 h loses nothing, computes nothing again, and its history hardly grows', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'askedPipeline', { count: 3 });
  await ran(world, 'largest');
  await pipelines.time.skip('25 hours');
  expect(await stateKeys(run.workflowId)).not.toEqual([]);
  await update(run, 'answer', { name: 'go', value: null });
  await expect(run.result()).resolves.toEqual({ sum: 14, max: 9 });
  expect(world.ran.toSorted()).toEqual([...once, 'total']);
  expect(await progressOf(run)).toMatchObject({ heals: 0, strikes: {} });
  expect(await scheduled(run, 'kit.keepAlive')).toBe(1);
});

it('where only the blobs are gone, what is needed to make them runs again, and a step without any does not', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'wakingPipeline', { count: 3 });
  await pipelines.time.skip('13.5 hours');
  await ran(world, 'gap');
  await lose(await blobKeys(pipelines, run.workflowId));
  await lose((await stateKeys(run.workflowId)).filter((key) => key.includes(':i:')));
  await pipelines.time.skip('12 hours');
  await expect(run.result()).resolves.toEqual({ sum: 14 });
  const made = once.filter((entry) => entry !== 'largest');
  expect(world.ran.toSorted()).toEqual([...made, ...made, 'gap', 'total'].toSorted());
  expect(await progressOf(run)).toMatchObject({ heals: 1, strikes: {} });
});

it('a run that needs nothing of its lost state rebuilds nothing', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'forgetfulPipeline', { count: 3 });
  await ran(world, 'largest');
  await lose(await stateKeys(run.workflowId));
  await pipelines.time.skip('25.1 hours');
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

it('a question of 90 days is asked once, reminds each month, and what was paid outlives it', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'patientAskingPipeline', { count: 3 });
  await until(
    async () => (await progressOf(run)).waitingFor,
    ([name]) => name === 'approval',
  );
  // Hops below the time after which state is renewed: a third of a day.
  const { address, redis: connection } = pipelines;
  const time = await openSkippedTime({ address, redis: connection.raw, prefix: connection.prefix, hop: '6 hours' });
  await time.skip('89 days');
  expect(await progressOf(run)).toMatchObject({ status: 'waiting', waits: [{ name: 'approval', reminders: 2 }] });
  expect(world.notes.map(({ text }) => text)).toEqual(['please', 'please']);
  await time.skip('1.1 days');
  await time.close();
  await expect(run.result()).resolves.toEqual({ answer: 'nobody came', sum: 14 });
  expect(world.ran.toSorted()).toEqual([...once.slice(1), 'note', 'note', 'total'].toSorted());
  expect(await progressOf(run)).toMatchObject({ heals: 0, strikes: {} });
});

it('a paused call that nobody decides on is kept alive for seven days and then fails the run', async () => {
  const world = new World().failing('gap');
  const run = await pipelines.run(world, 'hurriedPipeline', { count: 3 });
  await pausedAt(run, 'sum.gap');
  await pipelines.time.skip('6.9 days');
  expect(await progressOf(run)).toMatchObject({ status: 'paused' });
  await pipelines.time.skip('0.2 days');
  expect(await failureOf(run)).toMatchObject({ type: 'ParkedTooLong' });
});

it('200 paused calls cost seven days of history no more than one does', async () => {
  const world = new World().failing('gap');
  const run = await pipelines.run(world, 'crowdPipeline', { count: 200 });
  const paused = async () => (await progressOf(run)).steps.filter(({ status }) => status === 'paused').length;
  await until(paused, (count) => count === 200);
  const events = async () => (await run.fetchHistory()).events?.length ?? 0;
  const before = await events();
  await pipelines.time.skip('6.9 days');
  expect(await paused()).toBe(200);
  expect((await events()) - before).toBeLessThanOrEqual(100);
  expect(await scheduled(run, 'kit.keepAlive')).toBe(1);
  expect(await stateKeys(run.workflowId)).not.toEqual([]);
  await run.terminate('seen');
});

it('run.sleep is no active time, and eight days later everything is still there', async () => {
  const world = new World();
  const run = await pipelines.run(world, 'longSleepPipeline', { count: 3 });
  await until(
    async () => (await progressOf(run)).sleepsUntil,
    (time) => time !== undefined,
  );
  await pipelines.time.skip('7.9 days');
  expect(await progressOf(run)).toMatchObject({ status: 'running', heals: 0 });
  await pipelines.time.skip('0.2 days');
  await expect(run.result()).resolves.toBe(14);
  expect(world.squared()).toBe(3);
});
