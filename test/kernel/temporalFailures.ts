/** Failures of activities, as Temporal gives them to a workflow. */
import { RetryState } from '@temporalio/common';
import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import type { Scheduled } from '../../testing/memory/virtual';

export const failure = (type: string, message: string, details: unknown[] = []): ApplicationFailure =>
  ApplicationFailure.nonRetryable(message, type, ...details);

export const failed = ({ name }: Pick<Scheduled, 'name'>, cause: Error): ActivityFailure =>
  new ActivityFailure('Activity task failed', name, '1', RetryState.NON_RETRYABLE_FAILURE, 'worker', cause);
