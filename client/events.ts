import type { StepRow, StepStatus, WaitRow } from '../workflows/kit';
import type { InputCounts, OutcomeStatus, ReportFile } from './outcome';
import type { RunTrouble } from './trouble';

interface Stamp {
  readonly id: string;
  /** ISO. */
  readonly at: string;
}

/**
 * `items.done` counts every outcome so far, `failed` and `cached` (answered by what had been paid before) those of finished
 * shards. Names are wire names of `--json`.
 */
export interface StepEvent extends Stamp {
  readonly event: 'step';
  readonly step: string;
  readonly status: StepStatus;
  readonly attempt: number;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly items?: {
    readonly total: number;
    readonly done: number;
    readonly failed: number;
    readonly cached: number;
  };
  readonly bytes?: number;
  readonly message?: string;
}

export interface PausedStep extends Pick<StepRow, 'effect'> {
  readonly step: string;
  readonly message: string;
}

export interface PausedEvent extends Stamp {
  readonly event: 'paused';
  /** By the names of the calls, as `retry` and `skip` take them; `effect` as in their rows. */
  readonly steps: readonly PausedStep[];
  /** Names that `run.waitFor` waits for: send the update `answer`. */
  readonly waitingFor: readonly string[];
  /** The same, with the deadline of each. */
  readonly waits: readonly WaitRow[];
}

export interface FinishedEvent extends Stamp {
  readonly event: 'finished';
  readonly status: OutcomeStatus;
  /** What the pipeline returned, where it ended ok or partial. */
  readonly result?: unknown;
  readonly inputs?: InputCounts;
  readonly files: readonly ReportFile[];
  readonly error?: string;
  readonly errorType?: string;
}

/** News without a form of its own. With `trouble` the run does not go on, and why. */
export interface MessageEvent extends Stamp {
  readonly event: 'message';
  readonly text: string;
  readonly trouble?: RunTrouble;
}

export type RunEvent =
  | (Stamp & { readonly event: 'started'; readonly type: string; readonly runId: string })
  | StepEvent
  | PausedEvent
  | (Stamp & { readonly event: 'healed'; readonly heals: number; readonly strikes: Readonly<Record<string, number>> })
  | MessageEvent
  | FinishedEvent;
