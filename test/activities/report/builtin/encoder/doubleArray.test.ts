/** Goal: a double array finds what was put into it, and nothing else. */
import fc from 'fast-check';
import {
  buildDoubleArray,
  DoubleArray,
  NONE,
  ROOT,
} from '../../../../../activities/report/builtin/encoder/doubleArray';

const arrayOf = (words: readonly string[]): DoubleArray => {
  const keys = words.map((word) => Buffer.from(word)).sort((a, b) => Buffer.compare(a, b));
  return new DoubleArray(buildDoubleArray(keys.map((key) => ({ key, value: words.indexOf(key.toString()) }))));
};

/** The numbers of all words that the text begins with. */
function found(array: DoubleArray, text: string): number[] {
  const values: number[] = [];
  let node = ROOT;
  for (const byte of Buffer.from(text)) {
    node = array.next(node, byte);
    if (node === NONE) break;
    const value = array.value(node);
    if (value !== NONE) values.push(value);
  }
  return values;
}

it('finds all words that a text begins with, the shortest first', () => {
  const array = arrayOf(['a', 'ab', 'abcd', 'ä', 'b', '公園', '公']);
  expect(found(array, 'abcde')).toEqual([0, 1, 2]);
  expect(found(array, 'äb')).toEqual([3]);
  expect(found(array, '公園に')).toEqual([6, 5]);
  expect(found(array, 'c')).toEqual([]);
  expect(found(array, '')).toEqual([]);
});

it('finds what a plain search finds, for random words and texts', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'ß', '木', '🚲'), minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 60 }), fc.array(word, { maxLength: 20 }), (words, texts) => {
      const array = arrayOf(words);
      for (const text of [...words, ...texts]) {
        const expected = words.filter((one) => text.startsWith(one)).sort((a, b) => a.length - b.length);
        expect(found(array, text)).toEqual(expected.map((one) => words.indexOf(one)));
      }
    }),
    { numRuns: 200 },
  );
});

it('holds thousands of words in little room', () => {
  const words = Array.from({ length: 5_000 }, (_, at) => `word ${at * 7919}`);
  const array = arrayOf(words);
  expect(words.filter((word, at) => found(array, word).at(-1) !== at)).toEqual([]);
  expect(array.units.length).toBeLessThan(40_000);
});
