/** Goal: texts are normalised and cut as SentencePiece does it, on a vocabulary small enough to reckon by hand. */
import { buildDoubleArray, DoubleArray } from '../../../../../activities/report/builtin/encoder/doubleArray';
import { Tokeniser } from '../../../../../activities/report/builtin/encoder/tokenise';

function arrayOf(entries: Readonly<Record<string, number>>): DoubleArray {
  const keys = Object.entries(entries).map(([text, value]) => ({ key: Buffer.from(text), value }));
  return new DoubleArray(buildDoubleArray(keys.sort((a, b) => Buffer.compare(a.key, b.key))));
}

const PIECES = ['<unk>', '<s>', '</s>', '▁', '▁bus', 'bus', 'es', 's', 'e', '▁b', 'u', 'fi'];
const SCORES = [0, 0, 0, -5, -4, -6, -3, -3.5, -4, -4, -4, -2];
/** Where each replacement begins: a small ﬁ becomes two letters, a no-break space a space, a zero-width space nothing. */
const REPLACEMENTS = 'fi\0 \0\0b\0';
const tokeniser = new Tokeniser({
  pieces: arrayOf(Object.fromEntries(PIECES.map((piece, at) => [piece, at]))),
  scores: Float32Array.from(SCORES),
  characters: {
    sequences: arrayOf({ ﬁ: 0, '\u00a0': 3, '\u200b': 5, B: 6 }),
    replacements: Buffer.from(REPLACEMENTS),
  },
});
const piecesOf = (text: string): string[] =>
  tokeniser
    .encode(text)
    .slice(1, -1)
    .map((id) => PIECES[id] ?? '?');

it('takes the most likely way through a text', () => {
  expect(piecesOf('buses')).toEqual(['▁bus', 'es']);
  expect(piecesOf('bus bus')).toEqual(['▁bus', '▁bus']);
});

it('sets beginning and end around the pieces, and an unknown one into an empty text', () => {
  expect(tokeniser.encode('bus')).toEqual([1, 4, 2]);
  expect(tokeniser.encode('')).toEqual([1, 0, 2]);
  expect(tokeniser.encode(' \u200b\u00a0 ')).toEqual([1, 0, 2]);
});

it('replaces characters by the table, drops spaces at the ends and keeps one between words', () => {
  expect(piecesOf('\u00a0 \u200bBus\u00a0\u00a0 bus ')).toEqual(['▁bus', '▁bus']);
  expect(piecesOf('ﬁ')).toEqual(['▁', 'fi']);
});

it('has one unknown piece for each character that no piece holds', () => {
  expect(piecesOf('bus木🚲')).toEqual(['▁bus', '<unk>', '<unk>']);
});
