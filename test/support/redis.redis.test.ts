import { isDockerThere } from '../../testing/servers/docker';
import { useRedis } from './redis';

const configured = process.env['REDIS_URL'];
const redis = useRedis();

test('the Redis of these tests is in a container where a Docker engine answers, else it is a redis-server', async () => {
  console.log(`The Redis of these tests: ${redis.source}`);
  const inContainer = configured === undefined && (await isDockerThere());
  expect(redis.source.startsWith('Docker image')).toBe(inContainer);
});
