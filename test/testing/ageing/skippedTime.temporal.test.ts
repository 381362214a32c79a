/** Redis and a time-skipping server as one clock. */
import { Client } from '@temporalio/client';
import { openSkippedTime } from '../../../testing/ageing/skippedTime';
import { startTimeSkipping } from '../../../testing/servers/timeSkipping';
import type { SkippedTime } from '../../../testing/ageing/skippedTime';
import type { StartedTimeSkipping } from '../../../testing/servers/timeSkipping';
import { useRedis } from '../../support/redis';
import { connectionTo } from '../../support/temporal';

const HOUR_MS = 3_600_000;

const redis = useRedis();
let server: StartedTimeSkipping;
let time: SkippedTime;

beforeAll(async () => {
  server = await startTimeSkipping();
  time = await openSkippedTime({ address: server.address, redis: redis.raw, prefix: redis.prefix, hop: '60 minutes' });
});
afterAll(async () => {
  await time.close();
  await server.stop();
});

const put = (name: string, hours: number) => redis.raw.set(`${redis.prefix}:${name}`, 'v', 'PX', hours * HOUR_MS);
const hoursLeft = async (name: string) => Math.round((await redis.raw.pttl(`${redis.prefix}:${name}`)) / HOUR_MS);
const exists = async (name: string) => (await redis.raw.exists(`${redis.prefix}:${name}`)) === 1;

test('skipped hours pass on the server and for the keys', async () => {
  await put('key', 25);
  const before = await time.nowMs();
  await time.skip('24 hours');
  expect(Math.round(((await time.nowMs()) - before) / HOUR_MS)).toBe(24);
  expect(await hoursLeft('key')).toBe(1);
  await time.skip('61 minutes');
  expect(await exists('key')).toBe(false);
});

test('what is written between two skips lives from then on', async () => {
  await time.skip('10 hours');
  await put('key', 5);
  expect(await time.skip('4 hours')).toEqual({ aged: 4, expired: 0, spared: 0 });
  expect(await hoursLeft('key')).toBe(1);
});

test('a key renewed while time is skipped loses only what was skipped after that', async () => {
  await put('renewed', 200);
  const before = await time.nowMs();
  const skipping = time.skip('100 hours');
  while ((await time.nowMs()) - before < 40 * HOUR_MS);
  await put('renewed', 200);
  const renewedAt = await time.nowMs();
  await skipping;
  const skippedSince = ((await time.nowMs()) - renewedAt) / HOUR_MS;
  expect(skippedSince).toBeGreaterThan(30);
  // Exact to one hop: what was written within a hop counts as written at its end, and `renewedAt` was read a hop later at most.
  expect(Math.abs((await hoursLeft('renewed')) - (200 - skippedSince))).toBeLessThanOrEqual(2);
});

test('two skips at once follow each other: no hour is taken twice', async () => {
  await put('key', 24);
  const before = await time.nowMs();
  await Promise.all([time.skip('5 hours'), time.skip('5 hours')]);
  expect(Math.round(((await time.nowMs()) - before) / HOUR_MS)).toBe(10);
  expect(await hoursLeft('key')).toBe(14);
});

test('a hop without a length is refused', async () => {
  const { address } = server;
  const opening = openSkippedTime({ address, redis: redis.raw, prefix: redis.prefix, hop: 0 });
  await expect(opening).rejects.toThrow('A hop of 0 ms leads nowhere');
});

test('where time stands because a task waits for a worker, skip says so instead of waiting for ever', async () => {
  const own = await startTimeSkipping();
  const { address } = own;
  const connection = await connectionTo(address);
  const options = { address, redis: redis.raw, prefix: redis.prefix, patience: 300 };
  const standing = await openSkippedTime(options);
  await new Client({ connection }).workflow.start('anything', { taskQueue: 'nobody', workflowId: 'one' });
  await expect(standing.skip('60 minutes')).rejects.toThrow(
    'Time did not skip within 300 ms: it stands while an activity',
  );
  await standing.close();
  await connection.close();
  await own.stop();
});
