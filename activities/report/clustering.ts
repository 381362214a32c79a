import { z } from 'zod';
import { mapped, ref, stored } from '../kit';
import { analyserField, analyserOf, defineStep } from './deps';
import { Clustering, Comment, EmbeddedBatch } from './model';

export const clustering = defineStep({
  version: 8,
  input: {
    analyser: analyserField,
    comments: stored(ref(z.array(Comment))),
    vectors: stored(mapped(EmbeddedBatch)),
  },
  output: ref(Clustering),
  run: ({ analyser, ...given }, { deps, signal }) => analyserOf(deps, analyser).cluster(given, signal),
});
