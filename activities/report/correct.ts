import { z } from 'zod';
import { mapped, nonRetryable, ref, Stored, stored } from '../kit';
import { InputFault } from './input';
import { correctedBy } from './corrections/correct';
import { faultOf, Problem, readCorrections, textOfCorrections } from './corrections/parse';
import { analyserField, analyserOf, defineStep } from './deps';
import { Comment, EmbeddedBatch, LedgerEntry, SortedTopic, type Claim } from './model';
import { accepted } from './received';
import { CorrectionsSource } from './reportInput';

/** Of the faults of a file, what a person is told at once; the others are often the same one. */
const TOLD = 20;

/**
 * Makes the corrections of a file in the report. Only topics whose claims change are sorted anew. With `mayAsk`, lines that cannot be
 * followed are `problems`, and everything else is as it came; without, the input is wrong.
 */
export const correct = defineStep({
  version: 1,
  input: {
    analyser: analyserField,
    corrections: CorrectionsSource,
    topics: ref(z.array(SortedTopic)),
    comments: ref(z.array(Comment)),
    noted: ref(z.array(LedgerEntry)),
    vectors: stored(mapped(EmbeddedBatch)),
    mayAsk: z.boolean(),
  },
  output: {
    topics: ref(z.array(SortedTopic)),
    comments: ref(z.array(Comment)),
    noted: ref(z.array(LedgerEntry)),
    /** Lines that name what is not there any more. */
    notFound: z.number(),
    problems: z.array(Problem),
  },
  async run({ analyser, corrections: source, vectors, mayAsk, ...report }, { deps, runId, signal }) {
    const bytes = await deps.sources.read(runId, source);
    const result = await orFault(async () => {
      const { corrections, problems } = readCorrections(textOfCorrections(bytes));
      return problems.length > 0
        ? problems
        : correctedBy(corrections, report, async ({ topics, claims }) => {
            const given = {
              clustering: Stored.of({ topics: [...topics] }),
              claims: Stored.of([ofAll(claims)]),
              vectors,
            };
            return valueOf(await analyserOf(deps, analyser).sortAndDeduplicate(given, signal));
          });
    });
    if (!Array.isArray(result)) return { ...result, problems: [] };
    if (!mayAsk) throw nonRetryable('RunInputInvalid', faultOf(result).message);
    return { ...report, notFound: 0, problems: result.slice(0, TOLD) };
  },
});

/** As if one item of a map had made them. */
const ofAll = (claims: readonly Claim[]) => ({ id: 'corrected', outcome: 'ok' as const, value: [...claims] });

const valueOf = (topics: Stored<SortedTopic[]>): SortedTopic[] => accepted(topics.read(z.array(SortedTopic))).value;

/** A file that can never be read is an input that is wrong. */
async function orFault<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof InputFault) throw nonRetryable('RunInputInvalid', error.message, { cause: error });
    throw error;
  }
}
