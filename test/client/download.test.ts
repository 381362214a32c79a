/** Files of a result on their way to a folder. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../redis/canonical';
import { downloadFiles, readResultFile } from '../../client/download';
import type { Link } from '../../client/link';
import type { ReportFile } from '../../client/outcome';

const folder = mkdtempSync(join(tmpdir(), 'download-'));
afterAll(() => rmSync(folder, { recursive: true }));

const isWord = (blob: unknown): boolean => blob === 'corrupt' || blob === 'missing';

/** A Redis in which each blob is what it is said to be here. */
function linkTo(blobs: Readonly<Record<string, unknown>>): Link {
  const getBlob = ({ sha }: { sha: string }): Promise<unknown> =>
    Promise.resolve(isWord(blobs[sha]) ? blobs[sha] : Buffer.from(JSON.stringify(blobs[sha])));
  const reach = (): Promise<undefined> => Promise.resolve(undefined);
  return { store: () => Promise.resolve({ run: () => ({ getBlob }) }), reach } as unknown as Link;
}

const fileOf = (name: string, text: string): ReportFile =>
  ({
    name,
    sha256: sha256(text),
    ref: { $ref: name, step: 'report.render', bytes: text.length, gen: 1 },
  }) as ReportFile;

const damaged = 'is damaged in Redis. Make it again from what is cached: retry run --from report.render';

test('a file is what its sha256 says, or it is said to be damaged', async () => {
  const file = fileOf('report.html', 'as it was made');
  expect(await readResultFile(linkTo({ 'report.html': 'as it was made' }), 'run', file)).toBe('as it was made');
  for (const other of ['as it was not made', '', { no: 'text' }, 'corrupt'])
    await expect(readResultFile(linkTo({ 'report.html': other }), 'run', file)).rejects.toThrow(damaged);
});

test('a file that is gone is said to be gone, with the command that makes it again', async () => {
  const reading = readResultFile(linkTo({ 'report.html': 'missing' }), 'run', fileOf('report.html', 'as it was made'));
  await expect(reading).rejects.toThrow(/is gone from Redis: .* The same run makes it again/);
});

test('a damaged file leaves nothing of the others in the folder', async () => {
  const files = [fileOf('a.csv', 'a'), fileOf('b.csv', 'b')];
  await expect(downloadFiles(linkTo({ 'a.csv': 'a', 'b.csv': 'c' }), 'run', files, folder)).rejects.toThrow(damaged);
  expect(readdirSync(folder)).toEqual([]);
});

test('names that lead out of the folder, or hide in it, are written into it under a harmless one', async () => {
  const names = ['a.csv', '../b.csv', '.c', 'd/e.csv'];
  const files = names.map((name) => fileOf(name, name));
  const paths = await downloadFiles(
    linkTo(Object.fromEntries(names.map((name) => [name, name]))),
    'run',
    files,
    folder,
  );
  expect(paths[0]).toBe(join(folder, 'a.csv'));
  expect(
    readdirSync(folder)
      .map((name) => join(folder, name))
      .toSorted(),
  ).toEqual(paths.toSorted());
  expect(paths.map((path) => path.slice(folder.length + 1)).filter((name) => /^\.|\//.test(name))).toEqual([]);
});
