import { findCruxes } from '../../../../activities/report/builtin/cruxes';
import type { Claim, Comment, SortedTopic } from '../../../../activities/report/model';
import { toyClaim, toyVectors } from './toyVectors';

const LEGAL = 'It should be legal.';
const ILLEGAL = 'It should be illegal.';
const FAR = 'It should never be sold.';
const vectors = toyVectors({ [LEGAL]: 0, [ILLEGAL]: 10, [FAR]: 60 });

function topics(...claims: readonly (Claim & { similar?: Claim[] })[]): SortedTopic[] {
  const subtopic = { id: 's1', title: 'Law', description: '', claims: claims.map((c) => ({ similar: [], ...c })) };
  return [{ id: 't1', title: 'Law', description: '', subtopics: [subtopic] }];
}

const voted = (claim: Claim, agrees: number, disagrees: number): Comment => {
  return { id: claim.comment, text: claim.text, speaker: claim.speaker, agrees, disagrees };
};

describe('cruxes from votes', () => {
  const claim = toyClaim('a', LEGAL, 'Ann');
  const find = (agrees: number, disagrees: number) =>
    findCruxes({ topics: topics(claim), comments: [voted(claim, agrees, disagrees)], vectors });

  it.each([
    [50, 50, 1],
    [60, 40, 0.8],
    [75, 25, 0.5],
  ])('score %d to %d as %d', (agrees, disagrees, controversy) => {
    expect(find(agrees, disagrees)).toMatchObject([{ basis: 'votes', claim: 'a', controversy, agreeCount: agrees }]);
  });

  it('are none where people agree, or few voted', () => {
    expect(find(80, 20)).toEqual([]);
    expect(find(9, 10)).toEqual([]);
    expect(find(0, 0)).toEqual([]);
  });

  it('are at most three a subtopic, the most divided first', () => {
    const claims = ['a', 'b', 'c', 'd'].map((id) => toyClaim(id, LEGAL, id));
    const comments = claims.map((c, at) => voted(c, 60 - at, 40 + at));
    expect(findCruxes({ topics: topics(...claims), comments, vectors }).map((crux) => crux.claim)).toEqual([
      'd',
      'c',
      'b',
    ]);
  });
});

describe('cruxes from opposite claims', () => {
  it('pair claims that are alike in words and opposite in direction', () => {
    const found = findCruxes({
      topics: topics(toyClaim('a', LEGAL, 'Ann'), toyClaim('b', ILLEGAL, 'Bob'), toyClaim('c', FAR, 'Cem')),
      comments: [],
      vectors,
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      basis: 'polarity',
      claim: 'a',
      agree: ['Ann'],
      disagree: ['Bob'],
      controversy: 1,
    });
  });

  it('count a speaker on both sides on neither, before scoring (E7)', () => {
    const agreeing = {
      ...toyClaim('a', LEGAL, 'Ann'),
      similar: [toyClaim('x', LEGAL, 'Bob'), toyClaim('y', LEGAL, 'Dia')],
    };
    const [crux] = findCruxes({
      topics: topics(agreeing, toyClaim('b', ILLEGAL, 'Bob'), toyClaim('c', ILLEGAL, 'Cem')),
      comments: [],
      vectors,
    });
    expect(crux).toMatchObject({
      claim: 'a',
      agree: ['Ann', 'Bob', 'Dia'],
      disagree: ['Cem'],
      agreeCount: 3,
      controversy: 0.5,
    });
    const both = findCruxes({ topics: topics(agreeing, toyClaim('b', ILLEGAL, 'Bob')), comments: [], vectors });
    expect(both).toEqual([]);
  });
});
