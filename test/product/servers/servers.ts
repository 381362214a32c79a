/** A Redis and a Temporal of the test's own, which can die and come back at the same addresses. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startRedis } from '../../../testing/servers/redis';
import { startTemporal } from '../../../testing/servers/temporal';
import type { TemporalOptions } from '../../../testing/servers/temporal';
import { Revivable } from './revivable';
import type { Server } from './revivable';

export interface Servers {
  readonly redis: Revivable;
  readonly temporal: Revivable;
  readonly redisUrl: string;
  /** The folder of the append-only file. */
  readonly redisDir: string;
  stop(): Promise<void>;
}

/** @param aof Redis keeps an append-only file. Temporal always keeps its database. */
export async function startServers({
  aof,
  searchAttributes = {},
}: {
  aof: boolean;
  searchAttributes?: NonNullable<TemporalOptions['searchAttributes']>;
}): Promise<Servers> {
  // Servers that somebody else runs are not ours to kill.
  delete process.env['REDIS_URL'];
  delete process.env['TEMPORAL_ADDRESS'];
  const dir = await mkdtemp(join(tmpdir(), 'pipeline-servers-'));
  const redisDir = join(dir, 'redis');
  const temporal = await Revivable.started(async () => {
    const { address, pid, stop } = await startTemporal({ dir: join(dir, 'temporal'), searchAttributes });
    return { host: address, pid, stop };
  });
  const redis = await Revivable.started(() => (aof ? redisWithFile(redisDir) : redisOf(startRedis())));
  const stop = async (): Promise<void> => {
    const closed = await Promise.allSettled([redis.close(), temporal.close()]);
    await rm(dir, { recursive: true, force: true });
    for (const result of closed) if (result.status === 'rejected') throw result.reason;
  };
  return { redis, temporal, redisUrl: `redis://${redis.host}`, redisDir, stop };
}

/** Writes its file before it answers: with our default, once a second, a kill may cost a second of finished work. */
async function redisWithFile(dir: string): Promise<Server> {
  const server = await redisOf(startRedis({ dir }));
  const raw = new Redis(`redis://${server.host}`);
  await raw.config('SET', 'appendfsync', 'always');
  await raw.quit();
  return server;
}

async function redisOf(starting: ReturnType<typeof startRedis>): Promise<Server> {
  const { url, pid, stop } = await starting;
  return { host: new URL(url).host, pid, stop };
}

/** How long every key of the server has to live, in ms; negative: for ever. */
export async function ttlsOf({ redisUrl }: Servers): Promise<number[]> {
  const raw = new Redis(redisUrl);
  const ttls = await Promise.all((await raw.keys('*')).map((key) => raw.pttl(key)));
  await raw.quit();
  return ttls;
}
