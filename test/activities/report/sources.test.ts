/** What an input may name as its source, and what is said of the rest. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourcesOf } from '../../../activities/report';

const base = mkdtempSync(join(tmpdir(), 'sources-'));
afterAll(() => rmSync(base, { recursive: true }));

const inbox = join(base, 'inbox');
mkdirSync(join(inbox, 'folder'), { recursive: true });
writeFileSync(join(base, 'secret.csv'), 'secret');
writeFileSync(join(inbox, 'a.csv'), 'id,comment\n');
writeFileSync(join(inbox, '..b.csv'), 'two dots');
writeFileSync(join(inbox, 'huge.csv'), '');
truncateSync(join(inbox, 'huge.csv'), 3 * 2 ** 30);
execFileSync('mkfifo', [join(inbox, 'pipe')]);
symlinkSync(join(inbox, 'a.csv'), join(inbox, 'inside'));
symlinkSync(join(base, 'secret.csv'), join(inbox, 'outside'));
symlinkSync('/dev/zero', join(inbox, 'zero'));

const noUploads = { uploaded: () => Promise.reject(new Error('no upload was named')) };
const read = async (path: string, inputDir: string | undefined = inbox): Promise<string> =>
  Buffer.from(await sourcesOf(noUploads, inputDir).read('run', { path })).toString();

it.each([
  ['a file', 'a.csv', 'id,comment\n'],
  ['a link that stays inside', 'inside', 'id,comment\n'],
  ['a name that begins with two dots', '..b.csv', 'two dots'],
])('%s below the input folder is read', async (_, path, text) => {
  await expect(read(path)).resolves.toBe(text);
});

it.each([
  ['a link that leads out', 'outside', 'RunInputInvalid', 'outside the worker'],
  ['a path that leads out', '../secret.csv', 'RunInputInvalid', 'outside the worker'],
  ['a device', 'zero', 'RunInputInvalid', 'outside the worker'],
  ['a folder', 'folder', 'RunInputInvalid', 'it is a folder'],
  ['a pipe that nobody writes', 'pipe', 'RunInputInvalid', 'it is a pipe (FIFO)'],
  ['a file of 3 GB', 'huge.csv', 'RunInputInvalid', 'at most 20971520 are read'],
  ['a file that is not there', 'none.csv', 'SourceLost', 'ENOENT'],
])('%s is refused at once, named as the input named it', async (_, path, type, why) => {
  const failure = await read(path).catch((error: unknown) => error);
  expect(failure).toMatchObject({ type, nonRetryable: true });
  expect(String(failure)).toContain(`file ${path}`);
  expect(String(failure)).toContain(why);
});

it('without an input folder no path is read', async () => {
  const sources = sourcesOf(noUploads, undefined);
  await expect(sources.read('run', { path: 'a.csv' })).rejects.toMatchObject({ type: 'RunInputInvalid' });
});
