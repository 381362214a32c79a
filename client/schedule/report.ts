/** What is known about a schedule. */
import type { ScheduleDescription } from '@temporalio/client';
import type { Overlap } from './overlap';

/** A run that a schedule started, or was to start, and when (ISO). */
export interface ScheduledRun {
  readonly id: string;
  readonly at: string;
}

export interface ScheduleReport {
  readonly name: string;
  /** The workflow type that it starts, and with what. */
  readonly type: string;
  readonly input: unknown;
  /** As they were written; empty for a schedule that was not made by this client. */
  readonly cron: readonly string[];
  readonly timezone: string;
  readonly overlap: Overlap;
  readonly paused: boolean;
  /** Why it is paused. */
  readonly note?: string;
  /** The next times, soonest first, at most ten; none when no time ever fits its cron, as the 31st of February. */
  readonly next: readonly string[];
  /** The newest runs, oldest first, at most ten. */
  readonly recent: readonly ScheduledRun[];
  /** How many times were taken, and how many were left out because the run before had not ended. */
  readonly taken: number;
  readonly skipped: number;
}

export function reportOf(found: ScheduleDescription): ScheduleReport {
  const { scheduleId: name, action, spec, policies, state, info } = found;
  const cron = action.memo?.['cron'];
  return {
    name,
    type: action.workflowType,
    input: action.args?.[0] ?? null,
    cron: Array.isArray(cron) ? cron.filter((one) => typeof one === 'string') : [],
    timezone: spec.timezone === undefined || spec.timezone === '' ? 'UTC' : spec.timezone,
    overlap: policies.overlap ?? 'SKIP',
    paused: state.paused,
    ...(state.paused && state.note !== undefined && state.note !== '' && { note: state.note }),
    next: info.nextActionTimes.map((time) => time.toISOString()),
    recent: info.recentActions.map(({ action: { workflow }, scheduledAt }) => {
      return { id: workflow.workflowId, at: scheduledAt.toISOString() };
    }),
    taken: info.numActionsTaken,
    skipped: info.numActionsSkippedOverlap,
  };
}
