/** Kinds of files that people send, each as small as it can be: what is read of them, or what they are told. */
import { strToU8, zipSync } from 'fflate';
import { readComments } from '../../../../activities/report/input';
import type { ReadingOptions } from '../../../../activities/report/input';

const SAYS = [
  'We should plant trees along the canal',
  'The market hall needs a new roof',
  'Keep the night bus to the hospital',
];
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const rows = (head: string, row: (text: string, at: number) => string, end = '\n'): string =>
  [head, ...SAYS.map(row)].join(end) + end;
const plain = rows('id;comment', (text, at) => `${at};${text}`);

interface Told {
  readonly texts?: readonly string[];
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly questions?: readonly string[];
  readonly notes?: readonly string[];
}

function read(bytes: Uint8Array, options?: ReadingOptions) {
  const { comments, reading } = readComments(bytes, options);
  return { ...reading, texts: comments.map(({ text }) => text), comments };
}

const codeOf = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return undefined;
};

describe('forms of a table', () => {
  it.each<[string, Uint8Array, Told]>([
    ['semicolons', utf8(plain), { delimiter: 'semicolon' }],
    ['tabs', utf8(plain.replaceAll(';', '\t')), { delimiter: 'tab' }],
    ['pipes', utf8(plain.replaceAll(';', '|')), { delimiter: 'pipe' }],
    ['a line that says the delimiter', utf8(`sep=|\r\n${plain.replaceAll(';', '|')}`), { delimiter: 'pipe' }],
    ['UTF-16 of Excel', Buffer.from(`\uFEFF${plain.replaceAll(';', '\t')}`, 'utf16le'), { encoding: 'UTF-16 LE' }],
    ['lines that end in CR', utf8(plain.replaceAll('\n', '\r')), { encoding: 'UTF-8' }],
    ['one column without a delimiter', utf8(rows('Feedback', (text) => text)), { questions: ['Feedback'] }],
    ['titles above the header', utf8(`Town plan 2026\n\nExported on 3 March\n${plain}`), { questions: ['comment'] }],
    [
      'a header like a question',
      utf8(rows('When,What should change here?', (text, at) => `2026-03-0${at + 1},${text}`)),
      { questions: ['What should change here?'] },
    ],
    [
      'a second header, of SurveyMonkey',
      utf8(`Respondent ID,Your idea\n,Open-Ended Response\n${SAYS.map((text, at) => `${at},${text}`).join('\n')}`),
      { questions: ['Your idea'] },
    ],
    [
      'three headers, of Qualtrics',
      utf8(
        `ResponseId,Q1\nResponse ID,What should we do?\n"{""ImportId"":""_recordId""}","{""ImportId"":""QID1_TEXT""}"\n${SAYS.map((text, at) => `R_${at},${text}`).join('\n')}`,
      ),
      { questions: ['Q1'] },
    ],
    [
      'commas without quotes in the last column',
      utf8(rows('id,comment', (text, at) => `${at},${text}`).replace('trees', 'trees, many of them,')),
      {},
    ],
    [
      'empty columns and lines at the end',
      utf8(`${rows('id,comment,,', (text, at) => `${at},${text},,`)},,,\n,,,\n`),
      {},
    ],
    ['quotes that stand anywhere', utf8(rows('id,comment', (text, at) => `${at},So "${text}" they say`)), {}],
    ['quotes escaped with a backslash', utf8(rows('id,comment', (text, at) => `${at},"${text}, \\"now\\""`)), {}],
    ['JSON', utf8(JSON.stringify(SAYS.map((comment, id) => ({ id, comment })))), {}],
    [
      'JSON of an API',
      utf8(
        JSON.stringify({ meta: { page: 1 }, data: SAYS.map((body, id) => ({ id, author: { name: `P${id}` }, body })) }),
      ),
      { questions: ['body'] },
    ],
    [
      'JSON as GraphQL answers',
      utf8(
        JSON.stringify({
          data: {
            component: {
              tags: ['a', 'b'],
              proposals: {
                nodes: SAYS.map((translation, id) => ({
                  id,
                  title: { translation: `Idea no ${id}: what we want to do here` },
                  body: { translation },
                })),
              },
            },
          },
        }),
      ),
      { questions: ['body.translation'] },
    ],
    [
      'JSON whose answers lie deep',
      utf8(JSON.stringify({ responses: SAYS.map((text, id) => ({ id, answers: { q1: { said: { text } } } })) })),
      { questions: ['answers.q1.said.text'] },
    ],
    [
      'JSON of a weblog, title and text as they are shown',
      utf8(
        JSON.stringify(
          SAYS.map((rendered, id) => ({
            id,
            title: { rendered: `Post ${id} of our weblog here` },
            content: { rendered },
          })),
        ),
      ),
      { questions: ['content.rendered'] },
    ],
    ['JSON of bare texts', utf8(JSON.stringify(SAYS)), {}],
    ['JSON lines', utf8(SAYS.map((text, id) => JSON.stringify({ id, text })).join('\n')), { questions: ['text'] }],
    [
      'a name that nobody knows, and ratings beside it',
      utf8(rows('no,zzz,yyy', (text, at) => `${at},${text},${at}`)),
      { questions: ['zzz'] },
    ],
    [
      'a scale that is called an answer',
      utf8(rows('id,answer,free text', (text, at) => `${at},Agree,${text}`)),
      { questions: ['free text'] },
    ],
    [
      'the replies of the council',
      utf8(rows('id,Council response,Submission', (text, at) => `${at},We thank you for this idea ${at},${text}`)),
      { questions: ['Submission'] },
    ],
  ])('%s', (_, bytes, told) => {
    const { comments, ...found } = read(bytes);
    expect(found).toMatchObject(told);
    expect(comments).toHaveLength(SAYS.length);
    expect(comments.map(({ text }) => text).sort()).toEqual(
      expect.arrayContaining([expect.stringContaining('market hall')]),
    );
  });

  it('an Excel workbook: shared and inline strings, what formulas showed, cells that are not there', () => {
    expect(read(workbook()).comments.map(({ id, text }) => [id, text])).toEqual(
      SAYS.map((text, at) => [String(at), text]),
    );
    expect(read(workbook())).toMatchObject({ form: 'Excel workbook', questions: ['comment'] });
  });

  it('curly quotes, dashes and the euro of Windows-1252 are what they are, whatever the release of Node', () => {
    const bytes = Buffer.concat([
      Buffer.from('id,comment\n1,'),
      Buffer.from([0x93, 0x80, 0x35, 0x94, 0x20, 0x97]),
      Buffer.from(' we can\x92t\n', 'latin1'),
    ]);
    expect(read(bytes)).toMatchObject({ encoding: 'Windows-1252', texts: ['“€5” — we can’t'] });
  });

  it.each([
    ['Shift_JIS', 'shift_jis'],
    ['Windows-1251', 'windows-1251'],
  ])('bytes that are no UTF-8 are read as what is asked for: %s', (name, encoding) => {
    const bytes = Buffer.concat([
      Buffer.from('id,comment\n1,'),
      Buffer.from([0x8d, 0x4c, 0x8f, 0xea, 0x82, 0xaa]),
      Buffer.from('\n'),
    ]);
    const { encoding: found, texts } = read(bytes, { encoding });
    expect(found).toBe(name);
    expect(texts).toEqual([new TextDecoder(encoding).decode(Uint8Array.from([0x8d, 0x4c, 0x8f, 0xea, 0x82, 0xaa]))]);
  });
});

