/** When a schedule starts runs, and what becomes of a time at which the run before still goes on. */
import type { ScheduleOptions as TemporalSchedule } from '@temporalio/client';
import type { Duration } from '../../activities/kit/contract';
import { StartInvalid } from '../errors';
import { overlaps } from './overlap';
import type { Overlap } from './overlap';

export interface ScheduleTiming {
  /**
   * Minute, hour, day of the month, month, day of the week: `0 3 * * 1-5`. Also `@hourly`, `@daily`, `@weekly`, `@monthly`,
   * `@yearly`, and `@every 6h`. Of several, every time of each counts.
   */
  readonly cron: string | readonly string[];
  /** By its name, such as `Europe/Zurich`. A time that its clocks leave out in spring is not taken. Default UTC. */
  readonly timezone?: string;
  /**
   * What becomes of a time at which the run before has not ended; a paused one has not. `SKIP`, the default: nothing is started.
   * `BUFFER_ONE`, `BUFFER_ALL`: it is started afterwards. `CANCEL_OTHER` cancels that run first. `TERMINATE_OTHER` ends it at
   * once, undoing nothing. `ALLOW_ALL`: both go on.
   */
  readonly overlap?: Overlap;
  /** Times that Temporal missed while it was down are made up for when they are no older. Default: 1 year. */
  readonly catchupWindow?: Duration;
  /** Every start is put off by a random time up to this one. Default: 1 second. */
  readonly jitter?: Duration;
  /** A run that ends failed pauses the schedule. */
  readonly pauseOnFailure?: boolean;
}

/** Temporal appends the time to the id of each run: `nightly-2026-11-26T03:00:00Z`. */
export const TIME_IN_ID = '-2026-11-26T03:00:00Z';

/** What Temporal would take for something else. What is wrong in a cron it says itself. @throws StartInvalid */
export function checkTiming({ cron, timezone, overlap }: ScheduleTiming): void {
  const all = cronsOf(cron);
  if (all.length === 0 || all.some((one) => typeof one !== 'string' || one.trim() === '')) {
    throw new StartInvalid(`A schedule needs a cron. ${CRON}`);
  }
  if (timezone !== undefined && !isZone(timezone)) {
    throw new StartInvalid(`There is no timezone ${JSON.stringify(timezone)}. ${ZONE}`);
  }
  if (overlap !== undefined && !overlaps.includes(overlap)) {
    throw new StartInvalid(`overlap must be one of ${overlaps.join(', ')}; it is ${JSON.stringify(overlap)}.`);
  }
}

/** What Temporal refused, in its words, with what it was given and how it is written. */
export function refusal(name: string, { cron, timezone = 'UTC' }: ScheduleTiming, why: string): StartInvalid {
  const given = cronsOf(cron)
    .map((one) => `'${one}'`)
    .join(', ');
  return new StartInvalid(
    `Temporal refuses the schedule ${name} (cron ${given}, timezone ${timezone}): ${why}. ${CRON} ${ZONE}`,
  );
}

const CRON =
  "A cron has five fields, minute, hour, day of the month, month and day of the week, such as '0 3 * * *' for 3:00 every day.";
const ZONE = 'A timezone has a name such as Europe/Zurich or UTC.';

export const cronsOf = (cron: ScheduleTiming['cron']): readonly string[] => (typeof cron === 'string' ? [cron] : cron);

/** `Local` would be that of the machine of Temporal, of which nobody here knows. */
function isZone(timezone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** As Temporal takes them. */
export function timingFor(timing: ScheduleTiming): Pick<TemporalSchedule, 'spec' | 'policies'> {
  const { cron, timezone, jitter, overlap = 'SKIP', catchupWindow, pauseOnFailure = false } = timing;
  return {
    spec: {
      cronExpressions: [...cronsOf(cron)],
      ...(timezone !== undefined && { timezone }),
      ...(jitter !== undefined && { jitter }),
    },
    policies: { overlap, pauseOnFailure, ...(catchupWindow !== undefined && { catchupWindow }) },
  };
}
