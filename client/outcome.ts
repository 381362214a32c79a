/** How a run ended. */
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure, TerminatedFailure, TimeoutFailure } from '@temporalio/common';
import type { Ref } from '../activities/kit/contract';

export type OutcomeStatus = 'ok' | 'partial' | 'failed' | 'cancelled';
/** A file that lies in the state of the run: `handle.download` fetches it. */
export interface ReportFile {
  readonly name: string;
  readonly ref: Ref<string>;
  readonly bytes: number;
  readonly sha256: string;
}

export interface InputCounts {
  readonly total: number;
  readonly ok: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface RunOutcome<Result = unknown> {
  readonly status: OutcomeStatus;
  /** What the pipeline returned; absent unless it ended ok or partial. */
  readonly result?: Result;
  readonly inputs?: InputCounts;
  readonly files: readonly ReportFile[];
  /** Why it failed, in one sentence, and the failure's type (`RunInputChanged`, `RunInputInvalid`, `StepExhausted` …). */
  readonly error?: string;
  readonly errorType?: string;
}

interface Told {
  readonly status: string;
  readonly inputs: InputCounts;
  readonly files: readonly ReportFile[];
}

/** A pipeline that says `status: 'partial'` is partial; `inputs` and `files` are read where the result has them. */
export function endedWell<Result>(result: Result): RunOutcome<Result> {
  if (typeof result !== 'object' || result === null) return { status: 'ok', result, files: [] };
  const { status, inputs, files } = result as Partial<Told>;
  return {
    status: status === 'partial' ? 'partial' : 'ok',
    result,
    files: Array.isArray(files) ? files.filter(isFile) : [],
    ...(inputs === undefined ? {} : { inputs }),
  };
}

/** Another pipeline may call something else its files. */
const isFile = (file: Partial<ReportFile> | null | undefined): file is ReportFile =>
  typeof file?.name === 'string' && typeof file.ref?.$ref === 'string';

/** @throws what is no end of a run, such as a lost connection. */
export function endedBadly(error: unknown): RunOutcome<never> {
  if (!(error instanceof WorkflowFailedError)) throw error;
  const { cause } = error;
  if (cause instanceof CancelledFailure) return { status: 'cancelled', files: [], error: 'it was cancelled' };
  if (cause instanceof TerminatedFailure)
    return { status: 'failed', files: [], error: 'it was terminated', errorType: 'Terminated' };
  if (cause instanceof TimeoutFailure)
    return { status: 'failed', files: [], error: 'it timed out', errorType: 'TimedOut' };
  const failure = applicationFailureIn(cause);
  return {
    status: 'failed',
    files: [],
    error: failure?.message ?? cause?.message ?? error.message,
    ...(failure?.type ? { errorType: failure.type } : {}),
  };
}

/** What it failed for in the end: a step of it, or of a child of it. */
export function applicationFailureIn(error: Error | undefined): ApplicationFailure | undefined {
  if (error === undefined || error instanceof ApplicationFailure) return error;
  return error.cause instanceof Error ? applicationFailureIn(error.cause) : undefined;
}
