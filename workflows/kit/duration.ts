/** How long things take, as authors say it: by the grammar of `ms`, as Temporal's own options have it. */
import ms from 'ms';
import type { StringValue } from 'ms';
import type { Duration } from '../../activities/kit/contract';

/** @returns NaN for what is no duration. */
export function durationMs(duration: Duration): number {
  if (typeof duration === 'number') return duration;
  try {
    // Of some texts that are no duration it returns nothing, whatever its types say.
    return (ms(duration satisfies StringValue) as number | undefined) ?? Number.NaN;
  } catch {
    return Number.NaN;
  }
}
