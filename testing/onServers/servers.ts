/** The servers of a kit, its ways to them, and what it does behind the back of its workers. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Redis } from 'ioredis';
import type { AnyStepSet } from '../../activities/kit';
import { connect } from '../../client';
import type { PipelineClient } from '../../client';
import { interceptors } from '../../client/closing';
import { limits } from '../../redis';
import { RunKeys } from '../../redis/keys';
import { bundlePipelines } from '../../worker/bundle';
import type { WorkerConfig } from '../../worker/config';
import { loadPipelines } from '../../worker/pipelines';
import { quietTests } from '../../worker/quiet';
import { openSkippedTime } from '../ageing';
import type { SkippedTime } from '../ageing';
import { cacheDir } from '../servers/cache';
import { startRedis } from '../servers/redis';
import { startTimeSkipping } from '../servers/timeSkipping';

/** A Temporal that somebody else has started: a `TestWorkflowEnvironment` of `@temporalio/testing` is one. */
export interface TestEnvironment {
  /** `host:port` */
  readonly address: string;
  readonly namespace?: string | undefined;
  readonly supportsTimeSkipping: boolean;
  /** TLS, API key, metadata. */
  readonly connectionOptions?: Omit<WorkerConfig['temporal']['connectionOptions'], 'address'>;
}

type Ends = (() => unknown)[];

export interface ServersNeeded {
  readonly pipelines: string | URL;
  readonly steps: readonly AnyStepSet[];
  readonly env?: TestEnvironment | undefined;
}

export interface Servers {
  /** Of the pipelines. */
  readonly names: readonly string[];
  readonly config: WorkerConfig;
  readonly workflowBundle: Awaited<ReturnType<typeof bundlePipelines>>;
  readonly client: PipelineClient;
  /** Absent where time cannot be skipped. */
  readonly time: SkippedTime | undefined;
  /** Keys of the locks that attempts of a step of a run hold. */
  locksOf(runId: string, step: string): Promise<string[]>;
  /** @returns whether there was one. */
  freeLocks(runId: string, step: string): Promise<boolean>;
  terminate(runIds: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Below a third of the life of state, at which it is renewed. */
const HOP = '2 hours';
/** A step may run for so long while time is to skip. */
const PATIENCE = '5 minutes';

/** Rejects where something cannot be had; nothing is left then. */
export async function openServers({ pipelines, steps, env }: ServersNeeded): Promise<Servers> {
  const ends: Ends = [];
  try {
    quietTests();
    const { names, path } = loadPipelines(pipelines, steps);
    const bundling = bundlePipelines(path, { cache: join(cacheDir(), 'bundles') });
    bundling.catch(() => undefined);
    const { address, namespace = 'default', supportsTimeSkipping, connectionOptions } = env ?? (await ownServer(ends));
    const server = await startRedis();
    ends.push(() => server.stop());
    mustBePlain(server.url);
    const redis = new Redis(server.url);
    ends.push(() => redis.disconnect());
    const temporal = { connectionOptions: { ...connectionOptions, address }, namespace };
    const config = configOf(temporal, server.url);
    const { prefix, taskQueue } = config;
    const connection = await Connection.connect({ ...temporal.connectionOptions, interceptors });
    ends.push(() => connection.close());
    const client = await connect({ temporal, connection, redisUrl: server.url, prefix, taskQueue });
    ends.push(() => client.close());
    const time = supportsTimeSkipping
      ? await openSkippedTime({ address, redis, prefix, hop: HOP, patience: PATIENCE })
      : undefined;
    ends.push(() => time?.close());
    const raw = new Client({ connection, namespace });
    return {
      names,
      config,
      workflowBundle: await bundling,
      client,
      time,
      ...locksIn(redis, prefix, namespace),
      terminate: (ids) => terminate(raw, ids),
      close: () => endAll(ends),
    };
  } catch (error) {
    await endAll(ends);
    throw error;
  }
}

/** A worker's way to it is cut when the worker dies: that is a socket to one host, without TLS. */
function mustBePlain(url: string): void {
  if (url.startsWith('redis://')) return;
  throw new Error(
    'testPipelines needs a Redis at one plain address (redis://host:port): unset REDIS_URL, and one is started',
  );
}

async function ownServer(ends: Ends): Promise<TestEnvironment> {
  const server = await startTimeSkipping();
  ends.push(() => server.stop());
  return { address: server.address, supportsTimeSkipping: true };
}

/** Of its own: nothing of the environment but the servers, and nobody else's keys and tasks. */
function configOf(temporal: WorkerConfig['temporal'], redisUrl: string): WorkerConfig {
  const name = `test-${randomUUID().slice(0, 13)}`;
  const { stateTtlMs, cacheTtlMs } = limits;
  const lives = { stateTtlMs, cacheTtlMs, maxActivities: 40, shutdownGraceMs: 100 };
  return { temporal, redisUrl, taskQueue: name, prefix: name, ...lives };
}

/** On a server that goes on, what waits for a worker would hold time for everybody else. */
async function terminate(client: Client, ids: readonly string[]): Promise<void> {
  await Promise.allSettled(ids.map((id) => client.workflow.getHandle(id).terminate('the kit was closed')));
}

/** The last first; one that cannot be ended keeps none of the others. */
async function endAll(ends: Ends): Promise<void> {
  const failures: unknown[] = [];
  for (const end of ends.splice(0).toReversed()) {
    try {
      await end();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'The kit could not end everything that it had started');
}

function locksIn(redis: Redis, prefix: string, namespace: string): Pick<Servers, 'locksOf' | 'freeLocks'> {
  const literal = (text: string): string => text.replace(/[\\*?[\]]/g, String.raw`\$&`);
  const locksOf = (runId: string, step: string): Promise<string[]> =>
    redis.keys(`${literal(new RunKeys(prefix, namespace, runId).lock({ step, hash: '' }))}*`);
  return {
    locksOf,
    async freeLocks(runId, step) {
      const locks = await locksOf(runId, step);
      return locks.length > 0 && (await redis.del(...locks)) > 0;
    },
  };
}
