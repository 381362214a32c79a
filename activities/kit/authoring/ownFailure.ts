import { ApplicationFailure } from '@temporalio/common';
import { shortened } from '../thrown';

/**
 * Thrown by a step, it ends the call (in a map: the item) at once, without another try: what comes then is the pipeline's
 * `onFailure`. The same as Temporal's `ApplicationFailure.nonRetryable(message, type)`.
 * @param type a word for programs: the `type` of a `StepFailed`, the `errorType` of an outcome.
 * @param message for people: what is wrong, with what, and what helps.
 * @param facts `details` is JSON for the body (`StepFailed.details`), `cause` what was caught.
 */
export function nonRetryable(
  type: string,
  message: string,
  { details, cause }: { readonly details?: unknown; readonly cause?: unknown } = {},
): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message: shortened(message),
    nonRetryable: true,
    ...(details === undefined ? {} : { details: [details] }),
    ...(cause instanceof Error ? { cause } : {}),
  });
}
