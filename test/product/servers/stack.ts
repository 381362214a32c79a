/** A worker on servers that can die, and a run that is in the middle of its work. */
import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { openStore } from '../../../redis';
import type { RunStore } from '../../../redis';
import { createWorker } from '../../../worker';
import type { WorkerConfig } from '../../../worker';
import { until } from '../../kit/driver';
import { sumSteps } from '../../kit/steps';
import { stopped, World } from '../../kit/world';
import { startServers } from './servers';
import type { Servers } from './servers';
import { connectionTo } from '../../support/temporal';

export interface Stack {
  readonly servers: Servers;
  readonly state: RunStore;
  readonly world: World;
  readonly run: WorkflowHandle;
  /** Lets the step `gap` end, in which the run is: half of the steps are recorded. */
  goOn(): void;
  stop(): Promise<void>;
}

const configOf = ({ temporal, redisUrl }: Servers): WorkerConfig => ({
  temporal: { connectionOptions: { address: temporal.host } },
  redisUrl,
  taskQueue: `test-${randomUUID()}`,
  prefix: 'test',
  stateTtlMs: 3_600_000,
  cacheTtlMs: 3_600_000,
  maxActivities: 20,
  shutdownGraceMs: 500,
});

export async function runInTheMiddle(
  workflowBundle: WorkflowBundleWithSourceMap,
  count: number,
  options: { aof: boolean },
): Promise<Stack> {
  const servers = await startServers(options);
  const config = configOf(servers);
  let goOn = (): void => undefined;
  const going = new Promise<void>((resolve) => (goOn = resolve));
  const world = new World().on('gap', (signal) => Promise.race([going, stopped(signal)]));
  const pipelines = require.resolve('../../kit/workflows');
  const worker = await createWorker({ pipelines, workflowBundle, steps: [sumSteps], deps: { world }, config });
  const working = worker.run();
  const connection = await connectionTo(servers.temporal.host);
  const store = await openStore({ url: servers.redisUrl, prefix: 'test', namespace: 'default' });
  const stop = async (): Promise<void> => {
    worker.shutdown();
    await working;
    await connection.close();
    await store.close();
    await servers.stop();
  };
  const run = await new Client({ connection }).workflow.start('sumPipeline', {
    taskQueue: config.taskQueue,
    workflowId: `run-${randomUUID()}`,
    args: [{ count, shardSize: 10 }],
    workflowTaskTimeout: '2s',
  });
  await until(
    () => world.count('gap'),
    (times) => times > 0,
  );
  return { servers, state: store.run(run.workflowId), world, run, goOn, stop };
}
