/** What a running step tells by its heartbeats: a workflow does not see them, whoever describes it does. */
import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { FailureType } from '../activities/kit/contract';
import type { Beat } from '../activities/kit/attempt/heartbeat';
import type { AttemptFact } from '../redis';
import type { Link } from './link';
import { valuesOf } from './payloads';
import { isoTime } from './timestamp';

/** PENDING_ACTIVITY_STATE_STARTED */
const STARTED = 2;
/** What an attempt of `kit.keepAlive` ends with when all is well: it is called again by being tried again. */
const WELL: FailureType = 'KeptAlive';

export interface PendingStep {
  readonly name: string;
  /** The name of its call, where it is another, as soon as a worker has told it. */
  readonly call?: string;
  readonly activityId: string;
  readonly worker?: string;
  /** Of the attempt that works now; absent while the activity waits for a worker or for its next attempt. ISO. */
  readonly startedAt?: string;
  readonly attempts: readonly AttemptFact[];
  readonly attempt: number;
  readonly phase?: string;
  readonly done: number;
  readonly lastFailure?: string;
}

/** One entry for each activity that is scheduled or running. */
export async function pendingSteps(link: Link, description: WorkflowExecutionDescription): Promise<PendingStep[]> {
  const converter = link.temporal.options.loadedDataConverter;
  return Promise.all(
    (description.raw.pendingActivities ?? []).map(async (activity) => {
      const [beat] = await valuesOf(converter, activity.heartbeatDetails?.payloads);
      const { phase, done = 0, attempts = [], call } = (beat ?? {}) as Partial<Beat>;
      const isWell = activity.lastFailure?.applicationFailureInfo?.type === WELL;
      const lastFailure = isWell ? undefined : activity.lastFailure?.message;
      const isStarted = activity.state === STARTED;
      const startedAt = isStarted ? isoTime(activity.lastStartedTime) : undefined;
      return {
        name: activity.activityType?.name ?? '',
        ...(call === undefined ? {} : { call }),
        activityId: activity.activityId ?? '',
        ...(activity.lastWorkerIdentity ? { worker: activity.lastWorkerIdentity } : {}),
        ...(startedAt === undefined ? {} : { startedAt }),
        attempts,
        attempt: activity.attempt ?? 1,
        done,
        ...(phase === undefined ? {} : { phase }),
        ...(typeof lastFailure === 'string' && lastFailure !== '' ? { lastFailure } : {}),
      };
    }),
  );
}
