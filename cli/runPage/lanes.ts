/** Which activities of a step share a lane: those of the same part, one after the other. */
import type { ActivityReport, StepReport } from '../../client';
import type { Span } from './axis';

export interface Lane {
  readonly label: string;
  readonly activities: readonly ActivityReport[];
}

/** As many as a map has shards. */
const MAX_LANES = 201;

/** @param now when the run was looked at: what has not ended goes on at least until then. */
export const spanOf = ({ scheduledAt, endedAt }: ActivityReport, now: string): Span => ({
  from: Date.parse(scheduledAt),
  to: Date.parse(endedAt ?? now),
});

/** @returns the lanes, and how many activities found no room in them. */
export function lanesOf({ activities }: StepReport, now: string): { lanes: readonly Lane[]; left: number } {
  const lanes: { label: string; activities: ActivityReport[]; until: number }[] = [];
  let left = 0;
  for (const activity of activities) {
    const { from, to } = spanOf(activity, now);
    const label = activity.part ?? '';
    const lane = lanes.find((one) => one.label === label && one.until <= from);
    if (lane) {
      lane.activities.push(activity);
      lane.until = to;
    } else if (lanes.length < MAX_LANES) lanes.push({ label, activities: [activity], until: to });
    else left += 1;
  }
  return { lanes, left };
}
