import {
  MAX_FILE_BYTES,
  MAX_LINES,
  parseCorrections,
  textOfCorrections,
} from '../../../../activities/report/corrections/parse';

it('reads a correction a line, in any quotation marks, with comments and the addresses of the page', () => {
  const text = [
    '\uFEFF# of the spring',
    '',
    'rename topic:3fa9 "Buses and \\"bus\\" lanes"   # was: Bus Lane & Fare',
    'RENAME s-ab12 to „Nachtbusse“',
    'merge topic:aaaa, topic:bbbb into topic:cccc',
    'split topic:aaaa into «Trains» with claim:1234 subtopic:5678',
    'move c-1234 to t-bbbb',
    'hide claim:1234 because “names # a person”',
  ].join('\r\n');
  const part = (kind: string, id: string) => ({ kind, id });
  expect(parseCorrections(text)).toEqual([
    {
      line: 3,
      text: 'rename topic:3fa9 "Buses and \\"bus\\" lanes"',
      kind: 'rename',
      of: part('topic', '3fa9'),
      name: 'Buses and "bus" lanes',
    },
    {
      line: 4,
      text: 'RENAME s-ab12 to "Nachtbusse"',
      kind: 'rename',
      of: part('subtopic', 'ab12'),
      name: 'Nachtbusse',
    },
    {
      line: 5,
      text: 'merge topic:aaaa, topic:bbbb into topic:cccc',
      kind: 'merge',
      of: [part('topic', 'aaaa'), part('topic', 'bbbb')],
      into: part('topic', 'cccc'),
    },
    {
      line: 6,
      text: 'split topic:aaaa into "Trains" with claim:1234 subtopic:5678',
      kind: 'split',
      from: part('topic', 'aaaa'),
      name: 'Trains',
      of: [part('claim', '1234'), part('subtopic', '5678')],
    },
    { line: 7, text: 'move c-1234 to t-bbbb', kind: 'move', of: [part('claim', '1234')], to: part('topic', 'bbbb') },
    {
      line: 8,
      text: 'hide claim:1234 because "names # a person"',
      kind: 'hide',
      of: [part('claim', '1234')],
      reason: 'names # a person',
    },
  ]);
});

it.each([
  ['renmae topic:aaaa "X"', '"renmae" is no correction: a line begins with rename, merge, split, move, hide or #'],
  [
    'rename topic:aaaa Buses',
    'the name stands in quotation marks, and "Buses" does not; it is written rename topic:ID "NAME"',
  ],
  ['rename topic:aaaa "Buses', 'a quotation mark is opened and not closed'],
  ['rename topic:aaaa " . "', 'the name is empty'],
  ['rename topic:aaaa "X" "Y"', '"Y" is too much'],
  [`rename topic:aaaa "${'x'.repeat(121)}"`, 'the name has 121 characters, at most 120'],
  ['rename claim:aaaa "X"', '"claim:aaaa" is a claim, where topic or subtopic is expected'],
  ['rename topic:a "X"', '"topic:a" stands where topic or subtopic is expected, as topic:3fa9c1d2e0b4'],
  ['merge topic:aaaa topic:bbbb', '“into” is missing; it is written merge topic:ID into topic:ID'],
  ['merge topic:aaaa into subtopic:bbbb', 'a topic is merged into a topic, a subtopic into a subtopic'],
  ['move subtopic:aaaa to subtopic:bbbb', 'a subtopic is moved to a topic; to join two subtopics, merge them'],
  ['hide claim:aaaa', '“because” is missing; it is written hide claim:ID because "REASON"'],
  [`hide claim:aaaa because "${'x'.repeat(301)}"`, 'the reason has 301 characters, at most 300'],
  ['rename topic:aaaa "Bu\u0007ses"', 'it holds a character that nobody sees (U+0007)'],
  ['rename topic:aaaa "Bu\u202Eses"', 'it holds a character that nobody sees (U+202E)'],
])('refuses a wrong line with its number and what is wrong: %j', (line, what) => {
  expect(() => parseCorrections(`# first\n${line}`)).toThrow(`line 2: ${what}`);
});

it('tells all wrong lines at once, at most twenty', () => {
  expect(() => parseCorrections('move\nhide')).toThrow(
    /^2 lines of the corrections cannot be followed \(the lines named\): line 1: .*; line 2: /,
  );
  expect(() => parseCorrections('move\n'.repeat(25))).toThrow(/line 20: .*; and 5 more\. Mend them/);
});

it('refuses what is too large, has too many lines, or is no text', () => {
  expect(() => textOfCorrections(new Uint8Array(MAX_FILE_BYTES + 1))).toThrow('at most 1048576 are read');
  expect(() => textOfCorrections(Uint8Array.of(0xff, 0xfe, 0x41))).toThrow('it is not UTF-8. Save it as UTF-8');
  expect(() => parseCorrections('\n'.repeat(MAX_LINES))).toThrow('at most 10000 are read');
});
