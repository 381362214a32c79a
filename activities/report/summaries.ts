import { z } from 'zod';
import { mapped, ref } from '../kit';
import { defineStep } from './deps';
import { EmbeddedBatch, SortedTopic, Summary } from './model';
import { allValues } from './outcomes';

export const summaries = defineStep({
  version: 4,
  input: { topics: ref(z.array(SortedTopic)), vectors: mapped(EmbeddedBatch) },
  output: ref(z.array(Summary)),
  whenSkipped: [],
  run: ({ topics, vectors }, { deps, signal }) =>
    deps.analyser.summarise({ topics, vectors: allValues(vectors) }, signal),
});
