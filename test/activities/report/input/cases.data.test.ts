/**
 * Small files that people's tools really make (beside the checkout, never part of this repository): what is read of each, or why it is
 * refused. Kinds of the same are held without the folder by tables.test.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputFault, readComments } from '../../../../activities/report/input';
import { readInputFile } from '../../../../cli/inputFile';

const folder = join(__dirname, '..', '..', '..', '..', '..', 'shared', 'cases');

/** File, how many answers are used, the column, and how the file was read, or the code of its refusal. */
const EXPECTED: readonly (
  readonly [file: string, used: number, column: string, how: string] | readonly [string, string]
)[] = [
  ['00-base', 24, 'comment', 'UTF-8 comma'],
  ['01-semicolon', 24, 'comment', 'UTF-8 semicolon'],
  ['03-sep-line-semicolon', 24, 'comment', 'UTF-8 semicolon'],
  ['05-utf16le-tab-bom', 24, 'comment', 'UTF-16 LE tab'],
  ['06-utf16le-comma-bom', 24, 'comment', 'UTF-16 LE comma'],
  ['07-windows1252', 24, 'comment', 'Windows-1252 comma'],
  ['08-utf8-bom-cr-only', 24, 'comment', 'UTF-8 comma'],
  ['10-header-words-comments', 24, 'Comments', 'UTF-8 comma'],
  ['11-header-question-text', 24, 'What would you change about the town centre?', 'UTF-8 comma'],
  ['14-header-upper-spaces', 24, 'Comment', 'UTF-8 comma'],
  ['15-polis-txt', 24, 'comment-body', 'UTF-8 comma'],
  ['18-no-header', 'NO_HEADER'],
  ['20-single-column-header-x', 24, 'Feedback', 'UTF-8'],
  ['21-surveymonkey-two-headers', 24, 'What should the council do about traffic?', 'UTF-8 comma'],
  ['22-surveymonkey-comment-col', 24, 'Comment', 'UTF-8 comma'],
  ['24-two-questions', 'COLUMN_UNCLEAR'],
  ['26-text-status-cols', 24, 'Text', 'UTF-8 comma'],
  ['28-html-comments', 24, 'comment', 'UTF-8 comma'],
  ['30-quoted-newlines', 24, 'comment', 'UTF-8 comma'],
  ['31-one-word-answers', 10, 'comment', 'UTF-8 comma'],
  ['33-dup-ids-same-respondent', 24, 'comment', 'UTF-8 comma'],
  ['34-emoji', 24, 'comment', 'UTF-8 comma'],
  ['36-german', 6, 'comment', 'UTF-8 comma'],
  ['38-french', 6, 'comment', 'UTF-8 comma'],
  ['39-spanish', 6, 'comentario', 'UTF-8 comma'],
  ['40-japanese-sjis', 6, 'comment', 'Shift_JIS comma'],
  ['41-japanese-utf8', 6, 'comment', 'UTF-8 comma'],
  ['44-numeric-only', 'NO_USABLE_COMMENT'],
  ['45-numeric-comment-likert', 24, 'free text', 'UTF-8 comma'],
  ['46-trailing-empty-cols', 24, 'comment', 'UTF-8 comma'],
  ['48-unquoted-commas', 24, 'comment', 'UTF-8 comma'],
  ['49-one-row', 1, 'comment', 'UTF-8 comma'],
  ['50-three-rows', 3, 'comment', 'UTF-8 comma'],
  ['51-identical-rows', 30, 'comment', 'UTF-8 comma'],
  ['53-urls-only', 12, 'comment', 'UTF-8 comma'],
  ['54-formula', 17, 'comment', 'UTF-8 comma'],
  ['55-nul', 'NOT_TEXT'],
  ['56-xlsx-renamed', 'MALFORMED_WORKBOOK'],
  ['59-html-table.xls', 'OTHER_KIND'],
  ['60-long-email', 27, 'comment', 'UTF-8 comma'],
  ['62-stray-quote', 25, 'comment', 'UTF-8 comma'],
  ['64-unclosed-quote', 'MALFORMED_CSV'],
  ['65-nbsp-smartquotes', 24, 'comment', 'UTF-8 comma'],
  ['66-all-caps-no-punct', 24, 'comment', 'UTF-8 comma'],
  ['67-pii', 29, 'comment', 'UTF-8 comma'],
  ['68-agree-percent', 24, 'comment', 'UTF-8 comma'],
  ['71-sentiment-name-col', 24, 'comment', 'UTF-8 comma'],
  ['73-empty-header-index', 24, 'comment', 'UTF-8 comma'],
  ['74-multi-part-comment', 24, 'comment', 'UTF-8 comma'],
  ['76-opposites', 12, 'comment', 'UTF-8 comma'],
  ['78-macrons', 8, 'comment', 'UTF-8 comma'],
  ['82-ledger-formula-ids', 2, 'comment', 'UTF-8 comma'],
];

const bytesOf = (file: string): Uint8Array => readFileSync(join(folder, `${file}.csv`));

function got(file: string): readonly unknown[] {
  try {
    const { comments, reading } = readComments(bytesOf(file));
    const how = [reading.encoding, reading.delimiter].filter((one) => one !== undefined).join(' ');
    return [file, comments.length, ...reading.questions, how];
  } catch (error) {
    if (error instanceof InputFault) return [file, error.code];
    throw error;
  }
}

test.each(EXPECTED.map((expected) => [expected[0], expected] as const))('%s is read as expected', (file, expected) => {
  expect(got(file)).toEqual(expected);
});

test('no file of the folder is without a line in the table', () => {
  const files = readdirSync(folder).flatMap((name) => (name.endsWith('.csv') ? [name.slice(0, -4)] : []));
  expect(files.sort()).toEqual(EXPECTED.map(([file]) => file).sort());
});

const BASE = readComments(bytesOf('00-base'))
  .comments.map(({ text }) => text)
  .sort();

test.each(
  EXPECTED.filter(
    ([file, used]) => used === 24 && !/-(?:html|quoted|emoji|nbsp|all-caps|multi|windows)/.test(file),
  ).map(([file]) => [file]),
)('%s says word for word what the base file says', (file) => {
  expect(
    readComments(bytesOf(file))
      .comments.map(({ text }) => text)
      .sort(),
  ).toEqual(BASE);
});

test('markup is gone and its words are not', () => {
  const texts = readComments(bytesOf('28-html-comments')).comments.map(({ text }) => text);
  expect(texts.sort()).toEqual(BASE);
});

test('the plan of a file accounts for each of its rows', async () => {
  for (const file of [
    '31-one-word-answers',
    '53-urls-only',
    '34-emoji',
    '46-trailing-empty-cols',
    '82-ledger-formula-ids',
  ]) {
    const { rows, plan } = await readInputFile(join(folder, `${file}.csv`));
    expect([file, plan.used + plan.leftOut.reduce((sum, one) => sum + one.rows, 0)]).toEqual([file, rows]);
    expect(plan.reading.rows).toBe(rows);
  }
});

test('personal data of every kind is masked', () => {
  const text = readComments(bytesOf('67-pii'))
    .comments.map((comment) => comment.text)
    .join('\n');
  for (const mask of ['[PHONE]', '[EMAIL]', '[POSTCODE]', '[NHS]', '[NI]']) expect(text).toContain(mask);
  expect(text.match(/\d{3}/g)).toBeNull();
});
