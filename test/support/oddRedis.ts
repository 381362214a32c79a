/** Redis servers as nobody should use them: a node of a cluster, a Sentinel. */
import { Redis } from 'ioredis';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { redisServer } from '../../testing/servers/binaries';
import { cacheDir } from '../../testing/servers/cache';
import { firstOf, waysTo } from '../../testing/servers/find';
import { freePorts } from '../../testing/servers/ports';
import { startServer } from '../../testing/servers/serverProcess';
import { until } from '../kit/driver';

export interface OddRedis {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Where one is started again: what it is to find there. */
export interface Place {
  readonly port: number;
  /** Of its data. */
  readonly dir: string;
  /** Path of the program. */
  readonly program: string;
}

/** Starts one with these lines of configuration; `flags` stand on its command line. */
export async function startOddRedis(
  lines: readonly string[],
  flags: readonly string[] = [],
  place?: Place,
): Promise<OddRedis> {
  const path = place?.program ?? (await redisPath());
  let port = 0;
  const server = await startServer('redis', cacheDir(), async (temp) => {
    [port = 0] = place ? [place.port] : await freePorts(1);
    const folder = place?.dir ?? temp;
    const file = join(temp, 'odd.conf');
    await writeFile(file, [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, ...lines, ''].join('\n'));
    return { program: path, arguments: [file, ...flags], graceMs: 0, isReady: () => answers(port) };
  });
  return { pid: server.pid, port, url: `redis://127.0.0.1:${port}`, stop: () => server.stop() };
}

/** The Redis that is here: on most machines 7. */
export const redisPath = async (): Promise<string> =>
  (await firstOf('Redis server', waysTo(redisServer, cacheDir()), 'Install redis-server.')).path;

/** Waits until it follows its master: before that a failover loses all that was written. */
export async function following({ url }: OddRedis): Promise<void> {
  const redis = new Redis(url);
  try {
    await until(
      () => redis.info('replication'),
      (info) => info.includes('master_link_status:up'),
    );
  } finally {
    redis.disconnect();
  }
}

/** A Sentinel knows no QUIT, by which the servers of the test kit are asked. */
async function answers(port: number): Promise<boolean> {
  const redis = new Redis({ port, lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  try {
    await redis.ping();
    return true;
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
