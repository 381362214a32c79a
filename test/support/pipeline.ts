import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { startTemporal } from '../../testing/servers/temporal';
import { createWorker } from '../../worker';
import type { CreateWorkerOptions, PipelineWorker, WorkerConfig } from '../../worker';
import type { AnyStepSet } from '../../activities/kit';
import { bundleOf } from './bundle';
import { useRedis } from './redis';
import type { TestRedis } from './redis';
import { connectionTo } from './temporal';

export interface TestPipelines {
  readonly client: Client;
  readonly redis: TestRedis;
  readonly address: string;
  config(overrides?: Partial<WorkerConfig>): WorkerConfig;
  /** A worker that runs until the test ends, or `stop` is called. */
  worker<const Sets extends readonly AnyStepSet[]>(
    steps: Sets,
    deps: CreateWorkerOptions<Sets>['deps'],
    overrides?: Partial<WorkerConfig>,
  ): Promise<{ stop(): Promise<void>; readonly healthPort?: number }>;
  /** One worker for the tests of this `describe` that want nothing of their own of it: it takes as long to start as a small run. */
  sharedWorker<const Sets extends readonly AnyStepSet[]>(steps: Sets, deps: CreateWorkerOptions<Sets>['deps']): void;
  start(type: string, input: unknown, options?: unknown): Promise<WorkflowHandle>;
}

/**
 * Workers start faster there (`debugMode` is Temporal's name for it): the same bundle in the same sandbox. But what stalls the
 * test then stalls its workflows, and a promise of a workflow that rejects unseen fails the test instead of the workflow task.
 */
const inTestThread = (globalThis as { WORKFLOWS_IN_TEST_THREAD?: boolean }).WORKFLOWS_IN_TEST_THREAD === true;

/** Gives the tests of a file a dev server, a Redis, and workers that run the workflows of `workflowsPath`. */
export function usePipelines(workflowsPath: string, { debugMode = inTestThread } = {}): TestPipelines {
  const redis = useRedis();
  const test = { redis } as { -readonly [K in keyof TestPipelines]: TestPipelines[K] };
  let running: { worker: PipelineWorker; done: Promise<void>; isShared: boolean }[] = [];
  let bundle: WorkflowBundleWithSourceMap;
  let closeAll = async (): Promise<void> => undefined;
  const taskQueue = `test-${randomUUID()}`;

  beforeAll(async () => {
    const server = await startTemporal();
    bundle = await bundleOf(workflowsPath);
    const connection = await connectionTo(server.address);
    closeAll = async () => {
      await connection.close();
      await server.stop();
    };
    test.address = server.address;
    test.client = new Client({ connection });
  });

  const stopAll = async (areShared: boolean): Promise<void> => {
    const ending = running.filter(({ isShared }) => isShared === areShared);
    running = running.filter((entry) => !ending.includes(entry));
    for (const { worker } of ending) worker.shutdown();
    await Promise.all(ending.map(({ done }) => done));
  };
  afterEach(() => stopAll(false), 30_000);
  afterAll(() => closeAll(), 30_000);

  test.config = (overrides = {}) => ({
    temporal: { connectionOptions: { address: test.address } },
    redisUrl: redis.url,
    taskQueue,
    prefix: redis.prefix,
    stateTtlMs: 3_600_000,
    cacheTtlMs: 3_600_000,
    maxActivities: 20,
    shutdownGraceMs: 500,
    ...overrides,
  });
  async function started<const Sets extends readonly AnyStepSet[]>(
    { steps, deps }: { steps: Sets; deps: CreateWorkerOptions<Sets>['deps'] },
    { isShared, ...overrides }: Partial<WorkerConfig> & { isShared: boolean },
  ) {
    const source = { pipelines: workflowsPath, workflowBundle: bundle, worker: { debugMode } };
    const worker = await createWorker({ ...source, steps, deps, config: test.config(overrides) });
    const entry = { worker, done: worker.run(), isShared };
    running.push(entry);
    return entry;
  }
  test.worker = async (steps, deps, overrides) => {
    const entry = await started({ steps, deps }, { ...overrides, isShared: false });
    const { healthPort } = entry.worker;
    return {
      ...(healthPort !== undefined && { healthPort }),
      async stop() {
        running = running.filter((one) => one !== entry);
        entry.worker.shutdown();
        await entry.done;
      },
    };
  };
  test.sharedWorker = (steps, deps) => {
    beforeAll(async () => void (await started({ steps, deps }, { isShared: true })));
    afterAll(() => stopAll(true), 30_000);
  };
  test.start = (type, input, options) =>
    test.client.workflow.start(type, {
      taskQueue,
      workflowId: `run-${randomUUID()}`,
      args: options === undefined ? [input] : [input, options],
      workflowTaskTimeout: '2s',
    });
  return test;
}
