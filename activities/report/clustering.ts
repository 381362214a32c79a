import { z } from 'zod';
import { mapped, ref } from '../kit';
import { analyserField, analyserOf, defineStep } from './deps';
import { Clustering, Comment, EmbeddedBatch } from './model';
import { allValues } from './outcomes';

export const clustering = defineStep({
  version: 8,
  input: { analyser: analyserField, comments: ref(z.array(Comment)), vectors: mapped(EmbeddedBatch) },
  output: ref(Clustering),
  run: ({ analyser, comments, vectors }, { deps, signal }) =>
    analyserOf(deps, analyser).cluster({ comments, vectors: allValues(vectors) }, signal),
});
