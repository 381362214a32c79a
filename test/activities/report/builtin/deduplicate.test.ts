import { sortAndDeduplicate } from '../../../../activities/report/builtin/deduplicate';
import type { Claim, SortedTopic, Topic } from '../../../../activities/report/model';
import { toyClaim, toyVectors } from './toyVectors';

const subtopic = (id: string): Topic['subtopics'][number] => ({ id, title: `title of ${id}`, description: '' });
const topic = (id: string, ...subtopics: string[]): Topic => ({ ...subtopic(id), subtopics: subtopics.map(subtopic) });

const RAISE = 'We should raise the wage.';
const RAISE_TOO = 'The wage should be raised.';
const LOWER = 'We should lower the wage.';
const PARKS = 'Parks need benches.';
const vectors = toyVectors({ [RAISE]: 0, [RAISE_TOO]: 30, [LOWER]: 10, [PARKS]: 80 });

function shape(topics: readonly SortedTopic[]): unknown {
  return topics.map((t) => t.subtopics.map((s) => s.claims.map((c) => [c.id, ...c.similar.map(({ id }) => id)])));
}

describe('sorting and deduplicating', () => {
  it('puts claims that say the same under one, and leaves opposites and other claims apart', () => {
    const claims = [
      toyClaim('a', RAISE, 'Ann'),
      toyClaim('b', RAISE_TOO, 'Bob'),
      toyClaim('c', LOWER, 'Cem'),
      toyClaim('d', PARKS, 'Dia'),
    ];
    const sorted = sortAndDeduplicate({ topics: [topic('t1', 's1')], claims, vectors });
    expect(shape(sorted)).toEqual([[[['a', 'b'], ['c'], ['d']]]]);
  });

  it('loses no claim and gives the same for any order', () => {
    const claims = [
      toyClaim('a', RAISE, 'Ann'),
      toyClaim('b', RAISE, 'Bob'),
      toyClaim('c', LOWER, 'Cem', 's2'),
      toyClaim('d', PARKS, 'Dia', 's2'),
    ];
    const sort = (order: readonly Claim[]) =>
      sortAndDeduplicate({ topics: [topic('t1', 's1', 's2')], claims: order, vectors });
    expect(sort(claims)).toEqual(sort(claims.toReversed()));
    expect((shape(sort(claims)) as string[][][][]).flat(3).sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('sorts by distinct speakers, not by claims, also with a single topic (E4)', () => {
    const claims = [
      toyClaim('a', RAISE, 'Ann'),
      toyClaim('b', RAISE_TOO, 'Ann'),
      toyClaim('c', LOWER, 'Ann'),
      toyClaim('d', PARKS, 'Bob', 's2'),
      toyClaim('e', PARKS, 'Cem', 's2'),
    ];
    const [only] = sortAndDeduplicate({ topics: [topic('t1', 's1', 's2')], claims, vectors });
    expect(only?.subtopics.map(({ id }) => id)).toEqual(['s2', 's1']);
  });

  it('drops topics and subtopics nobody made a claim on', () => {
    const claims = [toyClaim('a', RAISE, 'Ann')];
    const sorted = sortAndDeduplicate({ topics: [topic('t1', 's1', 's2'), topic('t2', 's3')], claims, vectors });
    expect(shape(sorted)).toEqual([[[['a']]]]);
  });

  it('says which text has no vector', () => {
    const claims = [toyClaim('a', 'never embedded', 'Ann')];
    expect(() => sortAndDeduplicate({ topics: [topic('t1', 's1')], claims, vectors })).toThrow(
      'no vector for the text "never embedded"',
    );
  });
});
