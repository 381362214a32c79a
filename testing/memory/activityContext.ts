import { ActivityCancellationDetails, CancelledFailure, noopMetricMeter } from '@temporalio/common';
import { asyncLocalStorage, Context } from '@temporalio/activity';
import type { Info } from '@temporalio/activity';

/** One attempt of an activity, as its code sees it. */
export interface Attempt {
  readonly runId: string;
  readonly workflowType: string;
  readonly activityType: string;
  readonly activityId: string;
  readonly number: number;
  /** ms since 1970: of the activity, and of this attempt. */
  readonly scheduledMs: number;
  readonly attemptScheduledMs: number;
  readonly startToCloseMs: number;
  readonly heartbeatMs: number;
  /** What the attempt before it said last. */
  readonly said: unknown;
  readonly onHeartbeat: (details: unknown) => void;
}

export interface Started {
  readonly result: Promise<unknown>;
  /** What Temporal's cancellation does; `gone` is what it says of an attempt that it has given up. */
  cancel(why: 'cancelled' | 'gone'): void;
}

const quiet = { log: () => undefined, trace: () => undefined, debug: () => undefined, info: () => undefined };

/** Runs the code of an activity in a context of the SDK's own, without a server. */
export function startAttempt(attempt: Attempt, run: () => Promise<unknown>): Started {
  const controller = new AbortController();
  const cancelled = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error), { once: true });
  });
  cancelled.catch(() => undefined);
  const why: { details?: ActivityCancellationDetails } = {};
  const context = new Context(
    infoOf(attempt),
    cancelled,
    controller.signal,
    attempt.onHeartbeat,
    undefined,
    { ...quiet, warn: () => undefined, error: () => undefined },
    noopMetricMeter,
    why,
  );
  return {
    result: asyncLocalStorage.run(context, run),
    cancel(reason) {
      why.details = new ActivityCancellationDetails(reason === 'gone' ? { notFound: true } : { cancelRequested: true });
      controller.abort(new CancelledFailure(reason.toUpperCase()));
    },
  };
}

function infoOf(attempt: Attempt): Info {
  const { runId, workflowType, activityType, activityId } = attempt;
  // The two that are deprecated are asked for by the type, and read by nobody here.
  const info: Omit<Info, 'activityNamespace' | 'workflowNamespace'> = {
    taskToken: Buffer.from(activityId),
    base64TaskToken: Buffer.from(activityId).toString('base64'),
    activityId,
    activityType,
    attempt: attempt.number,
    isLocal: false,
    namespace: 'memory',
    taskQueue: 'memory',
    workflowType,
    workflowExecution: { workflowId: runId, runId: `execution of ${runId}` },
    scheduledTimestampMs: attempt.scheduledMs,
    currentAttemptScheduledTimestampMs: attempt.attemptScheduledMs,
    startToCloseTimeoutMs: attempt.startToCloseMs,
    scheduleToCloseTimeoutMs: 0,
    heartbeatTimeoutMs: attempt.heartbeatMs,
    heartbeatDetails: attempt.said,
    inWorkflow: true,
  };
  return info as Info;
}
