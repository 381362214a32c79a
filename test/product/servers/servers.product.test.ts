/** The servers die under a run that is in the middle of its work, by `kill -9`, and come back. */
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { progressOf } from '../../kit/driver';
import { runInTheMiddle } from './stack';
import type { Stack } from './stack';

const COUNT = 30;
const DOWN_MS = 60_000;
const workflows = require.resolve('../../kit/workflows');
const result = { sum: 9455, missing: [], max: COUNT ** 2, partial: false };
let stack: Stack;

afterEach(() => stack.stop(), 60_000);

/** The right result, no lock left, and every key with a TTL. */
async function endsWell({ run, store, redis, goOn }: Stack): Promise<void> {
  goOn();
  await expect(run.result()).resolves.toEqual(result);
  const facts = await store.run(run.workflowId).facts();
  expect(facts).toMatchObject({ locks: [] });
  const raw = new Redis(redis.url);
  const ttls = await Promise.all((await raw.keys('*')).map((key) => raw.pttl(key)));
  await raw.quit();
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
  stack = await runInTheMiddle(workflows, COUNT, { aof: true });
  // What it was told in the last second is on disk: it writes its file every second.
  await pause(1100);
  await stack.redis.kill();
  await stack.redis.revive();
  await endsWell(stack);
  expect(computed(stack)).toEqual(once);
  expect((await progressOf(stack.run)).heals).toBe(0);
}, 90_000);

test('Redis without persistence is killed and comes back empty: the run rebuilds what it needs', async () => {
  stack = await runInTheMiddle(workflows, COUNT, { aof: false });
  await stack.redis.kill();
  await stack.redis.revive();
  await endsWell(stack);
  expect((await progressOf(stack.run)).heals).toBeGreaterThan(0);
  expect((await progressOf(stack.run)).strikes).toEqual({});
  expect(stack.world.notes).toHaveLength(1);
}, 90_000);

test('Redis is down for a minute: the run waits for it, and no failure is counted', async () => {
  stack = await runInTheMiddle(workflows, COUNT, { aof: true });
  await pause(1100);
  await stack.redis.kill();
  // Its attempts fail for a minute. Two that counted would pause the run.
  await pause(DOWN_MS);
  await stack.redis.revive();
  await endsWell(stack);
  expect(computed(stack)).toEqual(once);
}, 150_000);

test('Temporal is killed and started again on its database: the run goes on where it was', async () => {
  stack = await runInTheMiddle(workflows, COUNT, { aof: true });
  await stack.temporal.kill();
  await stack.temporal.revive();
  await endsWell(stack);
  expect(computed(stack)).toEqual(once);
}, 90_000);

test('Redis and Temporal are killed at once and come back: nothing is computed again', async () => {
  stack = await runInTheMiddle(workflows, COUNT, { aof: true });
  await pause(1100);
  await Promise.all([stack.redis.kill(), stack.temporal.kill()]);
  await Promise.all([stack.redis.revive(), stack.temporal.revive()]);
  await endsWell(stack);
  expect(computed(stack)).toEqual(once);
}, 90_000);
