import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectOf, watchCode } from '../../../cli/dev/watchCode';
import type { Watch } from '../../../cli/dev/watchCode';

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'watch-code-'));
const file = (path: string, text: string): void => writeFileSync(join(folder, path), text);
const program = join(folder, 'dist', 'worker.js');
let watched: Watch | undefined;
let told: string[] = [];
let tell = (): void => undefined;

/** Resolves with the next file that is told. */
async function next(): Promise<string | undefined> {
  while (told.length === 0) await new Promise<void>((resolve) => (tell = resolve));
  return told.shift();
}

beforeAll(() => {
  for (const name of ['dist/deep', 'node_modules/other', '.hidden', 'out', 'z/y/x'])
    mkdirSync(join(folder, name), { recursive: true });
  file('package.json', '{}');
  for (const name of ['dist/worker.js', 'dist/steps.js', 'node_modules/other/index.js', '.hidden/a.js'])
    file(name, '1');
});
beforeEach(async () => {
  told = [];
  watched = await watchCode(program, (path) => {
    told.push(path);
    tell();
  });
});
afterEach(() => watched?.close());
afterAll(() => rmSync(folder, { recursive: true }));

test('the project of a program is the folder of the package.json above it', () => {
  expect(projectOf(program)).toBe(folder);
  expect(projectOf('/worker.js')).toBe('/');
});

test('a file that changes, is new, lies in a new folder or is gone is told, from the folder of the project', async () => {
  file('dist/steps.js', 'a longer one');
  expect(await next()).toBe('dist/steps.js');
  file('dist/deep/new.js', '1');
  expect(await next()).toBe('dist/deep/new.js');
  mkdirSync(join(folder, 'dist', 'later', 'still'), { recursive: true });
  file('dist/later/still/one.js', '1');
  expect(await next()).toBe('dist/later/still/one.js');
  file('dist/later/still/one.js', '22');
  expect(await next()).toBe('dist/later/still/one.js');
  rmSync(join(folder, 'dist', 'later'), { recursive: true });
  expect(await next()).toBe('dist/later/still/one.js');
});

test('what is installed, hidden, no code, or a source of what is compiled is not told', async () => {
  file('node_modules/other/index.js', 'other');
  file('.hidden/a.js', 'other');
  file('out/result.json', '{}');
  file('dist/steps.ts', 'a source');
  // The first is told, the shallow before the deep: each of those above would be.
  file('z/y/x/last.js', 'told alone');
  expect(await next()).toBe('z/y/x/last.js');
  expect(told).toEqual([]);
});

test('what a compiler writes at once is one change', async () => {
  for (let n = 0; n < 20; n += 1) file(`dist/part${n}.js`, `${n}`);
  expect(await next()).toMatch(/^dist\/part\d+\.js$/);
  file('dist/end.js', 'the next change');
  expect(await next()).toBe('dist/end.js');
  expect(told).toEqual([]);
});
