/**
 * Small files that people's tools really make (beside the checkout, never part of this repository): what is read of each, or why it is
 * refused. Kinds of the same are held without the folder by tables.test.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputFault, readComments } from '../../../../activities/report/input';
import { READINGS } from '../../../../bench/files/expected';
import { readInputFile } from '../../../../cli/inputFile';

const folder = join(__dirname, '..', '..', '..', '..', '..', 'shared', 'cases');

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

test.each(READINGS.map((expected) => [expected[0], expected] as const))('%s is read as expected', (file, expected) => {
  expect(got(file)).toEqual(expected);
});

test('no file of the folder is without a line in the table', () => {
  const files = readdirSync(folder).flatMap((name) => (name.endsWith('.csv') ? [name.slice(0, -4)] : []));
  expect(files.sort()).toEqual(READINGS.map(([file]) => file).sort());
});

const BASE = readComments(bytesOf('00-base'))
  .comments.map(({ text }) => text)
  .sort();

test.each(
  READINGS.filter(
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
