import { z } from 'zod';
import { mapped, ref } from '../kit';
import { defineStep } from './deps';
import { Clustering, Comment, EmbeddedBatch } from './model';
import { allValues } from './outcomes';

export const clustering = defineStep({
  version: 7,
  input: { comments: ref(z.array(Comment)), vectors: mapped(EmbeddedBatch) },
  output: ref(Clustering),
  run: ({ comments, vectors }, { deps, signal }) =>
    deps.analyser.cluster({ comments, vectors: allValues(vectors) }, signal),
});
