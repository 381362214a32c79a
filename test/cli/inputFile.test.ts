/** What the command line refuses before anything is started: exactly what the worker would refuse. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_BYTES } from '../../activities/report/input';
import { readInputFile } from '../../cli/inputFile';

const folder = mkdtempSync(join(tmpdir(), 'pipeline-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const path = join(folder, 'input.csv');
  writeFileSync(path, text);
  return path;
}

test('a file as large as a report takes is read, one byte more is refused', async () => {
  const rows = Array.from({ length: 4000 }, (_, i) => `${i},${'We need roads. '.repeat(340)}\n`).join('');
  const begun = `id,comment\n${rows}4000,We need roads `;
  const full = begun.padEnd(MAX_BYTES, 'and schools ');
  expect(full).toHaveLength(MAX_BYTES);
  await expect(readInputFile(fileOf(full))).resolves.toMatchObject({ rows: 4001 });
  await expect(readInputFile(fileOf(`${full}.`))).rejects.toMatchObject({ code: 'TOO_LARGE' });
});

test('one row more than a report takes is refused', async () => {
  const rows = Array.from({ length: 20_001 }, (_, i) => `${i},We need road ${i}\n`).join('');
  await expect(readInputFile(fileOf(`id,comment\n${rows}`))).rejects.toMatchObject({ code: 'TOO_MANY_ROWS' });
});
