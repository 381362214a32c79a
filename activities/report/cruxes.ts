import { z } from 'zod';
import { mapped, ref } from '../kit';
import { defineStep } from './deps';
import { Comment, Crux, EmbeddedBatch, SortedTopic } from './model';
import { allValues } from './outcomes';

export const cruxes = defineStep({
  version: 2,
  input: { topics: ref(z.array(SortedTopic)), comments: ref(z.array(Comment)), vectors: mapped(EmbeddedBatch) },
  output: ref(z.array(Crux)),
  whenSkipped: [],
  run: ({ topics, comments, vectors }, { deps, signal }) =>
    deps.analyser.cruxes({ topics, comments, vectors: allValues(vectors) }, signal),
});
