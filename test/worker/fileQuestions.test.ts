/** What webpack asks of the file system, and what counts as another answer. Webpack itself: bundleCache.test.ts. */
import {
  mkdtempSync,
  readdir,
  readFile,
  readlink,
  rmSync,
  stat,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changedSince, listening } from '../../worker/fileQuestions';
import type { Answers } from '../../worker/fileQuestions';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'questions-'));
  for (const name of ['steps.ts', 'notes.md']) writeFileSync(join(folder, name), 'before');
  symlinkSync('steps.ts', join(folder, 'link'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Plugin {
  apply(compiler: object): void;
}
type Ask = (path: string, answered: (error: unknown) => void) => void;

/** Asks what is asked through the hook, as webpack does. */
async function asked(question: string, name: string): Promise<Answers> {
  const answers: Answers = new Map();
  const { plugins } = listening((config) => config, answers)({}) as { plugins: Plugin[] };
  const inputFileSystem = { readdir, readFile, readlink, stat } as unknown as Record<string, Ask>;
  const tap = (_name: string, listener: () => void): void => listener();
  plugins[0]?.apply({ hooks: { beforeRun: { tap } }, inputFileSystem });
  await new Promise<void>((resolve) => inputFileSystem[question]?.(join(folder, name), () => resolve()));
  return answers;
}

test.each<[question: string, name: string, what: string, change: () => void]>([
  ['readFile', 'steps.ts', 'the content of a file', () => writeFileSync(join(folder, 'steps.ts'), 'after')],
  ['readFile', 'none.ts', 'a file that was not there', () => writeFileSync(join(folder, 'none.ts'), '')],
  ['readdir', '.', 'a module more in a folder', () => writeFileSync(join(folder, 'more.ts'), '')],
  ['stat', 'steps.ts', 'a file that is gone', () => unlinkSync(join(folder, 'steps.ts'))],
  [
    'readlink',
    'link',
    'where a link leads',
    () => {
      unlinkSync(join(folder, 'link'));
      symlinkSync('notes.md', join(folder, 'link'));
    },
  ],
])('%s of %s: %s is another answer', async (question, name, _what, change) => {
  const answers = await asked(question, name);
  expect(changedSince(answers)).toBeUndefined();
  change();
  expect(changedSince(answers)).toBe(`${question} ${join(folder, name)}`);
});

test('what is no module is no other answer for a folder, nor is a longer file for what it is', async () => {
  const [inFolder, ofFile] = [await asked('readdir', '.'), await asked('stat', 'steps.ts')];
  writeFileSync(join(folder, 'more.md'), '');
  writeFileSync(join(folder, 'steps.ts'), 'after, and longer');
  expect([changedSince(inFolder), changedSince(ofFile)]).toEqual([undefined, undefined]);
});
