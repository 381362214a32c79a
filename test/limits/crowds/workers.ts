/** A crowd of workers on one task queue, in this process: each a worker as `createWorker` makes it, with few pollers. */
import { connect, type PipelineClient } from '../../../client';
import { startTemporal } from '../../../testing';
import { createWorker } from '../../../worker';
import { quietTests } from '../../../worker/quiet';
import { bundleOf } from '../../support/bundle';
import { startOddRedis, type OddRedis } from '../../support/oddRedis';
import { Meter } from './meter';
import { Books, crowdSteps } from './steps';

/**
 * Of each worker: as few pollers as Temporal takes, and few workflow tasks at a time. All workers of this process share its event
 * loop, and a task may take 2 s: 40 workers with 40 tasks each held more than they could do in that, did them again, and got nowhere.
 */
const SMALL = {
  maxConcurrentWorkflowTaskPolls: 2,
  maxConcurrentActivityTaskPolls: 1,
  maxCachedWorkflows: 300,
  maxConcurrentWorkflowTaskExecutions: 2,
};
/** Workers that start at a time. */
const AT_ONCE = 4;

export interface WorkerCrowd {
  readonly redis: OddRedis;
  readonly client: PipelineClient;
  readonly books: Books;
  /** Counts from before the first worker. */
  readonly meter: Meter;
  stop(): Promise<void>;
}

export async function startWorkers(count: number): Promise<WorkerCrowd> {
  quietTests();
  const [temporal, redis] = await Promise.all([startTemporal(), startOddRedis([])]);
  const pipelines = require.resolve('./pipelines');
  const workflowBundle = await bundleOf(pipelines);
  const books = new Books();
  const meter = await Meter.of([redis]);
  const config = {
    temporal: { connectionOptions: { address: temporal.address } },
    redisUrl: redis.url,
    taskQueue: 'crowd',
    prefix: 'crowd',
    stateTtlMs: 3_600_000,
    cacheTtlMs: 3_600_000,
    maxActivities: 5,
    shutdownGraceMs: 500,
  };
  const running: { shutdown: () => void; done: Promise<void> }[] = [];
  const one = async (): Promise<void> => {
    const worker = await createWorker({
      pipelines,
      workflowBundle,
      steps: [crowdSteps],
      deps: { books },
      config,
      worker: SMALL,
    });
    running.push({ shutdown: () => worker.shutdown(), done: worker.run() });
  };
  while (running.length < count) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - running.length) }, one));
  }
  const { temporal: at, redisUrl, prefix, taskQueue } = config;
  const client = await connect({ temporal: at, redisUrl, prefix, taskQueue });
  return {
    redis,
    client,
    books,
    meter,
    async stop() {
      await client.close();
      for (const { shutdown } of running) shutdown();
      await Promise.all(running.map(({ done }) => done));
      meter.close();
      await Promise.all([temporal.stop(), redis.stop()]);
    },
  };
}
