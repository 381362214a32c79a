/** What the command line refuses before anything is started: exactly what the worker would refuse. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_BYTES, MAX_TEXT_BYTES, readStream } from '../../activities/report/input';
import { ReportInput } from '../../activities/report/reportInput';
import { planText, readInputFile } from '../../cli/inputFile';

const folder = mkdtempSync(join(tmpdir(), 'pipeline-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const path = join(folder, 'input.csv');
  writeFileSync(path, text);
  return path;
}

test('a file as large as a report takes is read, one byte more is refused', async () => {
  const rows = Array.from({ length: 4000 }, (_, i) => `${i},We need road ${i},${'other '.repeat(800)}\n`).join('');
  const begun = `id,comment,Unread\n${rows}4000,We need roads,`;
  const full = begun.padEnd(MAX_BYTES, 'other ');
  expect(full).toHaveLength(MAX_BYTES);
  await expect(readInputFile(fileOf(full))).resolves.toMatchObject({ rows: 4001 });
  await expect(readInputFile(fileOf(`${full}.`))).rejects.toMatchObject({ code: 'TOO_LARGE' });
});

test('comments that are longer together than a report takes are refused before anything is started', async () => {
  // Of a quote a file has two characters, and report.json, whose text is written as JSON once more, four.
  const comment = '"We" "do" '.repeat(850).trim();
  const rows = (count: number): string =>
    Array.from({ length: count }, (_, i) => `${i},"${1000 + i} ${comment.replaceAll('"', '""')}"\n`).join('');
  const most = Math.floor(MAX_TEXT_BYTES / (6 + 5 + comment.length + 3 * 3400));
  await expect(readInputFile(fileOf(`id,comment\n${rows(most)}`))).resolves.toMatchObject({ rows: most });
  const refused = { code: 'TOO_LARGE', what: 'The comments are too long', why: `the limit is ${MAX_TEXT_BYTES} bytes` };
  await expect(readInputFile(fileOf(`id,comment\n${rows(most + 1)}`))).rejects.toMatchObject(refused);
});

test('one row more than a report takes is refused', async () => {
  const rows = Array.from({ length: 20_001 }, (_, i) => `${i},We need road ${i}\n`).join('');
  await expect(readInputFile(fileOf(`id,comment\n${rows}`))).rejects.toMatchObject({ code: 'TOO_MANY_ROWS' });
});

test('the plan says what is read, what is left out and why, and every row is in it', async () => {
  const rows = [
    '1,Plant more trees along the canal,Ann,5',
    '2,n/a,Bob,4',
    '3,Keep the night bus to the hospital,Ann,3',
  ];
  const {
    plan,
    rows: total,
    skipped,
  } = await readInputFile(fileOf(`id;Comments;Name;Age\n${rows.join('\n')}\n`.replaceAll(',', ';')));
  expect(planText(plan).slice(1)).toEqual([
    'read: column "Comments" (of 4), UTF-8, semicolon-separated, 3 rows, English 2',
    'also read: id "id", speaker "Name"',
    'not read: "Age"',
    'left out: 1, no answer (2)',
    expect.stringMatching(/^to analyse: 2 comments of 1 person, about \d+ s$/),
  ]);
  expect({ total, skipped }).toEqual({ total: 3, skipped: 1 });
});

test('what comes from a stream is bounded while it comes', async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield await Promise.resolve(Buffer.alloc((given += 10) && 10, 'a'));
  }
  await expect(readStream(endless(), 95)).rejects.toMatchObject({ code: 'TOO_LARGE' });
  expect(given).toBe(100);
});

test('the input of a run says how its file is to be read, and a delimiter is one character', () => {
  const input = { source: { text: 'x' }, columns: ['Comment', '3'], encoding: 'shift_jis', delimiter: 'tab' };
  expect(ReportInput.parse(input)).toMatchObject(input);
  expect(ReportInput.safeParse({ ...input, delimiter: 'ab' }).success).toBe(false);
  expect(ReportInput.safeParse({ ...input, columns: [] }).success).toBe(false);
});
