import type { WorkflowHandle } from '@temporalio/client';

/** What Temporal knows of a step that has not ended; attempt 0 where there is none. */
export async function pendingStep(
  run: WorkflowHandle,
  step: string,
): Promise<{ attempt: number; lastFailure: string | null | undefined }> {
  const { raw } = await run.describe();
  const pending = raw.pendingActivities?.find(({ activityType }) => activityType?.name === step);
  return { attempt: pending?.attempt ?? 0, lastFailure: pending?.lastFailure?.applicationFailureInfo?.type };
}
