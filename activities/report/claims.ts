import { z } from 'zod';
import { ref } from '../kit';
import { analyserField, analyserOf, defineMapStep } from './deps';
import { Claim, Clustering, Comment } from './model';

/** The claims of each comment, as exact spans of it. */
export const claims = defineMapStep({
  version: 6,
  item: Comment,
  id: (comment) => comment.id,
  shared: { analyser: analyserField, clustering: ref(Clustering) },
  output: z.array(Claim),
  run: (comment, { analyser, clustering }, { deps, signal }) =>
    analyserOf(deps, analyser).claims(comment, clustering, signal),
});
