import { z } from 'zod';
import { ref } from '../kit';
import { analyserField, analyserOf, defineStep } from './deps';
import { Comment, Crux, SortedTopic } from './model';

export const cruxes = defineStep({
  version: 5,
  input: { analyser: analyserField, topics: ref(z.array(SortedTopic)), comments: ref(z.array(Comment)) },
  output: ref(z.array(Crux)),
  whenSkipped: [],
  run: ({ analyser, topics, comments }, { deps, signal }) =>
    analyserOf(deps, analyser).cruxes({ topics, comments }, signal),
});
