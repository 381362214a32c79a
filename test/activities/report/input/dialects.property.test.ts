/** Any table that a tool writes in any of its dialects is read back, and every row is accounted for, whatever it is fed. */
import fc from 'fast-check';
import { InputFault, readComments } from '../../../../activities/report/input';

/** As people write, with everything that a delimited file must quote. */
const word = fc.constantFrom(
  'buses',
  'Straße',
  'café',
  '"quoted"',
  'one, two',
  'a; b',
  'x | y',
  "o'clock",
  '£5',
  'naïve',
  'trees',
  'roads',
  '100',
  '🙂',
  'line\nbreak',
  '-',
  '=1+1',
);
const sentence = fc.array(word, { minLength: 4, maxLength: 12 }).map((words) => `We need ${words.join(' ')} here.`);
const table = fc.array(sentence, { minLength: 2, maxLength: 30 });

const DIALECTS = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  end: fc.constantFrom('\n', '\r\n'),
  quoting: fc.constantFrom('all', 'needed'),
  encoding: fc.constantFrom('utf8', 'utf8 bom', 'utf16le bom', 'utf16be bom', 'utf16le', 'utf16be'),
  sep: fc.boolean(),
  last: fc.boolean(),
  extra: fc.nat(3),
  title: fc.boolean(),
});
type Dialect = typeof DIALECTS extends fc.Arbitrary<infer One> ? One : never;

function written(texts: readonly string[], { delimiter, end, quoting, sep, last, extra, title }: Dialect): string {
  const cell = (text: string): string => {
    const quoted = quoting === 'all' || /["\r\n,;\t|]/.test(text);
    return quoted ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const more = Array.from({ length: extra }, (_, at) => `note ${at}`);
  const line = (cells: readonly string[]): string => cells.map(cell).join(delimiter);
  const head = last
    ? ['id', ...more.map((_, at) => `c${at}`), 'comment']
    : ['id', 'comment', ...more.map((_, at) => `c${at}`)];
  const rows = texts.map((text, at) => line(last ? [`${at}`, ...more, text] : [`${at}`, text, ...more]));
  const above = [...(sep ? [`sep=${delimiter}`] : []), ...(title ? ['Town plan'] : [])];
  return [...above, line(head), ...rows].join(end) + (last ? end : '');
}

function encoded(text: string, encoding: string): Uint8Array {
  const [name = '', bom] = encoding.split(' ');
  const whole = bom === undefined ? text : `\uFEFF${text}`;
  const bytes = Buffer.from(whole, name === 'utf8' ? 'utf8' : 'utf16le');
  return name === 'utf16be' ? bytes.swap16() : bytes;
}

const same = (text: string): string => text.replace(/\s+/g, ' ').trim();

test('what a program wrote is what is read: every text, under its id, in the encoding and with the delimiter it was written with', () => {
  fc.assert(
    fc.property(table, DIALECTS, (texts, dialect) => {
      const { comments, skipped, reading } = readComments(encoded(written(texts, dialect), dialect.encoding));
      const read = new Map(comments.map(({ id, text }) => [id, same(text)]));
      expect(skipped).toEqual([]);
      expect(texts.map((_, at) => read.get(`${at}`))).toEqual(texts.map(same));
      expect(reading.delimiter).toBe({ ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' }[dialect.delimiter]);
      expect(reading.encoding).toMatch(dialect.encoding.startsWith('utf8') ? /^UTF-8$/ : /^UTF-16/);
    }),
    { numRuns: 1000 },
  );
});

test('JSON and JSON lines are read back too', () => {
  fc.assert(
    fc.property(table, fc.boolean(), fc.boolean(), (texts, lines, wrapped) => {
      const items = texts.map((text, id) => ({ id, who: { name: `P${id}` }, text }));
      const all = wrapped ? JSON.stringify({ ok: true, data: { items } }, null, 1) : JSON.stringify(items);
      const { comments } = readComments(
        Buffer.from(lines ? items.map((item) => JSON.stringify(item)).join('\n') : all),
      );
      expect(comments.map(({ text }) => same(text))).toEqual(texts.map(same));
    }),
    { numRuns: 300 },
  );
});

test('any bytes are read or refused with a code; the rows of what is read are all there, with names of their own', () => {
  const piece = fc.constantFrom(
    'id',
    'comment',
    'name',
    ',',
    ';',
    '\t',
    '"',
    '\n',
    '\r\n',
    'We need roads here',
    'n/a',
    '\\"',
    '\0',
    '{',
    '[',
    '}',
    ']',
    ':',
    '\x1b$',
    'PK',
    'é',
    '-1',
    '5',
    '',
  );
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.from(pieces.join('')));
  const bytes = fc.oneof(
    text,
    fc.uint8Array({ maxLength: 300 }),
    text.map((one) => Buffer.concat([Buffer.from('id,comment,name\n'), one])),
  );
  fc.assert(
    fc.property(bytes, (input) => {
      try {
        const { comments, skipped, total } = readComments(input);
        const names = [...comments.map(({ id }) => id), ...skipped.map(({ input: name }) => name)];
        expect(new Set(names).size).toBe(total);
        for (const { text: said } of comments) expect(said).toBe(said.trim());
      } catch (error) {
        if (!(error instanceof InputFault)) throw error;
      }
    }),
    { numRuns: 5000 },
  );
});

test('the same rows in another order are the same comments', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }),
      fc.constantFrom('id', 'who', 'name'),
      (order, column) => {
        const rows = ['a', 'a', 'b', 'b', '', '', 'c', 'c'].map(
          (id, at) => `${id},We need ${at < 6 ? at : 'more'} roads`,
        );
        const read = (some: readonly string[]) =>
          readComments(Buffer.from(`${column},comment\n${some.join('\n')}\n`)).comments;
        expect(read(order.map((at) => rows[at] ?? ''))).toEqual(read(rows));
      },
    ),
    { numRuns: 200 },
  );
});
