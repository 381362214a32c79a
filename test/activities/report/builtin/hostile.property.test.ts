/**
 * Short strings, repeated up to the length of a comment: the texts that make libraries slow. Time is not asserted; what is asserted
 * is that no library ever gets more in one piece than what its worst time was measured for:
 *
 * | library | gets at most | worst measured |
 * | --- | --- | --- |
 * | wink-nlp | 100 characters without white space, 20,000 in all | 1.6 ms a KB (`://`); unbounded 450 ms for the first 2 KB, cubic |
 * | tinyld | 120 characters | 0.6 ms |
 * | the encoder | a whole claim, of which 256 pieces count; at most a claim for every 50 characters of a comment | 22 ms, 47 ms at first |
 */
import * as fc from 'fast-check';
import type { detect } from 'tinyld';
import type { WinkMethods } from 'wink-nlp';
import { embedBatches } from '../../../../activities/report/builtin/batches';
import { claimsOf } from '../../../../activities/report/builtin/claims';
import { findLanguages } from '../../../../activities/report/builtin/language';
import { passagesOf } from '../../../../activities/report/builtin/passages';
import { termsOf } from '../../../../activities/report/builtin/terms';
import { InputFault, readComments } from '../../../../activities/report/input';
import { MAX_COMMENT_CHARACTERS, type Comment } from '../../../../activities/report/model';

const mockRead: string[] = [];
const mockTold: string[] = [];

jest.mock('wink-nlp', () => (...args: unknown[]) => {
  const wink = jest.requireActual<(...given: unknown[]) => WinkMethods>('wink-nlp')(...args);
  const readDoc = (text: string) => {
    mockRead.push(text);
    return wink.readDoc(text);
  };
  return { ...wink, readDoc };
});
jest.mock('tinyld', () => {
  const actual = jest.requireActual<{ detect: typeof detect }>('tinyld');
  const told = (text: string): string => {
    mockTold.push(text);
    return actual.detect(text);
  };
  return { ...actual, detect: told };
});
const LONGEST_RUN = 100;
const LONGEST_TEXT = 20_000;
/** How wink itself cuts a text before it looks at the pieces. */
const WINK_SPLITS = /[ \u00a0\u2002-\u2005\u2009\u200a\u202f\u205f]+|[\n\r\t]+/;

const units = [
  ..."a . , - _ / : ; @ # $ % & * + = ~ ! ? ( ) [ ] ' ’ … < > | \\ ^ ` 1 é ß ﬁ İ 中 。 日 한 ไ क أ Ω ж 😀 👩‍👩‍👧 🇳🇿".split(
    ' ',
  ),
  ...'http://a.b/ :// www. a@b.c U.S. don\'t not the 10:30 1st $1 :) ... [EMAIL] "'.split(' '),
  // Combining, invisible, and white space of all kinds; half of a pair, and a change of direction.
  ...Array.from('\u0301\u200b\u200d\ufeff\u00a0\u2003\u3000\u2028\v\t\n\r \u202e\ud83d'),
];
const unit = fc.oneof(fc.constantFrom(...units), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }));
const seed = fc.array(unit, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
const lead = fc.constantFrom('', 'We need more roads. ', 'Die Stadt braucht mehr Bäume und Radwege. ');

/** A comment as the door gives it, or none where the door refuses it. */
function throughTheDoor(text: string): Comment | undefined {
  try {
    const csv = Buffer.from(`id,comment\n1,"${text.replaceAll('"', '""')}"\n`);
    return readComments(csv).comments[0];
  } catch (error) {
    if (error instanceof InputFault) return undefined;
    throw error;
  }
}

it('no library gets more of a text in one piece than it can read in good time, and quotes stay exact', () => {
  fc.assert(
    fc.property(lead, seed, fc.constantFrom(300, 2_000, MAX_COMMENT_CHARACTERS), (begin, part, length) => {
      mockRead.length = mockTold.length = 0;
      const comment = throughTheDoor((begin + part.repeat(length)).slice(0, length));
      if (comment === undefined) return;
      findLanguages([comment]);
      termsOf(comment.text);
      const passages = passagesOf([comment]).get(comment.id) ?? [];
      const place = { comment: comment.id, topic: 't', subtopic: 's' };
      const claims = claimsOf({ comment, assignments: passages.map(({ start, end }) => ({ ...place, start, end })) });
      const embedded = embedBatches([comment]).flatMap(({ texts }) => texts);

      for (const claim of claims) expect(comment.text.slice(claim.start, claim.end)).toBe(claim.text);
      expect(claims.length).toBeLessThanOrEqual(Math.max(5, Math.ceil(comment.text.length / 50)));
      expect(mockRead.length).toBeGreaterThan(0);
      expect(embedded.length).toBeGreaterThan(0);
      for (const text of mockRead) {
        expect(text.length).toBeLessThanOrEqual(LONGEST_TEXT);
        // Counted in characters, of which one may be two code units.
        const longest = text.split(WINK_SPLITS).reduce((most, run) => Math.max(most, Array.from(run).length), 0);
        expect(longest).toBeLessThanOrEqual(LONGEST_RUN);
      }
      for (const text of mockTold) expect(text.length).toBeLessThanOrEqual(120);
      expect(embedded.length).toBeLessThanOrEqual(claims.length + 1);
    }),
    { numRuns: Math.ceil(Number(process.env['PIPELINE_TEST_HISTORIES'] ?? 10_000) / 40) },
  );
});
