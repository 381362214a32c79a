/** What a text is cut into hangs on the text alone, whatever was read before it. */
import * as fc from 'fast-check';
import winkNLP from 'wink-nlp';
import { sentencesOf } from '../../../../activities/report/builtin/english';

jest.mock('wink-nlp', () => jest.fn(jest.requireActual<(...args: unknown[]) => unknown>('wink-nlp')));

const MULTI = 'Everything here is zoned multi-purpose...';

it('a text is cut the same the second time, and after others with its words', () => {
  const first = sentencesOf(MULTI);
  expect(sentencesOf(MULTI)).toEqual(first);
  sentencesOf('A multi-purpose hall. For multi-purpose…');
  expect(sentencesOf(MULTI)).toEqual(first);
});

it('texts of all kinds are cut the same before and after each other', () => {
  // Words that were never met: a known one is cut by the lexicon.
  const shape = fc.constantFrom('#', 'multi-#', '#-#', 'U.#', '#.#', '3-#', "#'t");
  const word = fc
    .tuple(shape, fc.stringMatching(/^[a-z]{4,6}$/))
    .map(([form, letters]) => form.replaceAll('#', letters));
  const mark = fc.constantFrom(' ', '. ', '... ', '…', '! ', '?) ', ' (', '-', '/', '.');
  const text = fc.array(fc.tuple(word, mark), { minLength: 1, maxLength: 8 }).map((parts) => parts.flat().join(''));
  fc.assert(
    fc.property(text, text, (one, other) => {
      const first = sentencesOf(one);
      sentencesOf(other);
      expect(sentencesOf(one)).toEqual(first);
    }),
    { numRuns: 500 },
  );
});

it('after many new words it begins anew, so that what it keeps of them has a limit, and cuts the same', () => {
  const first = sentencesOf(MULTI);
  const begun = jest.mocked(winkNLP).mock.calls.length;
  for (let page = 0; page < 60; page += 1)
    sentencesOf(Array.from({ length: 1000 }, (_, at) => `brum${page}vik${at}`).join(' '));
  expect(sentencesOf(MULTI)).toEqual(first);
  expect(winkNLP).toHaveBeenCalledTimes(begun + 1);
});
