/** What can be asked of and told to a running pipeline. Constant names are wire names (docs/architecture.md). */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Ref } from '../../activities/kit/contract';

export type StepStatus = 'running' | 'paused' | 'done' | 'failed' | 'skipped' | 'cancelled';

/** One call of a step; all shards of a map are one row. Times are ISO, of the workflow's clock. */
export interface StepRow {
  readonly name: string;
  status: StepStatus;
  /** How often its activities were scheduled: more than its shards after a retry. */
  runs: number;
  readonly startedAt: string;
  endedAt?: string;
  /** `cached`: of the ok ones, answered by what had been paid before. */
  items?: { total: number; ok: number; failed: number; skipped: number; cached: number };
  bytes?: number;
  message?: string;
  /** It is another run, of this id, of the pipeline that the row is named after. */
  child?: string;
  /** It waits because its effect was done before with another input, or was begun and nobody knows its end. */
  effect?: 'done' | 'begun';
  /** Why a person skipped the step, or what was left of it. */
  skippedFor?: string;
}

/** A text that a step made and gave by reference, with its length in bytes and its sha256. */
export interface WaitFile {
  readonly name: string;
  readonly ref: Ref<string>;
  readonly bytes: number;
  readonly sha256: string;
}

/** A `run.waitFor` that nobody has answered yet. Times are ISO, of the workflow's clock. */
export interface WaitRow {
  readonly name: string;
  /** When it was first asked. */
  readonly since: string;
  /** Its deadline; absent where it waits for ever. */
  readonly until?: string;
  /** How many reminders this execution has sent. */
  readonly reminders?: number;
  /** What is to be looked at before it is answered: `handle.asked` fetches it. */
  readonly files?: readonly WaitFile[];
}

/**
 * `cancelling`: its cancellation was asked for; calls come to their end, what has an undo is undone. `undoing`: it failed, and
 * what has an undo is undone.
 */
export type RunStatus = 'running' | 'paused' | 'waiting' | 'cancelling' | 'undoing' | 'ok' | 'failed' | 'cancelled';

export interface RunProgress {
  readonly id: string;
  readonly status: RunStatus;
  readonly steps: readonly StepRow[];
  /** How often the body ran again because stored state was gone, and strikes by producing step. */
  readonly heals: number;
  readonly strikes: Readonly<Record<string, number>>;
  /** Names that `run.waitFor` waits for: send `answer`. */
  readonly waitingFor: readonly string[];
  /** The same, with what else is known of them. */
  readonly waits: readonly WaitRow[];
  /** Why a person paused the run by hand (`pauseRun`), while it is. */
  readonly heldFor?: string;
  readonly activeMs: number;
  /** When the first `run.sleep` ends, while the body sleeps. */
  readonly sleepsUntil?: string;
  readonly error?: string;
}

/** How to run again what was recorded. `from` puts a floor under that step's records; ok items are used again. */
export interface RetryOptions {
  readonly from?: string;
  /** Run the failed items of all steps again. */
  readonly failedItems?: boolean;
  /** Pay again for ok items and cached answers too. */
  readonly fresh?: boolean;
}
/** The second workflow argument. */
export interface StartOptions extends RetryOptions {
  /** What happens when a step is exhausted: wait for a person (default), or fail the run. */
  readonly onFailure?: 'pause' | 'fail';
  /** The closed execution of this id whose effects are not to be made again: its run id. Set by `start` and `retry`. */
  readonly continues?: string;
}

export const progress = defineQuery<RunProgress>('progress');
export const retryStep = defineUpdate<void, [{ step: string } & RetryOptions]>('retryStep');
export const skipStep = defineUpdate<void, [{ step: string; reason: string }]>('skipStep');
export const pauseRun = defineUpdate<void, [{ reason: string }]>('pauseRun');
export const resumeRun = defineUpdate('resumeRun');
export const answer = defineUpdate<void, [{ name: string; value: unknown }]>('answer');
