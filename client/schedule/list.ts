/** The schedules that start runs on a task queue. */
import { ScheduleNotFoundError } from '@temporalio/client';
import type { Link } from '../link';
import { reportOf } from './report';
import type { ScheduleReport } from './report';

/** Looked at side by side. */
const LOOKS = 10;

/** In the order of their names. */
export async function listSchedules(link: Link): Promise<ScheduleReport[]> {
  return link.reach('', async () => {
    const names: string[] = [];
    for await (const { scheduleId } of link.temporal.schedule.list()) names.push(scheduleId);
    const found: ScheduleReport[] = [];
    for (let first = 0; first < names.length; first += LOOKS) {
      const looked = await Promise.all(names.slice(first, first + LOOKS).map((name) => lookedAt(link, name)));
      found.push(...looked.flatMap((report) => report ?? []));
    }
    return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  });
}

/** Temporal lists a schedule for a second or so after it was deleted. */
async function lookedAt({ temporal, config }: Link, name: string): Promise<ScheduleReport | undefined> {
  try {
    const found = await temporal.schedule.getHandle(name).describe();
    return found.action.taskQueue === config.taskQueue ? reportOf(found) : undefined;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return undefined;
    throw error;
  }
}
