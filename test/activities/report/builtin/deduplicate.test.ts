import { sortAndDeduplicate } from '../../../../activities/report/builtin/deduplicate';
import type { Claim, SortedTopic, Topic } from '../../../../activities/report/model';
import { toyClaim, toyVectors } from './toyVectors';

const subtopic = (id: string): Topic['subtopics'][number] => ({ id, title: `title of ${id}`, description: '' });
const topic = (id: string, ...subtopics: string[]): Topic => ({ ...subtopic(id), subtopics: subtopics.map(subtopic) });

const RAISE = 'We should raise the wage.';
const RAISE_TOO = 'Please raise the wage!';
const REWORDED = 'The wage ought to go up.';
const LOWER = 'We should lower the wage.';
const PARKS = 'Parks need benches.';
const vectors = toyVectors({ [RAISE]: 0, [RAISE_TOO]: 30, [REWORDED]: 40, [LOWER]: 10, [PARKS]: 180 });

const sort = (claims: readonly Claim[], ...topics: Topic[]): SortedTopic[] =>
  sortAndDeduplicate({ topics: topics.length > 0 ? topics : [topic('t1', 's1')], claims, vectors });

function shape(topics: readonly SortedTopic[]): string[][][][] {
  return topics.map((t) => t.subtopics.map((s) => s.claims.map((c) => [c.id, ...c.similar.map(({ id }) => id)])));
}

const related = (topics: readonly SortedTopic[]): unknown =>
  topics.flatMap((t) => t.subtopics.flatMap((s) => s.claims.map(({ id, relatedTo }) => [id, relatedTo])));

describe('claims of several people', () => {
  const claims = [
    toyClaim('a', RAISE, 'Ann'),
    toyClaim('b', RAISE_TOO, 'Bob'),
    toyClaim('c', LOWER, 'Cem'),
    toyClaim('d', PARKS, 'Dia'),
    toyClaim('e', REWORDED, 'Eve'),
  ];

  it('are those in nearly the same words; an opposite and a rewording are related, however near, and counted by themselves', () => {
    const sorted = sort(claims);
    expect(shape(sorted)).toEqual([[[['b', 'a'], ['e'], ['c'], ['d']]]]);
    expect(related(sorted)).toEqual([
      ['b', undefined],
      ['e', 'b'],
      ['c', 'b'],
      ['d', undefined],
    ]);
  });

  it('are told in the words that most of them have, else in the shortest', () => {
    const [one, other, third] = ['x', 'y', 'z'].map((id) => toyClaim(id, id === 'x' ? RAISE_TOO : RAISE, id));
    if (one === undefined || other === undefined || third === undefined) throw new Error('unreachable');
    expect(sort([one, other, third])[0]?.subtopics[0]?.claims).toMatchObject([{ text: RAISE, similar: [{}, {}] }]);
  });

  it('come in the order of people, related ones beside each other only among as many people', () => {
    const sorted = sort([...claims, toyClaim('f', PARKS, 'Fay'), toyClaim('g', PARKS, 'Gus')]);
    expect(shape(sorted)).toEqual([[[['d', 'f', 'g'], ['b', 'a'], ['e'], ['c']]]]);
  });
});

describe('sorting and deduplicating', () => {
  it('loses no claim and gives the same for any order', () => {
    const claims = [
      toyClaim('a', RAISE, 'Ann'),
      toyClaim('b', RAISE, 'Bob'),
      toyClaim('c', LOWER, 'Cem', 's2'),
      toyClaim('d', PARKS, 'Dia', 's2'),
    ];
    const places = topic('t1', 's1', 's2');
    expect(sort(claims, places)).toEqual(sort(claims.toReversed(), places));
    expect(shape(sort(claims, places)).flat(3).sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('sorts by distinct speakers, not by claims, also with a single topic (E4)', () => {
    const claims = [
      toyClaim('a', RAISE, 'Ann'),
      toyClaim('b', RAISE_TOO, 'Ann'),
      toyClaim('c', LOWER, 'Ann'),
      toyClaim('d', PARKS, 'Bob', 's2'),
      toyClaim('e', PARKS, 'Cem', 's2'),
    ];
    const [only] = sort(claims, topic('t1', 's1', 's2'));
    expect(only?.subtopics.map(({ id }) => id)).toEqual(['s2', 's1']);
  });

  it('drops topics and subtopics nobody made a claim on', () => {
    expect(shape(sort([toyClaim('a', RAISE, 'Ann')], topic('t1', 's1', 's2'), topic('t2', 's3')))).toEqual([[[['a']]]]);
  });

  it('says which text has no vector', () => {
    expect(() => sort([toyClaim('a', 'never embedded', 'Ann')])).toThrow('no vector for the text "never embedded"');
  });
});
