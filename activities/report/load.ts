import { z } from 'zod';
import { nonRetryable, ref } from '../kit';
import { analyserField, analyserOf, defineStep } from './deps';
import { InputFault, readCommentsAway } from './input';
import { ReadAs, Source } from './reportInput';
import { readFactsOf, ReadFacts } from './method';
import { Attribute, Batch, Comment, LedgerEntry } from './model';

/**
 * Reads the source into comments and cuts the texts that need vectors into batches. `noted` are the ledger entries known
 * by now: rows that are not used, comments that the analyser cannot read, and exact duplicates. Volatile, as it reads the outside.
 */
export const load = defineStep({
  version: 6,
  volatile: true,
  input: { analyser: analyserField, source: Source, readAs: ReadAs.optional() },
  output: {
    comments: ref(z.array(Comment)),
    batches: ref(z.array(Batch)),
    noted: ref(z.array(LedgerEntry)),
    attributes: ref(z.array(Attribute)),
    /** How it was read. */
    file: ReadFacts,
  },
  async run({ analyser: asked, source, readAs }, { deps, runId, signal }) {
    const analyser = analyserOf(deps, asked);
    const bytes = await deps.sources.read(runId, source);
    try {
      const {
        comments: found,
        skipped,
        duplicates,
        attributes,
        reading,
      } = await readCommentsAway(bytes, readAs ?? {}, signal);
      const { comments, setAside } = await analyser.read(found, signal);
      const unread = new Set(setAside.map(({ input }) => input));
      const noted = [...skipped, ...setAside, ...duplicates.filter(({ input }) => !unread.has(input))];
      return {
        comments,
        batches: await analyser.batches(comments, signal),
        noted,
        attributes,
        file: readFactsOf(reading),
      };
    } catch (error) {
      if (error instanceof InputFault) throw nonRetryable('RunInputInvalid', error.message, { cause: error });
      throw error;
    }
  },
});
