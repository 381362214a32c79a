/** One schedule, as programs look at it and steer it. */
import { setTimeout as pause } from 'node:timers/promises';
import { ScheduleNotFoundError } from '@temporalio/client';
import type { ScheduleDescription, ScheduleHandle as TemporalHandle } from '@temporalio/client';
import { ScheduleNotFound } from '../errors';
import { RunHandle } from '../handle';
import type { Link } from '../link';
import { reportOf } from './report';
import type { ScheduleReport } from './report';

/** Temporal takes a trigger at once, and tells of it when it has started the run. */
const STARTED_WITHIN_MS = 5000;
const POLL_MS = 100;

/**
 * A schedule by its name; nothing is asked of Temporal until a method is called. Every method rejects with ScheduleNotFound
 * where there is none, and with TemporalUnreachable: repeat it then (`trigger` may have started a run already).
 */
export class ScheduleHandle<Result = unknown> {
  /** @internal */
  constructor(
    private readonly link: Link,
    readonly name: string,
  ) {}

  describe(): Promise<ScheduleReport> {
    return this.ask(async (schedule) => reportOf(await schedule.describe()));
  }

  /** Starts no more runs until `resume`; those under way go on. People who look at it see the reason. */
  pause(reason: string): Promise<void> {
    return this.ask((schedule) => schedule.pause(reason));
  }

  /** Times that passed meanwhile are not made up for. */
  resume(): Promise<void> {
    return this.ask((schedule) => schedule.unpause('resumed'));
  }

  /**
   * Starts a run now, also while the schedule is paused. @returns its handle; undefined when the schedule's `overlap` has
   * something else in mind, because the run before has not ended (SKIP starts none, BUFFER_ONE one later).
   */
  async trigger(): Promise<RunHandle<Result> | undefined> {
    return this.ask(async (schedule) => {
      const before = await schedule.describe();
      // The SDK's own default is ALLOW_ALL, whatever the schedule says (1.24.0).
      await schedule.trigger(before.policies.overlap);
      const id = await startedSince(schedule, before);
      return id === undefined ? undefined : new RunHandle<Result>(this.link, id);
    });
  }

  /** Runs under way go on; only the schedule is gone. */
  delete(): Promise<void> {
    return this.ask((schedule) => schedule.delete());
  }

  private ask<T>(question: (schedule: TemporalHandle) => Promise<T>): Promise<T> {
    return this.link.reach('', async () => {
      try {
        return await question(this.link.temporal.schedule.getHandle(this.name));
      } catch (error) {
        throw error instanceof ScheduleNotFoundError
          ? new ScheduleNotFound(this.name, this.link.config.address)
          : error;
      }
    });
  }
}

/** @returns the id of a run that was not there before; undefined when the time was left out, or waits. */
async function startedSince(schedule: TemporalHandle, before: ScheduleDescription): Promise<string | undefined> {
  const known = new Set(before.info.recentActions.map(({ action }) => action.workflow.workflowId));
  const since = performance.now();
  while (performance.now() - since < STARTED_WITHIN_MS) {
    const { info } = await schedule.describe();
    const run = info.recentActions.find(({ action }) => !known.has(action.workflow.workflowId));
    if (run) return run.action.workflow.workflowId;
    if (info.numActionsSkippedOverlap > before.info.numActionsSkippedOverlap) return undefined;
    await pause(POLL_MS);
  }
  return undefined;
}
