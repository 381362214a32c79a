/** Defects of the system we follow that show in whole runs: each test shows ours doing the right thing. */
import { RunKeys } from '../../redis/keys';
import { again, failureOf, pausedAt, progressOf, stateOf, until, update } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { stopped, World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import { resourceKey } from './leases';
import { gate, onFirst, waits } from './runs';

const pipelines = usePipelines(require.resolve('../kit/workflows'));
const { redis } = pipelines;

test('D1: the lease of an effect lives from before its first byte until after its acknowledgement', async () => {
  const world = new World();
  const key = resourceKey(redis, 'notes', 'default');
  const seen: (string | null)[] = [];
  world.on('note', async () => {
    const look = async () => seen.push(await redis.raw.get(key));
    await look();
    const lease = await redis.raw.pttl(key);
    // Long enough that it must have been renewed in between.
    await until(
      () => redis.raw.pttl(key),
      (left) => left > lease || left < 0,
    );
    await look();
  });
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('singlePipeline', { step: 'note', text: 'first to last byte' });
  const { token } = (await run.result()) as { token: number };
  expect(seen.map((lock) => lock?.split(' ')[0])).toEqual([String(token), String(token)]);
  expect(seen[1]).toBe(seen[0]);
  expect(await redis.raw.exists(key)).toBe(0);
});

test('D5: once cancelled a run starts no item more, and once ended it writes nothing, though its items in work do not listen', async () => {
  const world = new World();
  const deaf = gate();
  let told = 0;
  for (let n = 1; n <= 12; n += 1) {
    world.on(`square ${n}`, async (signal) => {
      await stopped(signal).catch(() => (told += 1));
      await deaf.opened;
    });
  }
  const worker = await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 12 });
  await until(
    () => world.squared(),
    (count) => count === 6,
  );
  await run.cancel();
  await until(
    () => told,
    (count) => count === 6,
  );
  deaf.open();
  await expect(run.result()).rejects.toThrow('Workflow execution cancelled');
  const state = await stateOf(pipelines, run.workflowId);
  const [ran, facts] = [world.ran.length, await state.facts()];
  // It resolves when no attempt is left that could write.
  await worker.stop();
  expect([world.ran.length, await state.facts()]).toEqual([ran, facts]);
  expect(world.squared()).toBe(6);
  expect(facts.locks).toEqual([]);
});

test('D7: a failed run that is resumed is a running one: no old error, its full life, and it ends well', async () => {
  const world = new World().failing('total');
  const before = gate();
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 3 }, { onFailure: 'fail' });
  expect(await failureOf(run)).toMatchObject({ type: 'StepExhausted' });
  expect((await progressOf(run)).error).toContain('total is broken');
  const [state = ''] = (await redis.keys()).filter((key) => key.endsWith(`{${run.workflowId}}:s`));
  await redis.raw.pexpire(state, 60_000);

  world.on('total', () => before.opened);
  const resumed = await again(pipelines, run, 'sumPipeline', { count: 3 }, { from: 'sum.total' });
  await until(
    () => world.count('total'),
    (count) => count === 3,
  );
  const now = await progressOf(resumed);
  expect([now.status, now.error]).toEqual(['running', undefined]);
  expect(await redis.raw.pttl(state)).toBeGreaterThan(3_500_000);
  before.open();
  await expect(resumed.result()).resolves.toMatchObject({ sum: 14, partial: false });
  expect(await progressOf(resumed)).toMatchObject({ status: 'ok' });
  expect((await progressOf(resumed)).error).toBeUndefined();
});

test('D8: an effect that fails three times costs no step before it a second time', async () => {
  const world = new World().failing('note', 3);
  await pipelines.worker([sumSteps], { world });
  const run = await pipelines.start('sumPipeline', { count: 3 });
  await pausedAt(run, 'sum.note');
  await update(run, 'retryStep', { step: 'sum.note' });
  await expect(run.result()).resolves.toMatchObject({ sum: 14 });
  expect(world.count('note')).toBe(4);
  expect(world.ran.filter((name) => name !== 'note').toSorted()).toEqual([
    'gap',
    'largest',
    'list',
    'square 1',
    'square 2',
    'square 3',
    'total',
  ]);
});

test('R1: an attempt reads what is recorded once the lock is its own: items recorded while it waited are not computed again', async () => {
  const world = new World();
  const [work, last] = [gate(), gate()];
  for (const n of [1, 2]) world.on(`square ${n}`, () => work.opened);
  onFirst(world, 'square 3', async () => {
    await last.opened;
    throw new Error('given up');
  });
  for (let i = 0; i < 2; i += 1) await pipelines.worker([sumSteps], { world });
  const first = await pipelines.start('sumPipeline', { count: 3 });
  await until(
    () => world.squared(),
    (count) => count === 3,
  );
  await first.terminate('started again meanwhile');
  const second = await again(pipelines, first, 'sumPipeline', { count: 3 });
  await waits(pipelines, first.workflowId);
  work.open();
  const items = new RunKeys(redis.prefix, 'default', first.workflowId).items('sum.square');
  await until(
    () => redis.raw.hlen(items),
    (count) => count === 2,
  );
  expect(world.squared()).toBe(3);
  last.open();
  await expect(second.result()).resolves.toMatchObject({ sum: 14, missing: [] });
  expect([1, 2, 3].map((n) => world.count(`square ${n}`))).toEqual([1, 1, 2]);
});
