import * as fc from 'fast-check';
import { claimSpans } from '../../../../activities/report/builtin/spans';

describe('the claims of a comment', () => {
  const texts = (text: string): string[] => claimSpans(text).map((span) => span.text);

  it('are its sentences, without greetings, questions and fragments', () => {
    const comment =
      'Hello everyone! The buses stop too early. Why is that? Very sad. The U.S. has better buses elsewhere.';
    expect(texts(comment)).toEqual(['The buses stop too early.', 'The U.S. has better buses elsewhere.']);
  });

  it('are the whole text where no sentence would be left', () => {
    expect(texts('  Why are there no buses?\n')).toEqual(['Why are there no buses?']);
    expect(texts('Hi there!')).toEqual(['Hi there!']);
  });

  it('keep a sentence that only begins like a greeting', () => {
    expect(texts('Thank you notes should be written to every teacher in town.')).toHaveLength(1);
  });

  const alphabet = fc.constantFrom(
    'We need roads. ',
    'No! ',
    '🚀',
    '👩‍👩‍👧',
    '\n',
    '\t',
    ' ',
    ' ',
    '…',
    "don't ",
    'U.S. ',
    '$5,000 ',
    '__proto__',
    '中文。',
    'é',
    '?',
    '"',
    '(',
  );
  it('are exact spans, in order and apart, never none, for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme', minLength: 1 }),
          fc.array(alphabet, { minLength: 1 }).map((parts) => parts.join('')),
        ),
        (text) => {
          fc.pre(text.trim() !== '');
          const spans = claimSpans(text);
          expect(spans.length).toBeGreaterThan(0);
          let end = 0;
          for (const span of spans) {
            expect(text.slice(span.start, span.end)).toBe(span.text);
            expect(span.text.trim()).toBe(span.text);
            expect(span.start).toBeGreaterThanOrEqual(end);
            expect(span.end).toBeGreaterThan(span.start);
            end = span.end;
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
