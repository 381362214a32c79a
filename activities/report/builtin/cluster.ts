import type { ClusterInput } from '../analyser';
import { byName, shortHash } from '../hash';
import type { Assignment, Clustering, Comment, Topic } from '../model';
import { communities } from './communities';
import { mergeSmall } from './mergeSmall';
import type { Entry } from './candidates';
import { nameGroups } from './names';
import { claimSpans } from './spans';
import { termsOf, type Terms } from './terms';
import { dot, mean, Vectors, type Vector } from './vectors';

/** Topics below 1 % of all claims would be noise in a report; the margin covers rounding. */
const MIN_TOPIC_SHARE = 0.015;
const MIN_TOPIC_CLAIMS = 3;
const MAX_TOPICS = 24;
const MAX_SUBTOPICS = 10;
const MIN_COMMENTS_FOR_SUBTOPICS = 15;
const MIN_SUBTOPIC_CLAIMS = 5;

/** A comment with its claims and the direction in which they point together. */
interface Item {
  readonly comment: Comment;
  readonly claims: readonly string[];
  readonly vector: Vector;
  readonly terms: Terms;
}

/** Finds topics and subtopics among the comments and gives them names. Row order does not matter. */
export function cluster({ comments, vectors: batches }: ClusterInput): Clustering {
  const vectors = new Vectors(batches);
  const items = comments.toSorted((a, b) => byName(a.id, b.id)).map((comment) => toItem(comment, vectors));
  const total = items.reduce((sum, { claims }) => sum + claims.length, 0);
  const groups = split(items, {
    minClaims: Math.max(MIN_TOPIC_CLAIMS, Math.ceil(total * MIN_TOPIC_SHARE)),
    maxGroups: Math.min(MAX_TOPICS, Math.max(1, Math.round(0.6 * Math.sqrt(items.length)))),
  });
  const titles = nameGroups(groups.map(entriesOf));
  const topics = groups.map((group, at) => topicOf(titles[at] ?? '', group));
  return { topics: topics.map(({ topic }) => topic), assignments: topics.flatMap(({ assignments }) => assignments) };
}

function toItem(comment: Comment, vectors: Vectors): Item {
  const claims = claimSpans(comment.text).map(({ text }) => text);
  return { comment, claims, vector: mean(claims.map((claim) => vectors.of(claim))), terms: termsOf(comment.text) };
}

function split(items: readonly Item[], limits: { minClaims: number; maxGroups: number }): Item[][] {
  const vectors = items.map(({ vector }) => vector);
  const groups = mergeSmall(communities(vectors), vectors, {
    weight: (at) => items[at]?.claims.length ?? 0,
    minWeight: limits.minClaims,
    maxGroups: limits.maxGroups,
  });
  return groups.map((members) => members.flatMap((at) => items[at] ?? []));
}

function topicOf(title: string, items: readonly Item[]): { topic: Topic; assignments: Assignment[] } {
  const id = idOf('topic', items);
  const parts = subtopicsOf(items);
  const titles = parts.length === 1 ? [title] : nameGroups(parts.map(entriesOf), title);
  const subtopics = parts.map((part, at) => ({
    id: idOf(`subtopic of ${id}`, part),
    title: titles[at] ?? '',
    description: mostCentral(part),
  }));
  const assignments = parts.flatMap((part, at) =>
    part.map(({ comment }) => ({ comment: comment.id, topic: id, subtopic: subtopics[at]?.id ?? '' })),
  );
  return { topic: { id, title, description: mostCentral(items), subtopics }, assignments };
}

function subtopicsOf(items: readonly Item[]): (readonly Item[])[] {
  if (items.length < MIN_COMMENTS_FOR_SUBTOPICS) return [items];
  return split(items, {
    minClaims: MIN_SUBTOPIC_CLAIMS,
    maxGroups: Math.min(MAX_SUBTOPICS, Math.round(0.5 * Math.sqrt(items.length))),
  });
}

function idOf(kind: string, items: readonly Item[]): string {
  return shortHash(kind, ...items.map(({ comment }) => comment.id));
}

function entriesOf(items: readonly Item[]): Entry[] {
  const centre = mean(items.map(({ vector }) => vector));
  return items.map(({ terms, vector }) => ({ terms, centrality: dot(vector, centre) }));
}

/** The claim that lies nearest to the middle of a group describes it. */
function mostCentral(items: readonly Item[]): string {
  const centre = mean(items.map(({ vector }) => vector));
  const [best] = items
    .map((item) => ({ item, cosine: dot(item.vector, centre) }))
    .sort((a, b) => b.cosine - a.cosine || byName(a.item.comment.id, b.item.comment.id));
  return best?.item.claims[0] ?? '';
}
