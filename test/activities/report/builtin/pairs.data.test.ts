/** The judged pairs of real consultations, and every pair that the wording makes one: all of those were judged. */
import { join } from 'node:path';
import { wordingOf } from '../../../../activities/report/builtin/wording';
import { MEASURED } from '../../../../activities/report/measured';
import { compared, figuresOf, judgedPairs, realClaims } from '../../../../bench/quality/pairs';

const ROOT = join(__dirname, '../../../..');
const pairs = judgedPairs(join(ROOT, 'bench/quality'));
const claims = realClaims(join(ROOT, '../shared/data'));

const letters = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

it('no opposite, related or other pair of at least 200 is one claim; of those in nearly the same words nine of ten are', () => {
  const results = compared(pairs, claims);
  const wrong = results.filter(({ judgement, isOne }) => isOne && !['same', 'reworded'].includes(judgement));
  expect(wrong).toEqual([]);
  const figures = figuresOf(results);
  process.stderr.write(`real pairs: ${JSON.stringify(figures)}\n`);
  expect(figures.pairs).toBeGreaterThanOrEqual(200);
  expect(figures.recall).toBeGreaterThanOrEqual(0.9);
  const { pairs: judged, ...shares } = figures;
  expect({ judged, ...shares }).toEqual(MEASURED.pairs);
});

it('within a conversation every pair that is one claim was judged to say the same, but for those equal to the letter', () => {
  const texts = new Map(claims.map(({ key, text }) => [key, text]));
  const pairOf = (...both: readonly string[]): string => both.map(letters).sort().join(' | ');
  const right = pairs.filter(({ judgement }) => judgement === 'same' || judgement === 'reworded');
  const known = new Set(right.map(({ claims: both }) => pairOf(...both.map((key) => texts.get(key) ?? ''))));
  const groups = new Map<string, typeof claims>();
  for (const claim of claims) {
    const key = `${claim.row.split(/[#-]/)[0]} ${wordingOf(claim.text, claim.lang)}`;
    groups.set(key, [...(groups.get(key) ?? []), claim]);
  }
  const unjudged = [...groups.values()].flatMap((group) =>
    group.flatMap((a, at) =>
      group
        .slice(at + 1)
        .filter((b) => letters(a.text) !== letters(b.text) && !known.has(pairOf(a.text, b.text)))
        .map((b) => [a.key, a.text, b.key, b.text]),
    ),
  );
  expect(unjudged).toEqual([]);
});
