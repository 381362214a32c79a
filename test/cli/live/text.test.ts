import { fitted, harmless, shortened, widthOf, wrapped } from '../../../cli/live/text';

test.each([
  ['plain', 5],
  ['バス', 4],
  ['한글', 4],
  ['Ａ', 2],
  ['🚌', 2],
  ['👩‍👩‍👧', 2],
  ['👍🏽', 2],
  ['🇩🇪', 2],
  ['⚠️', 2],
  ['⚠', 1],
  ['e\u0301', 1],
  ['\u200B', 0],
  ['├─ ✓ ━ …', 8],
  ['\u001B[31mred\u001B[39m', 3],
])('%s takes %d columns', (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

test('what is too long is cut between characters and ends with an ellipsis, never wider than asked', () => {
  expect(shortened('consultation', 6)).toBe('consu…');
  expect(shortened('バスバス', 4)).toBe('バ…');
  expect(shortened('👩‍👩‍👧👩‍👩‍👧', 3)).toBe('👩‍👩‍👧…');
  expect(shortened('fits', 4)).toBe('fits');
  expect(shortened('none', 0)).toBe('');
  expect(fitted('バスバス', 6)).toBe('バス… ');
});

test('a sentence is broken between its words, later lines stand in, and a word that is longer stays whole', () => {
  expect(wrapped('read: column "Comments" (of 7), UTF-16', 22)).toEqual([
    'read: column',
    '  "Comments" (of 7),',
    '  UTF-16',
  ]);
  expect(wrapped('ご意見 をお寄せください まで', 10)).toEqual(['ご意見', '  をお寄せください', '  まで']);
  expect(wrapped('fits', 80)).toEqual(['fits']);
});

test('what a terminal would obey in a name or message becomes a space', () => {
  expect(harmless('a\u001B[2Jb\r\nc\u0007\u009Bd')).toBe('a [2Jb c d');
  expect(harmless('paid \u202E001\u2066')).toBe('paid  001 ');
});
