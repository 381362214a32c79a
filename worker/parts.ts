/** What the kit puts into a worker, whoever makes that: its activities, and what begins and ends with it. */
import type { Worker, WorkerOptions } from '@temporalio/worker';
import { activitiesOf, definitionsOf, Ends, kitActivities, limiters, PaidAnswers } from '../activities/kit';
import { heardByMany, mustFitTogether, ShuttingDown, Suspects, WaitingRoom } from '../activities/kit';
import type { AnyStepSet, DepsOf, Kit } from '../activities/kit';
import { monotonicMs } from '../redis';
import type { Store } from '../redis';
import { readConfig } from './config';
import type { WorkerConfig } from './config';
import { openFitStore } from './connections';
import { keptEffectsOf } from './keptEffects';
import { workerLogger } from './log';
import { loadPipelines } from './pipelines';
import type { LoadedPipelines } from './pipelines';
import { customSearchAttributes } from './searchAttributes';
import { keepTelling } from './telling';
import { withKit } from './temporalOptions';
import type { Connected } from './temporalOptions';
import { startVitals } from './vitals';

/** The intersection of what all steps of all sets need. */
export type DepsOfAll<Sets extends readonly AnyStepSet[]> = {
  [K in keyof Sets]: (deps: DepsOf<Sets[K]>) => void;
}[number] extends (deps: infer D) => void
  ? D
  : never;

export interface PartsOptions<Sets extends readonly AnyStepSet[]> {
  /**
   * The file that exports the pipelines, CommonJS or ES module: `require.resolve('./pipelines')`, or
   * `new URL('./pipelines.js', import.meta.url)`. It is loaded for the schemas, and bundled.
   */
  readonly pipelines: string | URL;
  readonly steps: Sets;
  /** What the steps need: an object, or a function of the worker's store that makes it. */
  readonly deps: DepsOfAll<Sets> | ((store: Store) => DepsOfAll<Sets>);
  /** Default: from the environment. */
  readonly config?: WorkerConfig;
}

/** @throws DefinitionInvalid, ConfigInvalid; RedisUnreachable, RedisUnfit: nothing stays open then. */
export async function openParts<Sets extends readonly AnyStepSet[]>(options: PartsOptions<Sets>): Promise<Parts> {
  mustFitTogether(options.steps);
  const pipelines = loadPipelines(options.pipelines, options.steps);
  const config = options.config ?? readConfig();
  const store = await openFitStore(config);
  try {
    const deps = typeof options.deps === 'function' ? (options.deps as (store: Store) => unknown)(store) : options.deps;
    return new Parts(pipelines, options.steps, config, store, deps);
  } catch (error) {
    await store.close();
    throw error;
  }
}

export class Parts {
  private readonly vitals = startVitals();
  private readonly draining = new AbortController();
  private readonly kit: Kit;
  private graceEndsAt = 0;
  private stopTelling = (): void => undefined;

  constructor(
    readonly pipelines: LoadedPipelines,
    private readonly sets: readonly AnyStepSet[],
    readonly config: WorkerConfig,
    readonly store: Store & { readonly warnings: readonly string[] },
    deps: unknown,
  ) {
    const { signal } = this.draining;
    heardByMany(signal);
    signal.addEventListener('abort', () => (this.graceEndsAt = monotonicMs() + config.shutdownGraceMs));
    this.kit = {
      runs: (runId) => store.run(runId),
      resource: (name) => store.resource(name),
      waiting: new WaitingRoom(config.maxActivities),
      paid: new PaidAnswers(store.answers(), workerLogger, {
        ...(config.unsavedAnswersBytes !== undefined && { bytes: config.unsavedAnswersBytes }),
      }),
      suspects: new Suspects(),
      deps,
      stateTtlMs: config.stateTtlMs,
      limiter: limiters(),
      log: workerLogger,
      draining: signal,
      ends: new Ends(),
      workerFacts: () => this.vitals.read(),
    };
  }

  get steps(): readonly string[] {
    return this.sets.flatMap((set) => definitionsOf(set).map(([name]) => name));
  }

  /** The options with all of the kit in them. @throws ConfigInvalid */
  optionsOf(given: Connected): WorkerOptions {
    const { connection, namespace = 'default' } = given;
    const { notifyUrl } = this.config;
    const ofSets = this.sets.map((set) => activitiesOf(set, this.kit));
    const ofKit = kitActivities(this.kit, {
      inputs: this.pipelines.inputs,
      steps: new Map(this.sets.flatMap(definitionsOf)),
      searchAttributes: () => customSearchAttributes(connection, namespace),
      keptEffects: (execution, effects) =>
        keptEffectsOf({ connection, namespace, codecs: given.dataConverter?.payloadCodecs }, execution, effects),
      ...(notifyUrl === undefined ? {} : { notifyUrl }),
    });
    const activities = Object.assign({}, ofKit, ...ofSets) as typeof ofKit;
    return withKit(given, { config: this.config, pipelines: this.pipelines.path, activities });
  }

  /**
   * To be called with the worker before it runs. The SDK tells an activity of a shutdown only when the grace ends. Every way
   * to stop a worker goes through its `shutdown`: ours, the SDK's own handling of signals, and one that cannot poll any more.
   * @param hasOthers it runs workflows that nobody here knows: clients then are not told which there are.
   */
  async attach(worker: Worker, hasOthers = false): Promise<void> {
    const shutdown = worker.shutdown.bind(worker);
    worker.shutdown = () => {
      shutdown();
      this.draining.abort(new ShuttingDown());
    };
    if (!hasOthers) this.stopTelling = await keepTelling(this.store, worker.options.taskQueue, this.pipelines.names);
  }

  /** The worker has ended: paid answers that wait for Redis have the rest of the grace. */
  async ended(): Promise<void> {
    await this.kit.paid.close(Math.max(0, this.graceEndsAt - monotonicMs()));
  }

  async close(): Promise<void> {
    this.vitals.stop();
    this.stopTelling();
    this.kit.ends.close();
    await this.store.close();
  }
}