describe('what cannot be read says what it is', () => {
  it.each<[string, Uint8Array, string]>([
    ['a web page that is called .xls', utf8('<html><table><tr><td>id</td></tr></table></html>'), 'OTHER_KIND'],
    ['a PDF', utf8('%PDF-1.7\n%x'), 'OTHER_KIND'],
    ['an old workbook', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]), 'OTHER_KIND'],
    ['an OpenDocument sheet', zipSync({ mimetype: strToU8('x'), 'content.xml': strToU8('<x/>') }), 'OTHER_KIND'],
    ['a workbook without sheets', zipSync({ 'xl/workbook.xml': strToU8('<workbook/>') }), 'MALFORMED_WORKBOOK'],
    ['half a workbook', workbook().subarray(0, 300), 'MALFORMED_WORKBOOK'],
    ['a file without a header', utf8(plain.slice(plain.indexOf('\n') + 1).replaceAll(/$/gm, '.')), 'NO_HEADER'],
    ['JSON that breaks off', utf8('[{"id":1,"comment":"We need'), 'MALFORMED_JSON'],
    [
      'two columns of comments',
      utf8(rows('id;Comment;Comment 2', (text, at) => `${at};${text};Also: ${text}`)),
      'COLUMN_UNCLEAR',
    ],
  ])('%s', (_, bytes, code) => {
    expect(codeOf(() => readComments(bytes))).toBe(code);
  });

  it.each([
    ['says that it is huge is refused without being unpacked', 0xfffffff0, 'TOO_LARGE'],
    ['says that it is smaller than it is gives no more than it said', 20, 'MALFORMED_WORKBOOK'],
  ])('a sheet that %s', (_, size, code) => {
    const bytes = workbook();
    const sheets = Buffer.from(bytes).lastIndexOf('xl/worksheets/sheet1.xml');
    // Of the central directory: the size stands 22 bytes before the name.
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(sheets - 22, size, true);
    expect(codeOf(() => readComments(bytes))).toBe(code);
  });

  it('JSON as deep as a file can be ends with a word about it', () => {
    const deep = `{"data":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;
    expect(codeOf(() => readComments(utf8(deep)))).toEqual(expect.stringMatching(/^[A-Z_]+$/));
  });
});

describe('which column', () => {
  const two = utf8(rows('id;Comment;Comment 2', (text, at) => `${at};${text};${at === 1 ? '' : `Also: ${text}`}`));

  it('both are named with an example, and the option that decides', () => {
    expect(() => readComments(two)).toThrow(
      /"Comment" \(like "We should plant.*"Comment 2" \(like "Also: .*--column "Comment"/,
    );
  });

  it('several questions are one report: each answer knows its question, one row is one person, silence is in the ledger', () => {
    const { comments, skipped, total } = readComments(two, { columns: ['comment 2', 'Comment'] });
    expect(comments.map(({ id, question }) => [id, question])).toEqual([
      ['0/q1', 'Comment'],
      ['0/q2', 'Comment 2'],
      ['1/q1', 'Comment'],
      ['2/q1', 'Comment'],
      ['2/q2', 'Comment 2'],
    ]);
    expect(new Set(comments.map(({ speaker }) => speaker)).size).toBe(3);
    expect(skipped).toEqual([{ input: '1/q2', outcome: 'skipped', reason: 'empty comment' }]);
    expect(total).toBe(6);
  });

  it('a column that is not there is answered with those that are', () => {
    expect(() => readComments(two, { columns: ['Remarks'] })).toThrow(/no column "Remarks".*"Comment", "Comment 2"/);
  });

  it('where there is no header, a place does', () => {
    expect(read(utf8('1;Roads are bad here.\n2;Parks are good here.\n'), { columns: ['2'] }).texts.sort()).toEqual([
      'Parks are good here.',
      'Roads are bad here.',
    ]);
  });
});

/** As small as Excel takes it. */
function workbook(): Uint8Array {
  const sheet = [
    '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="C1" t="s"><v>0</v></c></row>',
    ...SAYS.map(
      (text, at) =>
        `<row r="${at + 2}"><c r="A${at + 2}"><v>${at}</v></c>${at === 0 ? `<c r="C2" t="s"><v>1</v></c>` : `<c r="C${at + 2}" t="str"><f>A1&amp;B1</f><v>${text}</v></c>`}</row>`,
    ),
  ];
  return zipSync({
    'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="Answers" sheetId="1" r:id="rId1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/sharedStrings.xml': strToU8(
      `<sst><si><t>comment</t></si><si><r><t>We should </t></r><r><t>${SAYS[0]?.slice(10)}</t></r><rPh><t>x</t></rPh></si></sst>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${sheet.join('')}</sheetData></worksheet>`),
  });
}
