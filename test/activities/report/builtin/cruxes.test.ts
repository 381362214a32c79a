import { claimsOf } from '../../../../activities/report/builtin/claims';
import { findCruxes } from '../../../../activities/report/builtin/cruxes';
import type { Claim, Comment, SortedTopic } from '../../../../activities/report/model';
import { toyClaim } from './toyVectors';

const LEGAL = 'Cannabis should be legal.';
const ILLEGAL = 'Cannabis should be illegal.';
const FAR = 'Cannabis should never be sold.';

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
    findCruxes({ topics: topics(claim), comments: [voted(claim, agrees, disagrees)] });

  it.each([
    [50, 50, 1],
    [60, 40, 0.8],
    [75, 25, 0.5],
  ])('score %d to %d as %d', (agrees, disagrees, controversy) => {
    expect(find(agrees, disagrees)).toMatchObject([{ basis: 'votes', claim: 'a', controversy, agreeCount: agrees }]);
  });

  it('show the whole comment that was voted on, not its first sentence', () => {
    const text = ' It is late. Cannabis should be legal. It should be taxed.\n';
    const [first, second] = [LEGAL, 'It should be taxed.'].map((part, at) => ({
      ...toyClaim(`k${at}`, part, 'Ann'),
      comment: 'c',
      start: text.indexOf(part),
    }));
    if (first === undefined || second === undefined) throw new Error('unreachable');
    const comments = [{ id: 'c', text, speaker: 'Ann', agrees: 50, disagrees: 50 }];
    const elsewhere = topics({ ...second, topic: 't2', subtopic: 's2' }).map((topic) => ({ ...topic, id: 't2' }));
    expect(findCruxes({ topics: [...elsewhere, ...topics(first)], comments })).toHaveLength(1);
    expect(findCruxes({ topics: topics(second, first), comments })).toMatchObject([
      {
        claim: 'k0',
        text: text.trim(),
        agreeCount: 50,
        disagreeCount: 50,
      },
    ]);
  });

  it('are never what people say of themselves, and insults come last', () => {
    const texts = ['I am over 30', 'Liberal trash.', LEGAL];
    const claims = texts.map((text, at) => toyClaim(`s${at}`, text, `speaker ${at}`));
    const comments = claims.map((each, at) => voted(each, 50, 50 - 5 * at));
    expect(findCruxes({ topics: topics(...claims), comments }).map(({ text }) => text)).toEqual([
      LEGAL,
      'Liberal trash.',
    ]);
  });

  it('are none where people agree, or few voted', () => {
    expect(find(80, 20)).toEqual([]);
    expect(find(9, 10)).toEqual([]);
    expect(find(0, 0)).toEqual([]);
  });

  it('are at most three a subtopic, the most divided first', () => {
    const claims = ['a', 'b', 'c', 'd'].map((id) => toyClaim(id, LEGAL, id));
    const comments = claims.map((c, at) => voted(c, 60 - at, 40 + at));
    expect(findCruxes({ topics: topics(...claims), comments }).map((crux) => crux.claim)).toEqual(['d', 'c', 'b']);
  });
});

describe('cruxes from opposite claims', () => {
  it('are none where sides are not sure, however near the claims are', () => {
    const unsure = ['The library should stay open late.', 'Do not cut the hours of the library.'];
    const claims = unsure.map((text, at) => toyClaim(`u${at}`, text, `speaker ${at}`));
    expect(findCruxes({ topics: topics(...claims), comments: [] })).toEqual([]);
  });

  it('are none where two turns make the same again', () => {
    const claims = ['Do not close the library.', 'Open the library.'].map((text, at) =>
      toyClaim(`d${at}`, text, `speaker ${at}`),
    );
    expect(findCruxes({ topics: topics(...claims), comments: [] })).toEqual([]);
  });

  it('do not count more pairs of one matter than it takes, whatever a file repeats', () => {
    const many = Array.from({ length: 500 }, (_, at) => toyClaim(`m${at}`, at % 2 ? LEGAL : ILLEGAL, `speaker ${at}`));
    expect(findCruxes({ topics: topics(...many), comments: [] })).toHaveLength(3);
  });

  it('pair claims that contradict each other, for and against in this order', () => {
    const found = findCruxes({
      topics: topics(toyClaim('a', LEGAL, 'Ann'), toyClaim('b', ILLEGAL, 'Bob'), toyClaim('c', FAR, 'Cem')),
      comments: [],
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

  it.each([
    ['de', 'Ich bin für den Radweg.', 'Ich bin gegen den Radweg.'],
    ['fr', 'Je suis pour la piste cyclable.', 'Je suis contre la piste cyclable.'],
    ['es', 'Estoy a favor del carril bici.', 'Estoy en contra del carril bici.'],
  ])('are told in the language of their comments: %s', (lang, support, objection) => {
    const claims = [support, objection].flatMap((text, at) => {
      const comment = { id: `c${at}`, text, speaker: `speaker ${at}`, lang };
      const assignments = [{ comment: comment.id, topic: 't1', subtopic: 's1', start: 0, end: text.length }];
      return claimsOf({ comment, assignments });
    });
    const [crux, ...others] = findCruxes({ topics: topics(...claims), comments: [] });
    expect(others).toEqual([]);
    expect(crux).toMatchObject({ basis: 'polarity', agree: ['speaker 0'], disagree: ['speaker 1'], lang });
    const inNoLanguage = claims.map((claim) => ({ ...claim, lang: 'und' }));
    expect(findCruxes({ topics: topics(...inNoLanguage), comments: [] })).toEqual([]);
  });

  it('are found wherever the two sides stand', () => {
    const [one] = topics(toyClaim('a', LEGAL, 'Ann'));
    const [other] = topics({ ...toyClaim('b', ILLEGAL, 'Bob', 's2'), topic: 't2' });
    if (one === undefined || other === undefined) throw new Error('unreachable');
    expect(findCruxes({ topics: [one, other], comments: [] })).toMatchObject([
      { claim: 'a', agree: ['Ann'], disagree: ['Bob'] },
    ]);
  });

  it('count a speaker on both sides on neither, before scoring (E7)', () => {
    const agreeing = {
      ...toyClaim('a', LEGAL, 'Ann'),
      similar: [toyClaim('x', LEGAL, 'Bob'), toyClaim('y', LEGAL, 'Dia')],
    };
    const [crux] = findCruxes({
      topics: topics(agreeing, toyClaim('b', ILLEGAL, 'Bob'), toyClaim('c', ILLEGAL, 'Cem')),
      comments: [],
    });
    expect(crux).toMatchObject({
      claim: 'a',
      agree: ['Ann', 'Bob', 'Dia'],
      disagree: ['Cem'],
      agreeCount: 3,
      controversy: 0.5,
    });
    const both = findCruxes({ topics: topics(agreeing, toyClaim('b', ILLEGAL, 'Bob')), comments: [] });
    expect(both).toEqual([]);
  });
});
