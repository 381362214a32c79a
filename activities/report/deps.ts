import { z } from 'zod';
import { nonRetryable, stepsFor } from '../kit';
import type { Analyser, Analysers } from './analyser';
import { ANALYSERS, DEFAULT_ANALYSER } from './analysers';
import type { Outputs } from './outputs';
import type { Source } from './reportInput';

/** What the report's steps need from their worker. */
export interface ReportDeps {
  readonly analysers: Analysers;
  readonly sources: Sources;
  readonly outputs: Outputs;
}

/** Where input files come from: blobs that a client uploaded, text in the input, or paths below an allowed folder. */
export interface Sources {
  /** @throws a final failure: SourceLost (upload it again, then retry) or RunInputInvalid (the input can never work). */
  read(runId: string, source: Source): Promise<Uint8Array>;
}

/**
 * Which analyser a step asks, as a field of its input: a name on the wire, and for the step's identity its version too. So what
 * another analyser made, or an earlier version of this one, is no record of it.
 */
export const analyserField = z
  .string()
  .default(DEFAULT_ANALYSER)
  .transform((name) => ({ name, version: ANALYSERS[name]?.version }));

/** @throws a final failure where this worker does not have it. */
export function analyserOf(
  { analysers }: Pick<ReportDeps, 'analysers'>,
  { name }: { readonly name: string },
): Analyser {
  const found = analysers[name];
  if (found !== undefined) return found;
  throw nonRetryable(
    'RunInputInvalid',
    `this worker has no analyser ${name}; it has ${Object.keys(analysers).join(', ')}`,
  );
}

export const { defineStep, defineMapStep } = stepsFor<ReportDeps>();
