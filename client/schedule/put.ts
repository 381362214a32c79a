/** Making a schedule is idempotent by its name: the same call again changes it to what it says now. */
import { ScheduleAlreadyRunning } from '@temporalio/client';
import { NotPossible } from '../errors';
import { executionOf, mustBePossible } from '../execution';
import type { Execution } from '../execution';
import type { Link } from '../link';
import { checkTiming, cronsOf, refusal, TIME_IN_ID, timingFor } from './timing';
import type { ScheduleTiming } from './timing';

export type Scheduled = 'created' | 'updated';

/**
 * Rejects with StartInvalid for what can never work, with PipelineUnknown for what no worker has, and with NotPossible where the schedule of that name belongs to
 * another task queue.
 */
export async function putSchedule(
  link: Link,
  name: string,
  timing: ScheduleTiming,
  execution: Execution,
): Promise<Scheduled> {
  mustBePossible({ ...execution, id: `${name}${TIME_IN_ID}` });
  checkTiming(timing);
  await link.known.mustHave(execution.type);
  await link.known.mustHave(execution.type);
  const memo = { ...execution.memo, schedule: name, cron: cronsOf(timing.cron) };
  const schedule = {
    ...timingFor(timing),
    action: {
      type: 'startWorkflow' as const,
      workflowType: execution.type,
      workflowId: name,
      ...executionOf(link, { ...execution, memo }),
    },
  };
  return link.reach('', async () => {
    try {
      await link.temporal.schedule.create({ scheduleId: name, ...schedule });
      return 'created';
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw told(error, name, timing);
    }
    try {
      await link.temporal.schedule.getHandle(name).update(({ action, state }) => {
        if (action.taskQueue !== link.config.taskQueue) throw ofAnotherQueue(name, action.taskQueue);
        // Whoever paused it wants it paused, whatever is deployed meanwhile.
        return { ...schedule, state };
      });
      return 'updated';
    } catch (error) {
      throw told(error, name, timing);
    }
  });
}

/** The SDK makes a TypeError of what Temporal calls an invalid argument, and of a duration that it cannot read. */
function told(error: unknown, name: string, timing: ScheduleTiming): unknown {
  return error instanceof TypeError ? refusal(name, timing, error.message) : error;
}

const ofAnotherQueue = (name: string, taskQueue: string): NotPossible =>
  new NotPossible(
    `The schedule ${name} belongs to the task queue ${taskQueue}: its workers start its runs. Choose another name, or delete it first.`,
  );
