import { Worker } from '@temporalio/worker';
import type { NativeConnection, WorkflowBundleOption } from '@temporalio/worker';
import type { AnyStepSet } from '../activities/kit';
import type { Store } from '../redis';
import { connectNative, namespaceOf } from './connections';
import { ANSWER_WITHIN_MS, serveHealth } from './health';
import type { Check, Health } from './health';
import { openParts } from './parts';
import type { PartsOptions } from './parts';
import { quietSdk } from './quiet';
import { ready } from './ready';
import type { Ready } from './ready';
import { mustBeOwn } from './temporalOptions';
import type { OwnOptions } from './temporalOptions';

export interface CreateWorkerOptions<Sets extends readonly AnyStepSet[]> extends PartsOptions<Sets> {
  /** The file of `pipelines` bundled before, with `bundlePipelines`: the worker then starts a second or two sooner. */
  readonly workflowBundle?: WorkflowBundleOption;
  /**
   * Temporal's own options: interceptors, sinks, payload codecs, activities of your own beside ours, limits, and so on. What
   * the kit decides is refused by its name.
   */
  readonly worker?: OwnOptions;
}

export interface PipelineWorker {
  /** Works until `shutdown`; resolves when every step has ended and every connection is closed. */
  run(): Promise<void>;
  /**
   * Polling stops at once and no item or step starts any more; what is in work gets the grace time, then is cancelled. What
   * is finished is recorded, the rest goes to another worker at once.
   */
  shutdown(): void;
  readonly warnings: readonly string[];
  /** Where `/livez` and `/readyz` are served, if `config.healthPort` asks for it. */
  readonly healthPort?: number;
}

/**
 * Connects to Temporal and Redis, tries that both can be used, and makes a worker for these pipelines and steps. Rejects with
 * DefinitionInvalid (a step can never work, two take each other's place, or the pipelines do not fit the steps), ConfigInvalid
 * (an option of Temporal's that is the kit's), TemporalUnreachable, TemporalUnfit (there is no such namespace), RedisUnreachable
 * or RedisUnfit (it would lose or refuse what the worker promises to keep); nothing stays open then: mend what the message names
 * and start again.
 */
export async function createWorker<const Sets extends readonly AnyStepSet[]>(
  options: CreateWorkerOptions<Sets>,
): Promise<PipelineWorker> {
  mustBeOwn(options.worker ?? {});
  if (ready.hasSubscribers) quietSdk();
  const parts = await openParts(options);
  const { config, store } = parts;
  const connection = await connectNative(config).catch(async (error: unknown) => {
    await parts.close();
    throw error;
  });
  let worker: Worker | undefined;
  let health: Health | undefined;
  const closeAll = async (): Promise<void> => {
    // One that cannot be closed keeps none of the others open, and hides no reason why the worker ended.
    await Promise.allSettled([health?.close(), connection.close(), parts.close()]);
  };
  try {
    const { healthPort, taskQueue } = config;
    if (healthPort !== undefined) {
      health = await serveHealth(
        healthPort,
        readinessOf(() => worker?.getState(), connection, store),
      );
    }
    const { workflowBundle } = options;
    const place = { connection, namespace: namespaceOf(config), taskQueue };
    const made = await Worker.create(
      parts.optionsOf({ ...options.worker, ...place, ...(workflowBundle && { workflowBundle }) }),
    );
    worker = made;
    await parts.attach(made);
    return {
      async run() {
        try {
          const running = made.run();
          ready.publish({ taskQueue, pipelines: parts.pipelines.names, steps: parts.steps } satisfies Ready);
          await running;
        } finally {
          await parts.ended();
          await closeAll();
        }
      },
      shutdown: () => made.shutdown(),
      warnings: store.warnings,
      ...(health && { healthPort: health.port }),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Ready: this worker asks for work, and what it needs to do it answers. */
function readinessOf(
  state: () => string | undefined,
  connection: NativeConnection,
  store: Store,
): Readonly<Record<string, Check>> {
  return {
    worker: () => Promise.resolve(state() === 'RUNNING' ? 'ok' : 'not polling'),
    temporal: () =>
      connection
        .withDeadline(Date.now() + ANSWER_WITHIN_MS, () => connection.workflowService.getSystemInfo({}))
        .then(() => 'ok'),
    redis: () => store.prove().then(() => 'ok'),
  };
}
