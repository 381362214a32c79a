import { randomUUID } from 'node:crypto';
import { RedisUnfit, RedisUnreachable } from '../../redis';
import { reportSteps } from '../../activities/report';
import { createWorker, readConfig } from '../../worker';
import { openFitStore } from '../../worker/connections';
import { beginRequest } from '../redis/requests';
import { useRedis } from '../support/redis';

const redis = useRedis({ own: true });

/** Temporal is asked only after Redis is found fit, so these need none. */
const start = (redisUrl: string): Promise<unknown> =>
  createWorker({
    pipelines: require.resolve('../../workflows'),
    steps: [reportSteps],
    deps: undefined as never,
    config: { ...readConfig({}), redisUrl },
  });

test('a worker refuses a Redis that evicts, and says what to set', async () => {
  await redis.raw.config('SET', 'maxmemory-policy', 'allkeys-lru');
  const refused = start(redis.url);
  await expect(refused).rejects.toThrow(RedisUnfit);
  await expect(refused).rejects.toThrow('noeviction');
  await redis.raw.config('SET', 'maxmemory-policy', 'noeviction');
});

test('a worker refuses a read-only replica', async () => {
  await redis.raw.replicaof('127.0.0.1', 1);
  await expect(start(redis.url)).rejects.toThrow(RedisUnfit);
  await redis.raw.replicaof('NO', 'ONE');
});

test.each([
  [1000, 'acquired'],
  [250, 'unknown'],
])('of a Redis that answers after half a second a worker that waits %d ms hears %s', async (redisTimeoutMs, word) => {
  const config = { ...readConfig({}), redisUrl: redis.url, prefix: redis.prefix, redisTimeoutMs };
  const store = await openFitStore(config);
  await redis.raw.call('CLIENT', 'PAUSE', '500', 'ALL');
  await expect(store.run(randomUUID()).begin(beginRequest())).resolves.toMatchObject({ word });
  await store.close();
});

test('a worker without Redis names the address and not the password', async () => {
  const refused = start('redis://user:secret@127.0.0.1:1');
  await expect(refused).rejects.toThrow(RedisUnreachable);
  await expect(refused).rejects.not.toThrow(/secret/);
});
