import { z } from 'zod';
import { mapped, ref } from '../kit';
import { analyserField, analyserOf, defineStep } from './deps';
import { Claim, Clustering, EmbeddedBatch, SortedTopic } from './model';
import { allValues, okValues } from './outcomes';

/** Claims under their topics, those in the same words together, related ones beside each other, everything in the order of the report. */
export const sortAndDeduplicate = defineStep({
  version: 7,
  input: {
    analyser: analyserField,
    clustering: ref(Clustering),
    claims: mapped(z.array(Claim)),
    vectors: mapped(EmbeddedBatch),
  },
  output: ref(z.array(SortedTopic)),
  run: ({ analyser, clustering, claims, vectors }, { deps, signal }) =>
    analyserOf(deps, analyser).sortAndDeduplicate(
      { topics: clustering.topics, claims: okValues(claims).flat(), vectors: allValues(vectors) },
      signal,
    ),
});
