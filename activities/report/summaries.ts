import { z } from 'zod';
import { mapped, ref } from '../kit';
import { analyserField, analyserOf, defineStep } from './deps';
import { EmbeddedBatch, SortedTopic, Summary } from './model';
import { allValues } from './outcomes';

export const summaries = defineStep({
  version: 5,
  input: { analyser: analyserField, topics: ref(z.array(SortedTopic)), vectors: mapped(EmbeddedBatch) },
  output: ref(z.array(Summary)),
  whenSkipped: [],
  run: ({ analyser, topics, vectors }, { deps, signal }) =>
    analyserOf(deps, analyser).summarise({ topics, vectors: allValues(vectors) }, signal),
});
