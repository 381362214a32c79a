import { activitiesOf, definitionsOf, Ends, heardByMany, kitActivities, limiters } from '../../activities/kit';
import { PaidAnswers, Suspects, WaitingRoom } from '../../activities/kit';
import type { AnyStepSet, CallOptions, Kit, Pipelines } from '../../activities/kit';
import { limits } from '../../redis';
import type { Store } from '../../redis';
import type { Network, SimulatedProcess } from '../simulation';

export interface MemoryWorkerOptions {
  readonly process: SimulatedProcess;
  /** Of its own: it is cut when the worker dies. */
  readonly network: Network;
  readonly store: Store;
  readonly steps: readonly AnyStepSet[];
  readonly deps: unknown;
  readonly inputs: Pipelines['inputs'];
}

type Activities = Readonly<Record<string, (input: unknown, options?: CallOptions) => Promise<unknown>>>;

/** A worker without Temporal: the real activities, each behind the real guard, on the simulated Redis. */
export class MemoryWorker {
  readonly process: SimulatedProcess;
  private readonly network: Network;
  readonly activities: Activities;

  constructor({ process, network, store, steps, deps, inputs }: MemoryWorkerOptions) {
    this.process = process;
    this.network = network;
    const draining = new AbortController();
    heardByMany(draining.signal);
    const log: Kit['log'] = { info: () => undefined, warn: () => undefined };
    const kit: Kit = {
      runs: (runId) => store.run(runId),
      resource: (name) => store.resource(name),
      waiting: new WaitingRoom(40),
      paid: new PaidAnswers(store.answers(), log),
      suspects: new Suspects(),
      ends: new Ends(),
      deps,
      stateTtlMs: limits.stateTtlMs,
      limiter: limiters(),
      draining: draining.signal,
      log,
      workerFacts: () => ({ worker: process.name }),
    };
    const pipelines: Pipelines = {
      inputs,
      steps: new Map(steps.flatMap(definitionsOf)),
      searchAttributes: () => Promise.resolve([]),
      keptEffects: () => Promise.resolve([]),
    };
    const ofSets = steps.map((set) => activitiesOf(set, kit));
    this.activities = Object.assign({}, kitActivities(kit, pipelines), ...ofSets) as Activities;
  }

  /** As `kill -9`: code that goes on all the same reaches nobody any more. */
  kill(): void {
    this.process.kill();
    this.network.isCut = true;
  }
}
