/** The servers die under a run that is in the middle of its work, by `kill -9`, and come back. */
import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { progressOf, until } from '../../kit/driver';
import { bundleOf } from '../../support/bundle';
import { pendingStep } from './pending';
import { ttlsOf } from './servers';
import { runInTheMiddle } from './stack';
import type { Stack } from './stack';

const COUNT = 30;
const DOWN_MS = 60_000;
/** Of the pipeline under test (kit/workflows.ts). */
const MAXIMUM_FAILURES = 2;
const result = { sum: 9455, missing: [], max: COUNT ** 2, partial: false };
let bundle: WorkflowBundleWithSourceMap;
let stack: Stack | undefined;

beforeAll(async () => {
  const workflowsPath = require.resolve('../../kit/workflows');
  bundle = await bundleOf(workflowsPath);
});

afterEach(async () => {
  await stack?.stop();
  stack = undefined;
});

const inTheMiddle = async (options: { aof: boolean }): Promise<Stack> =>
  (stack = await runInTheMiddle(bundle, COUNT, options));

/** No step waits for a person, and none has a failure: asked while steps are open, because a commit forgets failures. */
async function nothingCounted({ run, state }: Stack): Promise<void> {
  expect((await progressOf(run)).steps.filter(({ status }) => status === 'paused')).toEqual([]);
  expect((await state.facts()).counters.filter(({ failed }) => failed > 0)).toEqual([]);
}

/** The right result, no failure counted, no lock left, and every key with a TTL. */
async function endsWell(survived: Stack): Promise<void> {
  const { run, state, servers, goOn } = survived;
  await nothingCounted(survived);
  goOn();
  await expect(run.result()).resolves.toEqual(result);
  expect(await state.facts()).toMatchObject({ locks: [] });
  const ttls = await ttlsOf(servers);
  expect(ttls.length).toBeGreaterThan(5);
  expect(ttls.filter((ttl) => ttl < 0)).toEqual([]);
}

/** How often steps and items were computed, and the effect done; the step that was interrupted is left out. */
const computed = ({ world }: Stack): number[] => [
  world.count('list'),
  world.squared(),
  world.count('total'),
  world.notes.length,
];
const once = [1, COUNT, 1, 1];

test('Redis with an append-only file is killed and comes back: nothing is computed again', async () => {
  const survivor = await inTheMiddle({ aof: true });
  await survivor.servers.redis.kill();
  await survivor.servers.redis.revive();
  await endsWell(survivor);
  expect(computed(survivor)).toEqual(once);
  expect((await progressOf(survivor.run)).heals).toBe(0);
});

test('Redis without persistence is killed and comes back empty: the run rebuilds what it needs', async () => {
  const survivor = await inTheMiddle({ aof: false });
  await survivor.servers.redis.kill();
  await survivor.servers.redis.revive();
  // Its lease is gone with the rest: the next attempt comes.
  await until(
    () => survivor.world.count('gap'),
    (times) => times > 1,
  );
  await endsWell(survivor);
  const { heals, strikes } = await progressOf(survivor.run);
  expect(heals).toBeGreaterThan(0);
  expect(strikes).toEqual({});
  expect(survivor.world.notes).toHaveLength(1);
});

test('Redis is down for a minute: the run waits for it, and no failure is counted', async () => {
  const survivor = await inTheMiddle({ aof: true });
  await survivor.servers.redis.kill();
  await pause(DOWN_MS);
  // More attempts than may fail have begun, and one has waited so long that it gave its place back.
  await until(
    () => pendingStep(survivor.run, 'sum.gap'),
    ({ attempt, lastFailure }) => attempt > MAXIMUM_FAILURES && lastFailure === 'RedisUnreachable',
  );
  await survivor.servers.redis.revive();
  await until(
    () => survivor.world.count('gap'),
    (times) => times > 1,
  );
  await endsWell(survivor);
  expect(computed(survivor)).toEqual(once);
}, 150_000);

test('Temporal is killed and started again on its database: the run goes on where it was', async () => {
  const survivor = await inTheMiddle({ aof: true });
  await survivor.servers.temporal.kill();
  await survivor.servers.temporal.revive();
  await endsWell(survivor);
  expect(computed(survivor)).toEqual(once);
});

test('Redis and Temporal are killed at once and come back: nothing is computed again', async () => {
  const survivor = await inTheMiddle({ aof: true });
  const { redis, temporal } = survivor.servers;
  await Promise.all([redis.kill(), temporal.kill()]);
  await Promise.all([redis.revive(), temporal.revive()]);
  await endsWell(survivor);
  expect(computed(survivor)).toEqual(once);
});
