import type { Analyser } from '../../../../activities/report/analyser';
import type {
  Claim,
  Clustering,
  Comment,
  Crux,
  EmbeddedBatch,
  SortedTopic,
  Summary,
} from '../../../../activities/report/model';

export interface Analysis {
  readonly vectors: EmbeddedBatch[];
  readonly clustering: Clustering;
  readonly claims: Claim[];
  readonly sorted: SortedTopic[];
  readonly summaries: Summary[];
  readonly cruxes: Crux[];
}

/** What the report's steps do, one after another and without any of their guards. */
export async function analyse(
  analyser: Analyser,
  comments: readonly Comment[],
  options: { reversed?: boolean; known?: readonly EmbeddedBatch[] } = {},
): Promise<Analysis> {
  const signal = new AbortController().signal;
  const known = new Map(options.known?.map((batch) => [batch.id, batch]));
  const vectors: EmbeddedBatch[] = [];
  for (const batch of await analyser.batches(comments, signal)) {
    vectors.push(known.get(batch.id) ?? (await analyser.embed(batch, signal)));
  }
  if (options.reversed === true) vectors.reverse();
  const clustering = await analyser.cluster({ comments, vectors }, signal);
  const claims: Claim[] = [];
  for (const comment of comments) claims.push(...(await analyser.claims(comment, clustering, signal)));
  const sorted = await analyser.sortAndDeduplicate({ topics: clustering.topics, claims, vectors }, signal);
  const summaries = await analyser.summarise({ topics: sorted, vectors }, signal);
  const cruxes = await analyser.cruxes({ topics: sorted, comments }, signal);
  return { vectors, clustering, claims, sorted, summaries, cruxes };
}
