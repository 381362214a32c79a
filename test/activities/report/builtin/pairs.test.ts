/** One claim of several people, only where they said the same: judged pairs, and how many of them the wording gets right. */
import { wordingOf } from '../../../../activities/report/builtin/wording';
import { PAIRS, type Judgement } from './pairs';

const isOne = (a: string, b: string): boolean => wordingOf(a) === wordingOf(b);
const judged = (...judgements: readonly Judgement[]) => PAIRS.filter(([judgement]) => judgements.includes(judgement));

it.each(judged('opposite', 'related', 'other'))('%s claims are two: %s / %s', (_, a, b) => {
  expect(isOne(a, b)).toBe(false);
});

it('of the pairs that say the same in nearly the same words nine of ten are one claim', () => {
  const same = judged('same');
  const missed = same.filter(([, a, b]) => !isOne(a, b));
  expect(missed.length / same.length).toBeLessThanOrEqual(0.1);
});

it('precision is 1, and recall is bought with nobody’s words', () => {
  const found = PAIRS.filter(([, a, b]) => isOne(a, b));
  const right = found.filter(([judgement]) => judgement === 'same' || judgement === 'reworded');
  expect(right).toHaveLength(found.length);
  expect(right.length / judged('same', 'reworded').length).toBeGreaterThanOrEqual(0.7);
});
