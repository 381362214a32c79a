import { z } from 'zod';
import { ref } from '../kit';
import { defineMapStep } from './deps';
import { Claim, Clustering, Comment } from './model';

/** The claims of each comment, as exact spans of it. */
export const claims = defineMapStep({
  version: 5,
  item: Comment,
  id: (comment) => comment.id,
  shared: { clustering: ref(Clustering) },
  output: z.array(Claim),
  run: (comment, { clustering }, { deps, signal }) => deps.analyser.claims(comment, clustering, signal),
});
