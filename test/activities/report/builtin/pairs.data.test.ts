/** The judged pairs of real consultations, and every pair that the wording makes one: all of those were judged. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { claimSpans } from '../../../../activities/report/builtin/spans';
import { wordingOf } from '../../../../activities/report/builtin/wording';
import { shortHash } from '../../../../activities/report/hash';
import { readComments } from '../../../../activities/report/input';
import type { Judgement } from './pairs';
import { REAL_PAIRS, type RealPair } from './realPairs';

const { comments } = readComments(readFileSync(join(__dirname, '../../../../../shared/data/polis-all-en.csv')));
const claims = comments.flatMap(({ id, text }) => claimSpans(text).map((span) => ({ id, text: span.text })));
const texts = new Map(claims.map(({ id, text }) => [`${id} ${shortHash(text)}`, text]));

const textOf = (id: string, hash: string): string => texts.get(`${id} ${hash}`) ?? '';
const isOne = ([, a, hashOfA, b, hashOfB]: RealPair): boolean =>
  wordingOf(textOf(a, hashOfA)) === wordingOf(textOf(b, hashOfB));
const judged = (...judgements: readonly Judgement[]) =>
  REAL_PAIRS.filter(([judgement]) => judgements.includes(judgement));

it('every judged claim is there', () => {
  expect(REAL_PAIRS.filter(([, a, hashOfA, b, hashOfB]) => !textOf(a, hashOfA) || !textOf(b, hashOfB))).toEqual([]);
});

it('no opposite, related or other pair is one claim; of those in nearly the same words four of five are', () => {
  expect(judged('opposite', 'related', 'other').filter(isOne)).toEqual([]);
  const same = judged('same');
  const found = same.filter(isOne).length;
  const all = judged('same', 'reworded');
  process.stderr.write(
    `${REAL_PAIRS.length} real pairs: precision 1, recall ${found} of ${same.length} in nearly the same words, ` +
      `${all.filter(isOne).length} of ${all.length} with rewordings\n`,
  );
  expect(found / same.length).toBeGreaterThanOrEqual(0.8);
});

it('within a conversation every pair that is one claim was judged to say the same, but for those equal to the letter', () => {
  const known = new Set(judged('same').flatMap(([, a, x, b, y]) => [`${a} ${x} ${b} ${y}`, `${b} ${y} ${a} ${x}`]));
  const groups = new Map<string, typeof claims>();
  for (const claim of claims) {
    const key = `${claim.id.split('#')[0]} ${wordingOf(claim.text)}`;
    groups.set(key, [...(groups.get(key) ?? []), claim]);
  }
  const unjudged = [...groups.values()].flatMap((group) =>
    group.flatMap((a, at) =>
      group
        .slice(at + 1)
        .filter((b) => a.text.toLowerCase() !== b.text.toLowerCase())
        .map((b) => [a.id, shortHash(a.text), b.id, shortHash(b.text)].join(' '))
        .filter((pair) => !known.has(pair)),
    ),
  );
  expect(unjudged).toEqual([]);
});
