import { z } from 'zod';
import { finalFailure, ref } from '../kit';
import { defineStep } from './deps';
import { InputFault, readComments } from './input';
import { Source } from './job';
import { Batch, Comment, LedgerEntry } from './model';

/**
 * Reads the source into comments and cuts the texts that need vectors into batches. `noted` are the ledger entries known
 * by now: rows that are not used, and exact duplicates. Volatile, as it reads the outside.
 */
export const load = defineStep({
  version: 2,
  volatile: true,
  input: { source: Source },
  output: { comments: ref(z.array(Comment)), batches: ref(z.array(Batch)), noted: ref(z.array(LedgerEntry)) },
  async run({ source }, { deps, runId, signal }) {
    const bytes = await deps.sources.read(runId, source);
    try {
      const { comments, skipped, duplicates } = readComments(bytes);
      await deps.analyser.check(comments, signal);
      return { comments, batches: await deps.analyser.batches(comments, signal), noted: [...skipped, ...duplicates] };
    } catch (error) {
      if (error instanceof InputFault) throw finalFailure('JobInvalid', error.message, { cause: error });
      throw error;
    }
  },
});
