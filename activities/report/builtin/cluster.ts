import { byName, shortHash } from '../hash';
import { namesSomebody } from '../input';
import type { Clustering, Comment, EmbeddedBatch, Topic } from '../model';
import type { Entry } from './candidates';
import { inContext } from './context';
import { communities } from './communities';
import { mergeSmall } from './mergeSmall';
import { settle } from './settle';
import { nameGroups } from './names';
import { passagesOf } from './passages';
import { assign, type Place } from './assign';
import { pointsOf, type Point } from './points';
import { isTelling, tellingOf } from './telling';
import { unitsOf } from './units';
import { dot, mean, Vectors, type Vector } from './vectors';

/** Topics of fewer people than 1 % of all points would be noise in a report; the margin covers rounding. */
const MIN_TOPIC_SHARE = 0.015;
const MIN_TOPIC_PEOPLE = 3;
const MAX_TOPICS = 24;
const MAX_SUBTOPICS = 10;
const MIN_POINTS_FOR_SUBTOPICS = 20;
const MIN_SUBTOPIC_PEOPLE = 5;

export interface ClusterInput {
  readonly comments: readonly Comment[];
  readonly vectors: readonly EmbeddedBatch[];
}

/** Finds topics and subtopics among what the comments say and gives them names. Row order does not matter. */
export function cluster({ comments, vectors }: ClusterInput): Clustering {
  const passages = inContext(passagesOf(comments), comments);
  const units = unitsOf(comments, passages, new Vectors(vectors).centred());
  const points = pointsOf(units);
  const groups = split(points, {
    minWeight: Math.max(MIN_TOPIC_PEOPLE, Math.ceil(points.length * MIN_TOPIC_SHARE)),
    maxGroups: Math.min(MAX_TOPICS, Math.max(1, Math.round(0.6 * Math.sqrt(points.length)))),
  });
  const titles = nameGroups(groups.map(entriesOf));
  const topics = groups.map((group, at) => topicOf(titles[at] ?? '', group));
  return { topics: topics.map(({ topic }) => topic), assignments: assign(topics.flatMap(({ places }) => places)) };
}

function split(points: readonly Point[], limits: { minWeight: number; maxGroups: number }): Point[][] {
  const vectors = points.map(({ vector }) => vector);
  const found = mergeSmall(communities(vectors), vectors, { weight: (at) => points[at]?.weight ?? 0, ...limits });
  return settle(found, vectors).map((members) => members.flatMap((at) => points[at] ?? []));
}

function topicOf(title: string, points: readonly Point[]): { topic: Topic; places: Place[] } {
  const id = idOf('topic', points);
  const parts = subtopicsOf(points);
  const titles = parts.length === 1 ? [title] : nameGroups(parts.map(entriesOf), title);
  const subtopics = parts.map((part, at) => ({
    id: idOf(`subtopic of ${id}`, part),
    title: titles[at] ?? '',
    description: mostCentral(part),
  }));
  const places = parts.map((part, at) => ({ topic: id, subtopic: subtopics[at]?.id ?? '', points: part }));
  return { topic: { id, title, description: mostCentral(points), subtopics }, places };
}

function subtopicsOf(points: readonly Point[]): (readonly Point[])[] {
  if (points.length < MIN_POINTS_FOR_SUBTOPICS) return [points];
  return split(points, {
    minWeight: MIN_SUBTOPIC_PEOPLE,
    maxGroups: Math.min(MAX_SUBTOPICS, Math.round(0.5 * Math.sqrt(points.length))),
  });
}

function idOf(kind: string, points: readonly Point[]): string {
  return shortHash(kind, ...points.map(({ id }) => id).sort(byName));
}

function entriesOf(points: readonly Point[]): Entry[] {
  return points.map(({ terms, sentences, lang, weight, vector }) => ({
    terms,
    telling: tellingOf(sentences, lang),
    weight: Math.log2(1 + weight),
    vector,
  }));
}

/** Where most people stand. */
function middleOf(points: readonly Point[]): Vector {
  return mean(
    points.map(({ vector }) => vector),
    points.map(({ weight }) => weight),
  );
}

/** What lies nearest to the middle of a group describes it, if it is understood by itself and names what it is about. */
function mostCentral(points: readonly Point[]): string {
  const centre = middleOf(points);
  const [best] = points
    .map(({ text, terms, sentences, lang, vector }) => {
      const telling = sentences.find((sentence) => isTelling(sentence, lang));
      const fit = telling !== undefined ? (terms.size > 0 ? 3 : 2) : namesSomebody(text) ? 0 : 1;
      return { text: fit > 0 ? (telling ?? text) : '', fit, cosine: dot(vector, centre) };
    })
    .sort((a, b) => b.fit - a.fit || b.cosine - a.cosine || (a.text < b.text ? -1 : 1));
  return best?.text ?? '';
}
