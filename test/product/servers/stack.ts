/** Servers that can die and come back at the same address, a worker on them, and a run that is in the middle of its work. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { openStore } from '../../../redis';
import type { Store } from '../../../redis';
import { startRedis, startTemporal } from '../../../testing';
import { createWorker } from '../../../worker';
import type { WorkerConfig } from '../../../worker';
import { Proxy } from '../../histories/proxy';
import { sumSteps } from '../../kit/steps';
import { stopped, World } from '../../kit/world';

/** A server behind an address that outlives it. */
export class Revivable {
  private constructor(
    private readonly start: () => Promise<{ url: string; pid: number; stop(): Promise<void> }>,
    private server: { url: string; pid: number; stop(): Promise<void> },
    private readonly proxy: Proxy,
  ) {}

  static async started(start: () => Promise<{ url: string; pid: number; stop(): Promise<void> }>): Promise<Revivable> {
    const server = await start();
    return new Revivable(start, server, await Proxy.inFrontOf(server.url));
  }

  get url(): string {
    return this.proxy.url;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    process.kill(this.server.pid, 'SIGKILL');
    await this.server.stop();
  }

  async revive(): Promise<void> {
    this.server = await this.start();
    this.proxy.pointTo(this.server.url);
  }

  async close(): Promise<void> {
    await this.proxy.close();
    await this.server.stop();
  }
}

export interface Stack {
  readonly redis: Revivable;
  readonly temporal: Revivable;
  readonly store: Store;
  readonly world: World;
  readonly run: WorkflowHandle;
  /** Lets the step go on in which the run is: half of the steps before it are recorded. */
  goOn(): void;
  stop(): Promise<void>;
}

const started = (server: { pid?: number; stop(): Promise<void> }, url: string) => {
  if (server.pid === undefined) throw new Error(`the server at ${url} is not a process of this test`);
  return { url, pid: server.pid, stop: () => server.stop() };
};

/** @param aof Redis keeps an append-only file. Temporal always keeps its database. */
export async function runInTheMiddle(workflows: string, count: number, { aof }: { aof: boolean }): Promise<Stack> {
  const dir = await mkdtemp(join(tmpdir(), 'pipeline-servers-'));
  const temporal = await Revivable.started(async () => {
    const server = await startTemporal({ dir: join(dir, 'temporal') });
    return started(server, `redis://${server.address}`);
  });
  const redis = await Revivable.started(async () => {
    const server = await startRedis(aof ? { dir: join(dir, 'redis') } : {});
    return started(server, server.url);
  });
  const address = new URL(temporal.url).host;
  const config: WorkerConfig = {
    temporal: { connectionOptions: { address } },
    redisUrl: redis.url,
    taskQueue: `test-${randomUUID()}`,
    prefix: 'test',
    stateTtlMs: 3_600_000,
    cacheTtlMs: 3_600_000,
    maxActivities: 20,
    shutdownGraceMs: 500,
  };
  let goOn = (): void => undefined;
  const going = new Promise<void>((resolve) => (goOn = resolve));
  const world = new World().on('gap', (signal) => Promise.race([going, stopped(signal)]));
  const worker = await createWorker({ workflowsPath: workflows, stepSets: [sumSteps], deps: { world }, config });
  const working = worker.run();
  const connection = await Connection.connect({ address });
  const run = await new Client({ connection }).workflow.start('sumPipeline', {
    taskQueue: config.taskQueue,
    workflowId: `run-${randomUUID()}`,
    args: [{ count, shardSize: 10 }],
    workflowTaskTimeout: '2s',
  });
  while (world.count('gap') === 0) await pause(20);
  const store = await openStore({ url: redis.url, prefix: 'test', namespace: 'default' });
  const stop = async (): Promise<void> => {
    worker.shutdown();
    await working;
    await connection.close();
    await store.close();
    await redis.close();
    await temporal.close();
    await rm(dir, { recursive: true, force: true });
  };
  return { redis, temporal, store, world, run, goOn, stop };
}
