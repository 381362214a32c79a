import { randomUUID } from 'node:crypto';
import type { Info } from '@temporalio/activity';
import { scopeOf } from '../../../redis';

/** Where a step names no heartbeat timeout. Our own steps use 2 s; a user's step may block its event loop for longer. */
const DEFAULT_HEARTBEAT_TIMEOUT_MS = 10_000;
/** Share of the heartbeat timeout between two heartbeats. lease + interval ≤ timeout, so a takeover never waits longer. */
const HEARTBEAT_SHARE = 0.3;
/** The answer to a heartbeat tells a step that it is cancelled: who cancels should not wait for it. */
const MAX_HEARTBEAT_MS = 1000;

/**
 * One attempt of one activity. `owner` is new for every attempt and makes its requests repeatable; `scope` and `seq`
 * order the attempts of one activity. `seq` is the time Temporal scheduled the attempt, not its number: an activity
 * reset sets the number back to 1.
 */
export interface Attempt {
  readonly runId: string;
  readonly owner: string;
  readonly scope: string;
  readonly seq: number;
  readonly number: number;
  /** When the activity (not the attempt) was scheduled, in µs: the floor of a volatile step. */
  readonly scheduledUs: number;
  readonly heartbeatMs: number;
  readonly leaseMs: number;
  /** Both on the clock of the process. */
  readonly startedAt: number;
  /** The end of startToClose. Nothing is renewed past it. */
  readonly latestMs: number;
}

/** The run that it belongs to; an activity without a workflow is one by itself. */
export const runIdOf = ({ workflowExecution, activityId }: Info): string => workflowExecution?.workflowId ?? activityId;

/** @param now on the clock of the process. */
export function openAttempt(info: Info, now: number): Attempt {
  const timeoutMs = info.heartbeatTimeoutMs ?? DEFAULT_HEARTBEAT_TIMEOUT_MS;
  const intervalMs = Math.round(timeoutMs * HEARTBEAT_SHARE);
  const workflowId = runIdOf(info);
  const { runId } = info.workflowExecution ?? { runId: '' };
  return {
    runId: workflowId,
    owner: randomUUID(),
    scope: scopeOf(info.namespace, { run: workflowId, execution: runId, activity: info.activityId }),
    seq: info.currentAttemptScheduledTimestampMs,
    number: info.attempt,
    scheduledUs: info.scheduledTimestampMs * 1000,
    heartbeatMs: Math.min(intervalMs, MAX_HEARTBEAT_MS),
    leaseMs: timeoutMs - intervalMs,
    startedAt: now,
    latestMs: now + info.startToCloseTimeoutMs,
  };
}
