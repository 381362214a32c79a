import { setTimeout as delay } from 'node:timers/promises';
import type * as Testcontainers from '@testcontainers/redis';
import type { StartedRedis } from './redis';

const startMs = 120_000;
const defaultImage = 'redis:7-alpine';

/**
 * Starts Redis in a container with testcontainers. The image is `PIPELINE_TEST_REDIS_IMAGE`, default `redis:7-alpine`.
 * Fails when testcontainers is not installed, no engine answers, or the image cannot be had within two minutes.
 */
export async function startRedisContainer(dir: string | undefined): Promise<StartedRedis> {
  const image = process.env['PIPELINE_TEST_REDIS_IMAGE'] ?? defaultImage;
  const { RedisContainer } = await loadTestcontainers();
  const persistence = dir === undefined ? ['--appendonly', 'no'] : ['--appendonly', 'yes', '--dir', '/data'];
  const settings = ['--protected-mode', 'no', '--save', '', '--maxmemory-policy', 'noeviction', ...persistence];
  const container = new RedisContainer(image).withCommand(['redis-server', ...settings]).withStartupTimeout(startMs);
  if (dir !== undefined) container.withBindMounts([{ source: dir, target: '/data' }]);
  const started = await startWithin(container.start(), image);
  let stopping: Promise<void> | undefined;
  const stopOnce = async (): Promise<void> => {
    await started.stop();
  };
  return {
    url: `redis://${started.getHost()}:${started.getPort()}`,
    source: `Docker image ${image}`,
    stop: () => (stopping ??= stopOnce()),
  };
}

/** Pulling an image has no limit of its own. A container that comes up too late is stopped again. */
async function startWithin<T extends { stop(): Promise<unknown> }>(starting: Promise<T>, image: string): Promise<T> {
  const started = await Promise.race([starting, delay(startMs, undefined, { ref: false })]);
  if (started !== undefined) return started;
  // Its own failure, if any, is no news after the error below.
  starting.then((late) => late.stop()).catch(() => undefined);
  throw new Error(
    `a container of ${image} was not there after ${startMs} ms; pull the image first: docker pull ${image}`,
  );
}

/** Loaded only when needed: it is large, and a development dependency. */
async function loadTestcontainers(): Promise<typeof Testcontainers> {
  try {
    return await import('@testcontainers/redis');
  } catch (error) {
    throw new Error('testcontainers is not installed (npm install --save-dev testcontainers @testcontainers/redis)', {
      cause: error,
    });
  }
}
