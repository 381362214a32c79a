import { randomUUID } from 'node:crypto';
import { RedisUnreachable } from '../../redis';
import { Proxy } from '../histories/proxy';
import { until } from '../kit/driver';
import { acquire, beginRequest, commitRequest } from '../redis/requests';
import { useRedis } from '../support/redis';
import { redisMs, resourceKey } from './leases';

const redis = useRedis();
const HOUR_MS = 3_600_000;

afterEach(() => jest.restoreAllMocks());

test.each([
  ['an hour ahead', HOUR_MS],
  ['an hour behind', -HOUR_MS],
])('D13: a worker whose clock is %s gets and loses locks, and dates runs, like the others', async (_, skewMs) => {
  const real = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => real() + skewMs);
  const id = randomUUID();
  const run = redis.store.run(id);
  const { date } = await run.open('input');
  expect(Math.abs(Date.parse(date) - (await redisMs(redis)))).toBeLessThan(60_000);

  const skewed = await redis.store.resource(id).acquire({ leaseMs: 1000 });
  const late = await acquire(run, { leaseMs: 1000 });
  jest.restoreAllMocks();
  const others = await redis.open();
  await expect(others.resource(id).acquire({ waitMs: 0 })).rejects.toThrow('is held');
  expect(await others.run(id).begin(beginRequest({ owner: 'b1', scope: 'other' }))).toMatchObject({ word: 'busy' });
  expect(() => skewed.assertHeld()).not.toThrow();
  await skewed.release();
  const next = await others.resource(id).acquire({ waitMs: 0 });
  expect(next.token).toBeGreaterThan(skewed.token);
  await next.release();
  // Nobody renews the step lock: it ends by the clock of Redis alone.
  const reply = await until(
    () => others.run(id).begin(beginRequest({ owner: 'b1', scope: 'other' })),
    ({ word }) => word === 'acquired',
  );
  expect((reply as { token: number }).token).toBeGreaterThan(late.token);
  expect(await run.commit(commitRequest(late))).toEqual({ word: 'lost' });
});

test('a lock that Redis gave without being heard ends with its lease at the latest, and nobody believes to hold it', async () => {
  const proxy = await Proxy.inFrontOf(redis.url);
  const name = randomUUID();
  const store = await redis.open({ url: proxy.url, commandTimeoutMs: 100 });
  const isTaken = () => redis.raw.exists(resourceKey(redis, name));
  proxy.set('no replies');
  const acquiring = store.resource(name).acquire({ leaseMs: 1000, waitMs: 30_000 });
  await until(isTaken, (count) => count === 1);
  proxy.set('pass');
  const lock = await acquiring;
  expect(() => lock.assertHeld()).not.toThrow();
  expect(await lock.release()).toBe('released');

  proxy.set('no replies');
  await expect(store.resource(name).acquire({ leaseMs: 1000, waitMs: 200 })).rejects.toThrow(RedisUnreachable);
  proxy.set('pass');
  expect(await redis.raw.pttl(resourceKey(redis, name))).toBeLessThanOrEqual(1000);
  const rival = await redis.store.resource(name).acquire({ waitMs: 10_000 });
  expect(rival.token).toBeGreaterThan(lock.token);
  await rival.release();
  await store.close();
  await proxy.close();
});
