/** Goal: in every language of the analyser opposites are never one claim, and repetitions are. */
import { speechOf } from '../../../../../activities/report/builtin/languages/speech';
import { stancesOf } from '../../../../../activities/report/builtin/stance';
import { wordingOf } from '../../../../../activities/report/builtin/wording';
import { SPOKEN } from './pairs';
import type { Spoken } from './spoken';

const isOne = ([language, , one, other]: Spoken): boolean => wordingOf(one, language) === wordingOf(other, language);

const contradict = ([language, , one, other]: Spoken): boolean =>
  stancesOf(one, language).some(({ about, turns }) =>
    stancesOf(other, language).some((stance) => stance.about === about && Math.abs(stance.turns - turns) === 1),
  );

const languages = [...new Set(SPOKEN.map(([language]) => language))];
const judged = (language: string, judgement: string): Spoken[] =>
  SPOKEN.filter((pair) => pair[0] === language && pair[1] === judgement);

it.each(SPOKEN.filter(([, judgement]) => judgement !== 'same'))('in %s %s claims are two: %s / %s', (...pair) => {
  expect(isOne(pair)).toBe(false);
});

it.each(SPOKEN.filter(([, judgement]) => judgement !== 'opposite'))(
  'in %s %s claims do not contradict each other: %s / %s',
  (...pair) => {
    expect(contradict(pair)).toBe(false);
  },
);

it.each(languages)('in %s nine of ten that say the same in nearly the same words are one claim', (language) => {
  const same = judged(language, 'same');
  expect(
    same
      .filter((pair) => !isOne(pair))
      .map(([, , ...texts]) => texts)
      .slice(Math.floor(same.length / 10)),
  ).toEqual([]);
});

it.each(languages)('in %s three of four opposites are told for sure', (language) => {
  const opposite = judged(language, 'opposite');
  expect(
    opposite
      .filter((pair) => !contradict(pair))
      .map(([, , ...texts]) => texts)
      .slice(Math.floor(opposite.length / 4)),
  ).toEqual([]);
});

it.each(languages)('in %s as many pairs were judged as are asked for', (language) => {
  expect(SPOKEN.filter((pair) => pair[0] === language).length).toBeGreaterThanOrEqual(language === 'de' ? 20 : 8);
});

it('without a table of its language a text is compared as it is written, and contradicts nothing', () => {
  expect(wordingOf('Η πόλη χρειάζεται δέντρα!', 'el')).toBe(wordingOf('η πόλη χρειάζεται δέντρα', 'el'));
  expect(wordingOf('Η πόλη χρειάζεται και άλλα δέντρα', 'el')).not.toBe(wordingOf('η πόλη χρειάζεται δέντρα', 'el'));
  expect(speechOf('el').supports).toEqual([]);
});
