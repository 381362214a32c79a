import { Worker } from '@temporalio/worker';
import type { NativeConnection, WorkerOptions, WorkflowBundleOption } from '@temporalio/worker';
import { activitiesOf, definitionsOf, Ends, kitActivities, limiters, PaidAnswers } from '../activities/kit';
import { heardByMany, mustFitTogether, ShuttingDown, Suspects, WaitingRoom } from '../activities/kit';
import type { AnyStepSet, DepsOf, Kit, Pipelines } from '../activities/kit';
import { monotonicMs } from '../redis';
import type { Store } from '../redis';
import { bundlingOf, payloadConverterPath } from './bundle';
import { readConfig } from './config';
import type { WorkerConfig } from './config';
import { connectNative, namespaceOf, openFitStore } from './connections';
import { ANSWER_WITHIN_MS, serveHealth } from './health';
import type { Check, Health } from './health';
import { keptEffectsOf } from './keptEffects';
import { workerLogger } from './log';
import { loadPipelines } from './pipelines';
import type { LoadedPipelines } from './pipelines';
import { quietSdk } from './quiet';
import { ready } from './ready';
import type { Ready } from './ready';
import { customSearchAttributes } from './searchAttributes';
import { keepTelling } from './telling';
import { startVitals } from './vitals';

/** The intersection of what all steps of all sets need. */
export type DepsOfAll<Sets extends readonly AnyStepSet[]> = {
  [K in keyof Sets]: (deps: DepsOf<Sets[K]>) => void;
}[number] extends (deps: infer D) => void
  ? D
  : never;

