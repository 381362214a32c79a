/** `retry --restart`: ends a run that has not ended, where nothing of it is under way, and starts it again from its records. */
import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { StartOptions } from '../workflows/kit';
import { NotPossible } from './errors';
import { inTime } from './link';
import type { Link } from './link';
import type { Origin } from './origin';
import { pendingSteps } from './pending';
import { askProgress, isNobodyThere } from './progress';
import { quoted } from './shell';
import { optionsAgain, startAgain } from './start';
import { baseName } from './watch';

const POLL_MS = 300;
const WAIT_MS = 60_000;
const REASON = 'It is started again (retry --restart)';

export interface RestartRequest {
  /**
   * Ends a run that has not ended and starts it again under its id, with the input and the options it had. One that answers is
   * held and its steps under way are waited for; one that does not is ended at once. What is recorded is not paid for again,
   * what was in flight may be. A run that has ended is started again, as without this.
   */
  readonly restart?: boolean;
  /** With `restart`: how long to wait for steps under way, in ms. Default 60,000. */
  readonly waitMs?: number;
  /** With `restart`: told what is waited for, whenever that changes. */
  readonly onWait?: (steps: readonly string[]) => void;
}

/**
 * @param origin of the execution that is ended; no other is.
 * @throws NotPossible when steps are still under way after the wait (the run stays held), or somebody else starts the run.
 */
export async function restartRun(
  link: Link,
  id: string,
  origin: Origin,
  changes: StartOptions,
  { waitMs = WAIT_MS, onWait = () => undefined }: Omit<RestartRequest, 'restart'>,
): Promise<void> {
  // Also refused later, but then the run would have been ended for nothing.
  const options = optionsAgain(id, origin, { ...lasting(origin.options), ...changes });
  await link.known.mustHave(origin.type);
  const paused = await hold(link, id);
  if (paused) {
    await forget(link, id, paused);
    await drain(link, id, origin.runId, { waitMs, onWait });
  }
  await terminate(link, id, origin.runId);
  await startAgain(link, id, options, origin.runId);
}

/** Its `from`, `failedItems` and `fresh` were obeyed when it began: once more would pay once more. */
function lasting(options: StartOptions): StartOptions {
  const { from: _from, failedItems: _failedItems, fresh: _fresh, ...others } = options;
  return others;
}

/** @returns the names of its paused steps; undefined when nobody answers for the run: no worker is there, or its task fails. */
async function hold(link: Link, id: string): Promise<string[] | undefined> {
  const { progress } = await askProgress(link, id);
  if (!progress) return undefined;
  if (progress.heldFor === undefined && !(await told(link, id, 'pauseRun', { reason: REASON }))) return undefined;
  return [...new Set(progress.steps.filter((row) => row.status === 'paused').map((row) => baseName(row.name)))];
}

/** A step that is exhausted would pause the next execution at once. Held, it is not scheduled, only not exhausted any more. */
async function forget(link: Link, id: string, paused: readonly string[]): Promise<void> {
  for (const step of paused) await told(link, id, 'retryStep', { step });
}

/** @returns false when nobody heard it. What the run refuses, or has ended for, is no matter: it is ended anyway. */
async function told(link: Link, id: string, name: string, argument: object): Promise<boolean> {
  return link.reach(id, async () => {
    try {
      const handle = link.temporal.workflow.getHandle(id);
      await inTime(link, () => handle.executeUpdate(name, { args: [argument] }));
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError) return true;
      if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isNobodyThere(error)) return false;
      throw error;
    }
  });
}

/** Waits until no worker is at an activity of this execution. What only waits for its turn loses nothing. */
async function drain(
  link: Link,
  id: string,
  runId: string,
  { waitMs, onWait }: Required<Omit<RestartRequest, 'restart'>>,
): Promise<void> {
  const since = performance.now();
  let last = '';
  for (;;) {
    const working = await atWork(link, id, runId);
    if (working.length === 0) return;
    if (performance.now() - since >= waitMs) throw stillAtWork(id, working, waitMs);
    if (working.join() !== last) onWait(working);
    last = working.join();
    await pause(POLL_MS);
  }
}

async function atWork(link: Link, id: string, runId: string): Promise<string[]> {
  const description = await link.reach(id, () =>
    inTime(link, () => link.temporal.workflow.getHandle(id, runId).describe()),
  );
  if (description.status.name !== 'RUNNING' && description.status.name !== 'PAUSED') return [];
  const pending = await pendingSteps(link, description);
  return [...new Set(pending.filter(({ startedAt }) => startedAt !== undefined).map(({ name }) => name))].toSorted();
}

function stillAtWork(id: string, working: readonly string[], waitMs: number): NotPossible {
  const run = quoted(id);
  return new NotPossible(
    `After ${waitMs / 1000} s these steps of ${id} are still under way: ${working.join(', ')}. The run is held, so that no ` +
      `further one starts. Go on waiting: retry ${run} --restart. Or let it go on: resume ${run}. To give up what they are at: ` +
      `temporal workflow terminate --workflow-id ${run}, then retry ${run}.`,
  );
}

/** Exactly this execution: another one may have been started by somebody else meanwhile. */
async function terminate(link: Link, id: string, runId: string): Promise<void> {
  await link.reach(id, async () => {
    try {
      await link.temporal.workflow.getHandle(id, runId).terminate(REASON);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  });
}
