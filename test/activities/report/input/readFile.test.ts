/** Whatever a path leads to: it is measured before it is read, and nothing waits. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import * as files from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFileBounded } from '../../../../activities/report/input';

jest.mock('node:fs/promises', () => {
  const actual = jest.requireActual<typeof files>('node:fs/promises');
  return { ...actual, open: jest.fn(actual.open), stat: jest.fn(actual.stat) };
});
const { open, stat } = jest.requireActual<typeof files>('node:fs/promises');

const folder = mkdtempSync(join(tmpdir(), 'read-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
writeFileSync(at('file.csv'), 'id,comment\n');
mkdirSync(at('folder'));
execFileSync('mkfifo', [at('pipe')]);
writeFileSync(at('huge.csv'), '');
truncateSync(at('huge.csv'), 3 * 2 ** 30);
symlinkSync('/dev/zero', at('link'));

it('a regular file is read whole, up to its limit', async () => {
  expect(Buffer.from(await readFileBounded(at('file.csv'), 11)).toString()).toBe('id,comment\n');
  await expect(readFileBounded(at('file.csv'), 10)).rejects.toMatchObject({ code: 'TOO_LARGE' });
});

it.each([
  ['a folder', 'folder', { code: 'NOT_A_FILE', why: 'it is a folder' }],
  ['a pipe that nobody writes', 'pipe', { code: 'NOT_A_FILE', why: 'it is a pipe (FIFO)' }],
  ['a link to a device without end', 'link', { code: 'NOT_A_FILE', why: 'it is a device' }],
  ['a file of 3 GB', 'huge.csv', { code: 'TOO_LARGE', why: 'it has 3221225472 bytes, at most 100 are read' }],
  ['a path to nothing', 'none', { code: 'ENOENT' }],
])('%s is refused without being opened', async (_, name, fault) => {
  jest.mocked(files.open).mockClear();
  await expect(readFileBounded(at(name), 100)).rejects.toMatchObject(fault);
  expect(files.open).not.toHaveBeenCalled();
});

it('a pipe that takes the place of a file after it was measured is not waited for', async () => {
  jest.mocked(files.stat).mockImplementationOnce(() => stat(at('file.csv')));
  await expect(readFileBounded(at('pipe'), 100)).rejects.toMatchObject({ code: 'NOT_A_FILE' });
});

it.each([
  ['grows', (path: string) => appendFileSync(path, '1,We need roads')],
  ['is cut', (path: string) => truncateSync(path, 2)],
  ['is written anew', (path: string) => writeFileSync(path, 'id,remarks\n')],
])('a file that %s while it is read is refused: half of a file is nobody’s input', async (_, change) => {
  const path = at('changing.csv');
  writeFileSync(path, 'id,comment\n');
  jest.mocked(files.open).mockImplementationOnce(async (...args) => {
    const file = await open(...args);
    jest.spyOn(file, 'read').mockImplementationOnce((async (buffer: Buffer) => {
      const part = await open(path).then(async (other) => {
        const read = await other.read(buffer, 0, 3);
        await other.close();
        return read;
      });
      await file.read(Buffer.alloc(3));
      change(path);
      return part;
    }) as never);
    return file;
  });
  await expect(readFileBounded(path, 100)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
});

it('a file that is longer than it says is refused', async () => {
  await expect(readFileBounded('/proc/self/status', 1_000_000)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
});
