/** A small report as a program sorted it, to be corrected by hand. */
import { sortAndDeduplicate } from '../../../../activities/report/builtin/deduplicate';
import { correctedBy, type Corrected } from '../../../../activities/report/corrections/correct';
import { faultOf, parseCorrections, type Correction } from '../../../../activities/report/corrections/parse';
import { subtopicIdOf, topicIdOf } from '../../../../activities/report/hash';
import type { Claim, Comment, LedgerEntry, SortedTopic, Topic } from '../../../../activities/report/model';
import { toyVectors } from '../builtin/toyVectors';

const NIGHT = 'More night buses please.';
const FARES = 'Fares are too high.';
const BENCHES = 'Parks need benches.';
const HOLES = 'Roads have holes.';
const LOUD = 'Buses are loud.';

export const comments: Comment[] = [
  { id: 'c1', speaker: 'Ann', text: NIGHT },
  { id: 'c2', speaker: 'Bob', text: NIGHT },
  { id: 'c3', speaker: 'Cem', text: FARES },
  { id: 'c4', speaker: 'Dia', text: BENCHES },
  { id: 'c5', speaker: 'Eve', text: `${HOLES} ${LOUD}` },
];

export const noted: LedgerEntry[] = [
  { input: 'c2', outcome: 'ok', reason: 'the same text as c1' },
  { input: 'c9', outcome: 'skipped', reason: 'empty comment' },
];

const claim = (id: string, comment: string, text: string, topic: string, subtopic: string): Claim => {
  const { text: whole = '', speaker = '' } = comments.find((one) => one.id === comment) ?? {};
  const start = whole.indexOf(text);
  return { id, comment, speaker, topic, subtopic, start, end: start + text.length, text };
};

export const claims: Claim[] = [
  claim('night1', 'c1', NIGHT, 'buses', 'night'),
  claim('night2', 'c2', NIGHT, 'buses', 'night'),
  claim('loud1', 'c5', LOUD, 'buses', 'night'),
  claim('fares1', 'c3', FARES, 'buses', 'fares'),
  claim('bench1', 'c4', BENCHES, 'parks', 'benches'),
  claim('holes1', 'c5', HOLES, 'roads', 'holes'),
];

export const topics: Topic[] = [
  {
    id: 'buses',
    title: 'Bus Lane & Fare',
    description: NIGHT,
    subtopics: [
      { id: 'night', title: 'Night', description: NIGHT },
      { id: 'fares', title: 'Fares', description: FARES },
    ],
  },
  {
    id: 'parks',
    title: 'Parks',
    description: BENCHES,
    subtopics: [{ id: 'benches', title: 'Parks', description: BENCHES }],
  },
  {
    id: 'roads',
    title: `“${HOLES.replace('.', '')}”`,
    description: HOLES,
    subtopics: [{ id: 'holes', title: `“${HOLES.replace('.', '')}”`, description: HOLES }],
  },
];

export const vectors = toyVectors({ [NIGHT]: 0, [FARES]: 90, [BENCHES]: 180, [HOLES]: 270, [LOUD]: 45 });
export const tree: SortedTopic[] = sortAndDeduplicate({ topics, claims, vectors });

/** As they stand in the report. */
export const BUSES = `topic:${topicIdOf('buses')}`;
export const PARKS = `topic:${topicIdOf('parks')}`;
export const ROADS = `topic:${topicIdOf('roads')}`;
export const NIGHTS = `subtopic:${subtopicIdOf('buses', 'night')}`;
export const FARE = `subtopic:${subtopicIdOf('buses', 'fares')}`;

export interface Town extends Corrected {
  /** Titles of the topics that had to be sorted anew. */
  readonly sorted: readonly string[];
}

/** Throws what a person would be told. */
export async function correct(...lines: readonly string[]): Promise<Town> {
  return follow(parseCorrections(lines.join('\n')));
}

export async function follow(corrections: readonly Correction[]): Promise<Town> {
  const sorted: string[] = [];
  const result = await correctedBy(corrections, { topics: tree, comments, noted }, (input) => {
    sorted.push(...input.topics.map(({ title }) => title));
    return Promise.resolve(sortAndDeduplicate({ ...input, vectors }));
  });
  if (Array.isArray(result)) throw faultOf(result);
  return { ...result, sorted };
}

/** Title, subtopics, and under each the claims with those that say the same. */
export const shape = (of: readonly SortedTopic[]): Record<string, Record<string, string[]>> =>
  Object.fromEntries(
    of.map(({ title, subtopics }) => [
      title,
      Object.fromEntries(
        subtopics.map((one) => [
          one.title,
          one.claims.map(({ id, similar }) => [id, ...similar.map((other) => other.id)].join('+')),
        ]),
      ),
    ]),
  );
