import type { Analyser } from '../../../../activities/report/analyser';
import { Stored } from '../../../../activities/kit/content/stored';
import type {
  Claim,
  Clustering,
  Comment,
  Crux,
  EmbeddedBatch,
  SortedTopic,
  Summary,
} from '../../../../activities/report/model';
import { storedMap, valueOf } from '../../../support/stored';

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
  const all = { comments: Stored.of([...comments]), vectors: storedMap(vectors) };
  const clustering = valueOf(await analyser.cluster(all, signal));
  const claims: Claim[] = [];
  for (const comment of comments) claims.push(...(await analyser.claims(comment, clustering, signal)));
  const filed = { ...all, clustering: Stored.of(clustering), claims: storedMap([claims]) };
  const topics = await analyser.sortAndDeduplicate(filed, signal);
  const summaries = valueOf(await analyser.summarise({ ...all, topics }, signal));
  const cruxes = valueOf(await analyser.cruxes({ ...all, topics }, signal));
  return { vectors, clustering, claims, sorted: valueOf(topics), summaries, cruxes };
}
