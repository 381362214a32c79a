import { z } from 'zod';
import { ref } from '../kit';
import { defineStep } from './deps';
import { Comment, Crux, SortedTopic } from './model';

export const cruxes = defineStep({
  version: 5,
  input: { topics: ref(z.array(SortedTopic)), comments: ref(z.array(Comment)) },
  output: ref(z.array(Crux)),
  whenSkipped: [],
  run: ({ topics, comments }, { deps, signal }) => deps.analyser.cruxes({ topics, comments }, signal),
});