export interface CreateWorkerOptions<Sets extends readonly AnyStepSet[]> {
  /**
   * The file that exports the pipelines, CommonJS or ES module: `require.resolve('./pipelines')`, or
   * `new URL('./pipelines.js', import.meta.url)`. It is loaded for the schemas, and bundled.
   */
  readonly pipelines: string | URL;
  /** That file bundled before, with `bundlePipelines`: the worker then starts a second or two sooner. */
  readonly workflowBundle?: WorkflowBundleOption;
  readonly steps: Sets;
  /** What the steps need: an object, or a function of the worker's store that makes it. */
  readonly deps: DepsOfAll<Sets> | ((store: Store) => DepsOfAll<Sets>);
  /** Default: from the environment. */
  readonly config?: WorkerConfig;
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

/** Heartbeats and so cancellations reach the server at least this often; the guard's interval for 2 s is 600 ms. */
const HEARTBEAT_THROTTLE_MS = 200;
/** A dead worker's cached workflows wait this long before another may take them (measured: 10 s otherwise). */
const STICKY_TIMEOUT_MS = 2000;
/** Cancelled steps may take this long to record and release before the process ends without them. */
export const FORCE_AFTER_GRACE_MS = 10_000;

/**
 * Connects to Temporal and Redis, tries that both can be used, and makes a worker for these step sets. Rejects with
 * DefinitionInvalid (a step can never work, two take each other's place, or the pipelines do not fit the steps), TemporalUnreachable, TemporalUnfit (there is no such namespace), RedisUnreachable or RedisUnfit (it would lose or refuse
 * what the worker promises to keep); nothing stays open then: mend what the message names and start again.
 */
export async function createWorker<const Sets extends readonly AnyStepSet[]>(
  options: CreateWorkerOptions<Sets>,
): Promise<PipelineWorker> {
  mustFitTogether(options.steps);
  const pipelines = loadPipelines(options.pipelines, options.steps);
  if (ready.hasSubscribers) quietSdk();
  const config = options.config ?? readConfig();
  const store = await openFitStore(config);
  const connection = await connectNative(config).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const vitals = startVitals();
  const ends = new Ends();
  let worker: Worker | undefined;
  let health: Health | undefined;
  let stopTelling = (): void => undefined;
  const closeAll = async (): Promise<void> => {
    vitals.stop();
    stopTelling();
    ends.close();
    // One that cannot be closed keeps none of the others open, and hides no reason why the worker ended.
    await Promise.allSettled([health?.close(), connection.close(), store.close()]);
  };
  try {
    const { healthPort } = config;
    if (healthPort !== undefined) {
      health = await serveHealth(
        healthPort,
        readinessOf(() => worker?.getState(), connection, store),
      );
    }
    const deps = typeof options.deps === 'function' ? (options.deps as (store: Store) => unknown)(store) : options.deps;
    const draining = new AbortController();
    heardByMany(draining.signal);
    const kit = kitOf(config, store, deps, {
      draining: draining.signal,
      ends,
      workerFacts: () => ({ ...vitals.read() }),
    });
    const made = await Worker.create(optionsOf(options, pipelines, config, kit, connection));
    worker = made;
    tellWhenShutDown(made, draining);
    stopTelling = await keepTelling(store, config.taskQueue, pipelines.names);
    let graceEndsAt = 0;
    draining.signal.addEventListener('abort', () => (graceEndsAt = monotonicMs() + config.shutdownGraceMs));
    return {
      async run() {
        try {
          const running = made.run();
          ready.publish(servedBy(pipelines, options.steps, config));
          await running;
        } finally {
          await kit.paid.close(Math.max(0, graceEndsAt - monotonicMs()));
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

function optionsOf<const Sets extends readonly AnyStepSet[]>(
  options: CreateWorkerOptions<Sets>,
  { path, inputs }: LoadedPipelines,
  config: WorkerConfig,
  kit: Kit,
  connection: NativeConnection,
): WorkerOptions {
  return {
    ...(options.workflowBundle ? { workflowBundle: options.workflowBundle } : bundlingOf(path)),
    connection,
    namespace: namespaceOf(config),
    taskQueue: config.taskQueue,
    dataConverter: { payloadConverterPath },
    activities: allActivities(options.steps, kit, {
      inputs,
      searchAttributes: () => customSearchAttributes(connection, namespaceOf(config)),
      keptEffects: (execution, effects) => keptEffectsOf(connection, namespaceOf(config), execution, effects),
      ...(config.notifyUrl === undefined ? {} : { notifyUrl: config.notifyUrl }),
    }),
    maxConcurrentActivityTaskExecutions: config.maxActivities,
    maxHeartbeatThrottleInterval: HEARTBEAT_THROTTLE_MS,
    defaultHeartbeatThrottleInterval: HEARTBEAT_THROTTLE_MS,
    stickyQueueScheduleToStartTimeout: STICKY_TIMEOUT_MS,
    shutdownGraceTime: config.shutdownGraceMs,
    shutdownForceTime: config.shutdownGraceMs + FORCE_AFTER_GRACE_MS,
    ...versionOf(config),
  };
}

/**
 * The SDK tells an activity of a shutdown only when the grace ends. Every way to stop a worker goes through its `shutdown`:
 * ours, the SDK's own handling of signals, and a worker that cannot poll any more.
 */
function tellWhenShutDown(worker: Worker, draining: AbortController): void {
  const shutdown = worker.shutdown.bind(worker);
  worker.shutdown = () => {
    shutdown();
    draining.abort(new ShuttingDown());
  };
}

/** A run stays on the version it began on, and never meets code that would not agree with its history. */
function versionOf({ version }: WorkerConfig): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (version === undefined) return {};
  return { workerDeploymentOptions: { version, useWorkerVersioning: true, defaultVersioningBehavior: 'PINNED' } };
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

function servedBy({ names }: LoadedPipelines, sets: readonly AnyStepSet[], { taskQueue }: WorkerConfig): Ready {
  return { taskQueue, pipelines: names, steps: sets.flatMap((set) => definitionsOf(set).map(([name]) => name)) };
}

function kitOf(
  config: WorkerConfig,
  store: Store,
  deps: unknown,
  ofProcess: Pick<Kit, 'draining' | 'ends' | 'workerFacts'>,
): Kit {
  return {
    runs: (runId) => store.run(runId),
    resource: (name) => store.resource(name),
    waiting: new WaitingRoom(config.maxActivities),
    paid: new PaidAnswers(store.answers(), workerLogger),
    suspects: new Suspects(),
    deps,
    stateTtlMs: config.stateTtlMs,
    limiter: limiters(),
    log: workerLogger,
    ...ofProcess,
  };
}

function allActivities(
  sets: readonly AnyStepSet[],
  kit: Kit,
  asked: Omit<Pipelines, 'steps'>,
): Record<string, (...input: never[]) => Promise<unknown>> {
  const ofSets = Object.assign({}, ...sets.map((set) => activitiesOf(set, kit))) as ReturnType<typeof activitiesOf>;
  const steps = new Map(sets.flatMap(definitionsOf));
  return { ...kitActivities(kit, { steps, ...asked }), ...ofSets };
}
