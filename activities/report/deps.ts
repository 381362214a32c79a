import { stepsFor } from '../kit';
import type { Analyser } from './analyser';
import type { Outputs } from './outputs';
import type { Source } from './reportInput';

/** What the report's steps need from their worker. */
export interface ReportDeps {
  readonly analyser: Analyser;
  readonly sources: Sources;
  readonly outputs: Outputs;
}

/** Where input files come from: blobs that a client uploaded, text in the input, or paths below an allowed folder. */
export interface Sources {
  /** @throws a final failure: SourceLost (upload it again, then retry) or RunInputInvalid (the input can never work). */
  read(runId: string, source: Source): Promise<Uint8Array>;
}

export const { defineStep, defineMapStep } = stepsFor<ReportDeps>();
