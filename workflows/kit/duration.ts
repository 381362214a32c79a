/** How long things take, as authors say it. */
import { msToNumber } from '@temporalio/common/lib/time';
import type { Duration } from '../../activities/kit/contract';

/** @returns NaN for what is no duration. */
export function durationMs(duration: Duration): number {
  try {
    return msToNumber(duration);
  } catch {
    return Number.NaN;
  }
}
