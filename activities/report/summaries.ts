import { z } from 'zod';
import { mapped, ref, stored } from '../kit';
import { analyserField, analyserOf, defineStep } from './deps';
import { EmbeddedBatch, SortedTopic, Summary } from './model';

export const summaries = defineStep({
  version: 5,
  input: {
    analyser: analyserField,
    topics: stored(ref(z.array(SortedTopic))),
    vectors: stored(mapped(EmbeddedBatch)),
  },
  output: ref(z.array(Summary)),
  whenSkipped: [],
  run: ({ analyser, ...given }, { deps, signal }) => analyserOf(deps, analyser).summarise(given, signal),
});
