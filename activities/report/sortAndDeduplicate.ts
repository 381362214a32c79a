import { z } from 'zod';
import { mapped, ref, stored } from '../kit';
import { analyserField, analyserOf, defineStep } from './deps';
import { Claim, Clustering, EmbeddedBatch, SortedTopic } from './model';

/** Claims under their topics, those in the same words together, related ones beside each other, everything in the order of the report. */
export const sortAndDeduplicate = defineStep({
  version: 7,
  input: {
    analyser: analyserField,
    clustering: stored(ref(Clustering)),
    claims: stored(mapped(z.array(Claim))),
    vectors: stored(mapped(EmbeddedBatch)),
  },
  output: ref(z.array(SortedTopic)),
  run: ({ analyser, ...given }, { deps, signal }) => analyserOf(deps, analyser).sortAndDeduplicate(given, signal),
});
