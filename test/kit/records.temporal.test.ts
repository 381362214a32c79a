import { usePipelines } from '../support/pipeline';
import { again, failureOf, pausedAt, progressOf, update } from './driver';
import { sumSteps } from './steps';
import { World } from './world';

const pipelines = usePipelines(require.resolve('./workflows'));
const input = { count: 5, shardSize: 2 };

async function finished(world: World, type: string, input: unknown) {
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start(type, input);
  return { run, result: await run.result() };
}

it('rule 1: the same id started again answers from its records: no step runs', async () => {
  const world = new World();
  const { run, result } = await finished(world, 'sumPipeline', input);
  const ran = world.ran.length;
  await expect((await again(pipelines, run, 'sumPipeline', input)).result()).resolves.toEqual(result);
  expect(world.ran).toHaveLength(ran);
});

it('another input under the same id is refused as RunInputChanged; defaults and key order make no other input', async () => {
  const world = new World();
  const { run } = await finished(world, 'sumPipeline', { count: 5 });
  const other = await again(pipelines, run, 'sumPipeline', { count: 6 });
  expect(await failureOf(other)).toMatchObject({ type: 'RunInputChanged' });
  await expect(
    (await again(pipelines, run, 'sumPipeline', { shardSize: 500, count: 5 })).result(),
  ).resolves.toBeDefined();
});

it('an input that its schema refuses fails the run at once', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('sumPipeline', { count: -1 });
  expect(await failureOf(run)).toMatchObject({ type: 'RunInputInvalid' });
});

it('{ from } runs that step again; with the same content nothing after it does', async () => {
  const world = new World();
  const { run, result } = await finished(world, 'sumPipeline', input);
  const ran = world.ran.length;
  const second = await again(pipelines, run, 'sumPipeline', input, { from: 'sum.list' });
  await expect(second.result()).resolves.toEqual(result);
  expect(world.ran.slice(ran)).toEqual(['list']);
});

it('{ from } of a map uses its ok items again', async () => {
  const world = new World();
  const { run, result } = await finished(world, 'sumPipeline', input);
  const ran = world.ran.length;
  const second = await again(pipelines, run, 'sumPipeline', input, { from: 'sum.square' });
  await expect(second.result()).resolves.toEqual(result);
  expect(world.ran.slice(ran)).toEqual([]);
});

it('{ from, fresh } pays for every item again, once, past the cache, and its answers stand', async () => {
  const world = new World();
  const { run } = await finished(world, 'paidPipeline', { count: 3 });
  world.offset = 100;
  world.failing('paid 3', 3);
  const second = await again(pipelines, run, 'paidPipeline', { count: 3 }, { from: 'sum.paidSquare', fresh: true });
  await expect(second.result()).resolves.toMatchObject({ sum: 14 + 300 });
  expect([world.count('paid 1'), world.count('paid 2'), world.count('paid 3')]).toEqual([2, 2, 1 + 4]);
  const third = await again(pipelines, run, 'paidPipeline', { count: 3 });
  await expect(third.result()).resolves.toMatchObject({ sum: 14 + 300 });
});

it('rule 13: paid items and step.once are paid once over attempts and over runs', async () => {
  const world = new World().failing('priced', 1);
  world.offset = 7;
  const { result } = await finished(world, 'paidPipeline', { count: 4 });
  expect([world.count('priced'), world.count('pay count 4')]).toEqual([2, 1]);
  const other = await pipelines.start('paidPipeline', { count: 4 });
  world.on('list', () => undefined);
  await expect(other.result()).resolves.toEqual(result);
  expect(world.count('pay count 4')).toBe(1);
  expect(world.ran.filter((name) => name.startsWith('paid'))).toHaveLength(4);
});

it('a volatile step runs again in every execution', async () => {
  const world = new World();
  const { run } = await finished(world, 'singlePipeline', { step: 'clock' });
  await (await again(pipelines, run, 'singlePipeline', { step: 'clock' })).result();
  expect(world.count('clock')).toBe(2);
});

it('rule 11: an inline output that is too large fails after one attempt, naming step and bytes', async () => {
  await pipelines.worker([sumSteps], { world: new World() });
  const run = await pipelines.start('singlePipeline', { step: 'huge' });
  expect(await pausedAt(run, 'sum.huge')).toMatch(/^sum\.huge: inline output has 200\d\d bytes, at most 16384/);
  await run.cancel();
  await expect(run.result()).rejects.toThrow('Workflow execution cancelled');
});

it('rules 8 and 9: two effects on one resource never overlap, and their tokens grow', async () => {
  const world = new World();
  let inside = 0;
  let most = 0;
  world.on('note', async () => {
    most = Math.max(most, (inside += 1));
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  });
  await pipelines.worker([sumSteps], { world });
  const texts = ['a', 'b', 'c', 'd'];
  const runs = await Promise.all(texts.map((text) => pipelines.start('singlePipeline', { step: 'note', text })));
  await Promise.all(runs.map((run) => run.result()));
  const tokens = world.notes.map((note) => note.token);
  expect(most).toBe(1);
  expect(tokens).toEqual(tokens.toSorted((a, b) => a - b));
  expect(new Set(tokens).size).toBe(4);
  expect(new Set(world.notes.map((note) => note.key)).size).toBe(4);
});

it('retryStep { fresh } of a paused step pays again', async () => {
  const world = new World().failing('priced', 2);
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('singlePipeline', { step: 'priced' });
  await pausedAt(run, 'sum.priced');
  world.offset = 5;
  await update(run, 'retryStep', { step: 'sum.priced', fresh: true });
  await expect(run.result()).resolves.toEqual({ price: 5 });
  expect((await progressOf(run)).status).toBe('ok');
});

it('rule 8: a resource whose effect was not committed is not handed on, but is free when its lease has run out', async () => {
  const world = new World();
  world.offset = 20_000;
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('singlePipeline', { step: 'note', text: 'refused' });
  expect(await pausedAt(run, 'sum.note')).toMatch(/^sum\.note: inline output has/);
  world.offset = 0;
  const other = await pipelines.start('singlePipeline', { step: 'note', text: 'next' });
  const [lock] = (await pipelines.redis.keys()).filter((key) => key.endsWith(':l:{notes}'));
  expect(await pipelines.redis.raw.exists(lock ?? '')).toBe(1);
  await other.result();
  expect(world.notesDone).toEqual(['refused', 'next']);
  await run.cancel();
  await expect(run.result()).rejects.toThrow('Workflow execution cancelled');
});
