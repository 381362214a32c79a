import { z } from 'zod';
import { ref, stored } from '../kit';
import { analyserField, analyserOf, defineStep } from './deps';
import { Comment, Crux, SortedTopic } from './model';

export const cruxes = defineStep({
  version: 5,
  input: {
    analyser: analyserField,
    topics: stored(ref(z.array(SortedTopic))),
    comments: stored(ref(z.array(Comment))),
  },
  output: ref(z.array(Crux)),
  whenSkipped: [],
  run: ({ analyser, ...given }, { deps, signal }) => analyserOf(deps, analyser).cruxes(given, signal),
});
