/** A worker process without a Temporal server: its steps behind the guard, each call an activity with a context of its own. */
import { ActivityCancellationDetails } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import {
  activitiesOf,
  definitionsOf,
  Ends,
  kitActivities,
  limiters,
  PaidAnswers,
  ShuttingDown,
  Suspects,
  WaitingRoom,
} from '../../../activities/kit';
import type { AnyStepSet, CallOptions, Kit, Pipelines } from '../../../activities/kit';
import type { Store } from '../../../redis';

/** The SDK tells of each failed activity; what the tests expect they look at themselves. */
const silent = new DefaultLogger('ERROR', () => undefined);

export interface Asked {
  readonly runId: string;
  readonly activityId?: string;
  readonly attempt?: number;
  readonly heartbeatTimeoutMs?: number;
  /** What an earlier attempt had told Temporal last. */
  readonly heartbeatDetails?: unknown;
  readonly options?: CallOptions;
  readonly onHeartbeat?: (details: unknown) => void;
}

export interface Started {
  readonly result: Promise<unknown>;
  /** What Temporal's cancellation does; `gone` is what it says of an attempt that it has given up. */
  readonly cancel: (why?: 'cancelled' | 'gone' | 'shutdown') => void;
}

/** What a test gives in place of the usual. */
type Over = Partial<Kit & Pick<Pipelines, 'keptEffects'>>;

export class WorkerProcess {
  readonly warnings: string[] = [];
  /** What its last attempt has told Temporal so far. */
  told: unknown;
  private readonly draining = new AbortController();
  private readonly activities: ReturnType<typeof activitiesOf>;
  readonly kit: Kit;

  constructor(store: Store, set: AnyStepSet, { keptEffects = () => Promise.resolve([]), ...over }: Over = {}) {
    const log: Kit['log'] = { info: () => undefined, warn: (message) => this.warnings.push(message) };
    this.kit = {
      runs: (runId) => store.run(runId),
      resource: (name) => store.resource(name),
      waiting: new WaitingRoom(40),
      paid: new PaidAnswers(store.answers(), log),
      suspects: new Suspects(),
      ends: new Ends(),
      deps: {},
      stateTtlMs: 3_600_000,
      limiter: limiters(),
      draining: this.draining.signal,
      log,
      workerFacts: () => ({ worker: 'test' }),
      ...over,
    };
    const pipelines = {
      inputs: {},
      steps: new Map(definitionsOf(set)),
      searchAttributes: () => Promise.resolve([]),
      keptEffects,
    };
    this.activities = { ...kitActivities(this.kit, pipelines), ...activitiesOf(set, this.kit) };
  }

  /** One attempt of one activity. */
  start(name: string, input: unknown, asked: Asked): Started {
    const { runId, activityId = '1', attempt = 1, heartbeatTimeoutMs = 10_000, heartbeatDetails, options } = asked;
    const info = {
      workflowExecution: { workflowId: runId, runId: 'execution' },
      activityId,
      attempt,
      heartbeatTimeoutMs,
      heartbeatDetails,
      startToCloseTimeoutMs: 600_000,
      scheduledTimestampMs: 1,
      currentAttemptScheduledTimestampMs: attempt,
    };
    const environment = new MockActivityEnvironment(info, { logger: silent });
    environment.on('heartbeat', (told: unknown) => {
      this.told = told;
      asked.onHeartbeat?.(told);
    });
    const activity = this.activities[name];
    if (!activity) throw new Error(`there is no activity ${name}`);
    const cancel: Started['cancel'] = (why = 'cancelled') => {
      const details = {
        cancelled: { cancelRequested: true },
        gone: { notFound: true },
        shutdown: { workerShutdown: true },
      };
      environment.cancel(undefined, new ActivityCancellationDetails(details[why]));
    };
    return { result: environment.run(activity, input, options), cancel };
  }

  call(name: string, input: unknown, asked: Asked): Promise<unknown> {
    return this.start(name, input, asked).result;
  }

  shutdown(): void {
    this.draining.abort(new ShuttingDown());
  }
}
