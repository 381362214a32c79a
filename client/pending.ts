/** What a running step tells by its heartbeats: a workflow does not see them, whoever describes it does. */
import type { WorkflowExecutionDescription } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import type { Link } from './link';

export interface PendingStep {
  readonly name: string;
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
      const [beat] = await decodeArrayFromPayloads(converter, activity.heartbeatDetails?.payloads);
      const { phase, done = 0 } = (beat ?? {}) as { phase?: string; done?: number };
      const lastFailure = activity.lastFailure?.message;
      return {
        name: activity.activityType?.name ?? '',
        attempt: activity.attempt ?? 1,
        done,
        ...(phase === undefined ? {} : { phase }),
        ...(typeof lastFailure === 'string' && lastFailure !== '' ? { lastFailure } : {}),
      };
    }),
  );
}
