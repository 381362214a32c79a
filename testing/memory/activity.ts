/** What Temporal does with an activity: one attempt after another, until one answers, fails for good, or is cancelled. */
import { ActivityFailure, ApplicationFailure, RetryState, TimeoutFailure, TimeoutType } from '@temporalio/common';
import type { CallOptions } from '../../activities/kit';
import type { Timeline } from '../simulation/schedule';
import { startAttempt } from './activityContext';
import type { Started } from './activityContext';
import { msOf } from './duration';
import type { Scheduled } from './virtual';
import type { MemoryWorker } from './worker';

export interface Place {
  readonly schedule: Timeline;
  /** ms since 1970 at the beginning of the schedule. */
  readonly originMs: number;
  readonly runId: string;
  readonly workflowType: string;
  /** The worker that takes the next attempt. */
  readonly worker: () => MemoryWorker;
  /** An attempt has its answer, and its worker has not sent it yet. */
  readonly answered: (step: string, worker: MemoryWorker) => void;
}

interface Ended {
  readonly answer?: unknown;
  readonly failure?: Error;
  /** No heartbeat came any more. */
  readonly isSilent?: true;
}

type Length = string | number;
/** The options of an activity that are obeyed here. */
interface Limits {
  readonly startToCloseTimeout?: Length;
  readonly scheduleToCloseTimeout?: Length;
  readonly heartbeatTimeout?: Length;
  readonly retry?: {
    readonly initialInterval?: Length;
    readonly maximumInterval?: Length;
    readonly backoffCoefficient?: number;
    readonly maximumAttempts?: number;
  };
}

const DEFAULT_HEARTBEAT_MS = 10_000;
const YEAR_MS = 365 * 24 * 3_600_000;

export class Activity {
  private started: Started | undefined;
  private worker: MemoryWorker | undefined;
  private said: unknown;

  constructor(
    private readonly place: Place,
    private readonly scheduled: Scheduled,
    private readonly id: string,
  ) {}

  /** Resolves with its answer; rejects with what the workflow is told. */
  async run(): Promise<unknown> {
    const { schedule } = this.place;
    const { retry = {}, scheduleToCloseTimeout } = this.limits;
    const scheduledMs = this.nowMs;
    const latestMs = scheduledMs + msOf(scheduleToCloseTimeout, YEAR_MS);
    let delayMs = msOf(retry.initialInterval, 1000);
    for (let number = 1; ; number += 1) {
      const ended = await this.attempt(number, scheduledMs);
      if ('answer' in ended) return ended.answer;
      const { failure = new TimeoutFailure('heartbeat timeout', this.said, TimeoutType.HEARTBEAT) } = ended;
      if (failure instanceof ApplicationFailure && failure.nonRetryable)
        throw this.failed(failure, RetryState.NON_RETRYABLE_FAILURE);
      const asked = failure instanceof ApplicationFailure ? (failure.nextRetryDelay as Length | null) : undefined;
      const waitMs = msOf(asked ?? delayMs, delayMs);
      if (this.nowMs + waitMs > latestMs || number === retry.maximumAttempts)
        throw this.failed(failure, RetryState.TIMEOUT);
      delayMs = Math.min(delayMs * (retry.backoffCoefficient ?? 2), msOf(retry.maximumInterval, 100_000));
      await new Promise<void>((resolve) => void schedule.at(schedule.nowMs + waitMs, resolve));
    }
  }

  cancel(): void {
    this.worker?.process.enter(() => this.started?.cancel('cancelled'));
  }

  private attempt(number: number, scheduledMs: number): Promise<Ended> {
    const { schedule, runId, workflowType } = this.place;
    const { limits, scheduled } = this;
    const { name, args } = scheduled;
    const worker = (this.worker = this.place.worker());
    const heartbeatMs = msOf(limits.heartbeatTimeout, DEFAULT_HEARTBEAT_MS);
    const startToCloseMs = msOf(limits.startToCloseTimeout, YEAR_MS);
    const attemptScheduledMs = this.nowMs;
    const beganAtMs = schedule.nowMs;
    let lastBeatMs = schedule.nowMs;
    return new Promise((resolve) => {
      let isOver = false;
      const end = (ended: Ended): void => {
        isOver = true;
        resolve(ended);
      };
      const watch = (): void => {
        if (isOver) return;
        const dueMs = Math.min(lastBeatMs + heartbeatMs, beganAtMs + startToCloseMs);
        if (schedule.nowMs < dueMs) return void schedule.at(dueMs, watch);
        end({ isSilent: true });
        worker.process.enter(() => this.started?.cancel('gone'));
      };
      const onHeartbeat = (details: unknown): void => {
        if (worker.process.isKilled) return;
        this.said = JSON.parse(JSON.stringify(details)) as unknown;
        lastBeatMs = schedule.nowMs;
      };
      const ids = {
        runId,
        workflowType,
        activityType: name,
        activityId: this.id,
        number,
        said: this.said,
        onHeartbeat,
      };
      const attempt = { ...ids, scheduledMs, attemptScheduledMs, startToCloseMs, heartbeatMs };
      worker.process.enter(() => {
        const [input, callOptions] = args as [unknown, CallOptions | undefined];
        const run = worker.activities[name] ?? unknown(name);
        this.started = startAttempt(attempt, () => run(input, callOptions));
        this.started.result.then(
          (answer) => {
            this.place.answered(name, worker);
            worker.process.enter(() => end({ answer }));
          },
          (failure: unknown) => worker.process.enter(() => end({ failure: failure as Error })),
        );
      });
      watch();
    });
  }

  private get limits(): Limits {
    return this.scheduled.options as Limits;
  }

  private get nowMs(): number {
    return this.place.originMs + this.place.schedule.nowMs;
  }

  private failed(cause: Error, state: RetryState): ActivityFailure {
    return new ActivityFailure('Activity task failed', this.scheduled.name, this.id, state, 'memory', cause);
  }
}

/** As a worker of Temporal answers, and tries again: another worker may have it. Here there is none. */
const unknown = (name: string) => (): Promise<never> =>
  Promise.reject(
    ApplicationFailure.nonRetryable(`No step set has the step '${name}': give it to the test too (steps: […])`),
  );
