import { z } from 'zod';
import { mapped, ref } from '../kit';
import { defineStep } from './deps';
import { Claim, Clustering, EmbeddedBatch, SortedTopic } from './model';
import { allValues, okValues } from './outcomes';

/** Claims under their topics, those in the same words together, related ones beside each other, everything in the order of the report. */
export const sortAndDeduplicate = defineStep({
  version: 6,
  input: { clustering: ref(Clustering), claims: mapped(z.array(Claim)), vectors: mapped(EmbeddedBatch) },
  output: ref(z.array(SortedTopic)),
  run: ({ clustering, claims, vectors }, { deps, signal }) =>
    deps.analyser.sortAndDeduplicate(
      { topics: clustering.topics, claims: okValues(claims).flat(), vectors: allValues(vectors) },
      signal,
    ),
});
