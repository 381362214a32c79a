/**
 * A worker tells its own process that it polls, and what it serves. Nobody need listen; `pipeline-worker dev` does, from
 * a file that it loads before the program.
 */
import { channel } from 'node:diagnostics_channel';

/** Looked up by its name, so that it is the same channel for every copy of this package in a process. */
export const ready = channel('pipeline-worker:ready');

export interface Ready {
  readonly taskQueue: string;
  readonly pipelines: readonly string[];
  readonly steps: readonly string[];
}
