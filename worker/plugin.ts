/** The kit in a worker that somebody makes himself. */
import type { Worker, WorkerOptions, WorkerPlugin } from '@temporalio/worker';
import type { AnyStepSet } from '../activities/kit';
import { ConfigInvalid } from './config';
import { openParts } from './parts';
import type { PartsOptions } from './parts';

/** A plugin of Temporal's `Worker.create({ plugins: […] })`. */
export interface PipelinePlugin extends WorkerPlugin {
  readonly name: string;
  readonly warnings: readonly string[];
  /** For a worker that was never run; one that has run has closed it. */
  close(): Promise<void>;
}

/**
 * Puts pipelines and steps into a worker of one's own, which keeps its workflows, activities, interceptors and connection:
 *
 *     const kit = await pipelinePlugin({ pipelines: require.resolve('./pipelines'), steps: [shopSteps], deps });
 *     const worker = await Worker.create({ connection, taskQueue: 'orders', activities, plugins: [kit] });
 *
 * With a `workflowsPath` of its own, that file has to export the pipelines too. Connects to Redis; rejects as `createWorker` does.
 * `Worker.create` then rejects with ConfigInvalid where an option or an activity would take the place of one of the kit's, or no
 * connection is given.
 */
export async function pipelinePlugin<const Sets extends readonly AnyStepSet[]>(
  options: PartsOptions<Sets>,
): Promise<PipelinePlugin> {
  const parts = await openParts(options);
  let hasOthers = false;
  return {
    name: 'pipeline-worker',
    warnings: parts.store.warnings,
    configureWorker(given: WorkerOptions): WorkerOptions {
      const { connection, workflowsPath, workflowBundle } = given;
      hasOthers = workflowsPath !== undefined || workflowBundle !== undefined;
      if (!connection) throw new ConfigInvalid('The kit asks Temporal itself: give Worker.create a `connection`.');
      return parts.optionsOf({ ...given, connection });
    },
    async runWorker(worker: Worker, next: (worker: Worker) => Promise<void>): Promise<void> {
      try {
        await parts.attach(worker, hasOthers);
        await next(worker);
        await parts.ended();
      } finally {
        await parts.close();
      }
    },
    close: () => parts.close(),
  };
}
