/** What clients can know of the pipelines that workers have. */
import { limits } from '../../redis';
import { useAnyRedis } from '../support/redis';

const redis = useAnyRedis();

test('what workers of two versions tell is known together, of one task queue', async () => {
  const known = redis.store.pipelines('orders');
  expect(await known.read()).toEqual([]);
  await known.tell(['order', 'refund']);
  await redis.store.pipelines('orders').tell(['order', 'return']);
  expect(await known.read()).toEqual(['order', 'refund', 'return']);
  expect(await redis.store.pipelines('others').read()).toEqual([]);
});

test('what no worker tells any more is forgotten, and all of it has an end', async () => {
  const known = redis.store.pipelines('ending');
  await known.tell(['old', 'new']);
  const [key = ''] = (await redis.keys()).filter((name) => name.endsWith(':q:{ending}'));
  expect(await redis.raw.pttl(key)).toBeGreaterThan(limits.knownMs / 2);
  // As if the worker that had `old` had ended so long ago.
  await redis.raw.call('ZADD', key, '1000', 'old');
  expect(await known.read()).toEqual(['new']);
  await known.tell(['new']);
  expect(await redis.raw.zrange(key, 0, '-1')).toEqual(['new']);
});

test('a worker that told earlier does not shorten what another told later', async () => {
  const known = redis.store.pipelines('later');
  await known.tell(['order']);
  const [key = ''] = (await redis.keys()).filter((name) => name.endsWith(':q:{later}'));
  const far = Date.now() + 10 * limits.knownMs;
  await redis.raw.call('ZADD', key, String(far), 'order');
  await known.tell(['order']);
  expect(await redis.raw.call('ZSCORE', key, 'order')).toBe(String(far));
});

test('a name of nothing is refused', () => {
  expect(() => redis.store.pipelines('')).toThrow('A task queue is empty');
});
