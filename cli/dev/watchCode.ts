/** Tells when the code of a project has changed: what lies below its folder, without node_modules and hidden folders. */
import { existsSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join, relative, resolve } from 'node:path';

/** A compiler writes its files one after the other: they count as one change when no two are further apart. */
const DEBOUNCE_MS = 300;
const JAVASCRIPT = ['.js', '.cjs', '.mjs'];
const TYPESCRIPT = ['.ts', '.cts', '.mts'];

export interface Watch {
  close(): void;
}

/** The folder of the package.json above a program, else that of the program. */
export function projectOf(program: string): string {
  const own = dirname(resolve(program));
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) return own;
  }
}

/**
 * Sources in TypeScript count only where the program is one: of a compiled one, what the compiler writes does. Events of the
 * system are hints; what counts is that a file has another time or size than before, is new or gone.
 * @param changed is told the path of one such file, from the folder.
 */
export async function watchCode(program: string, changed: (path: string) => void): Promise<Watch> {
  const folder = projectOf(program);
  const kinds = TYPESCRIPT.includes(extname(program)) ? [...JAVASCRIPT, ...TYPESCRIPT] : JAVASCRIPT;
  const watchers = new Map<string, FSWatcher>();
  let known = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const look = async (): Promise<void> => {
    const { folders, files } = await codeBelow(folder, kinds);
    if (isClosed) return;
    for (const [path, watcher] of watchers) if (!folders.includes(path)) forget(path, watcher);
    for (const path of folders) if (!watchers.has(path)) keepAnEyeOn(path);
    const found = [...files.keys(), ...known.keys()].find((path) => files.get(path) !== known.get(path));
    known = files;
    if (found !== undefined) changed(relative(folder, found));
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), DEBOUNCE_MS);
  };
  const forget = (path: string, watcher: FSWatcher): void => {
    watcher.close();
    watchers.delete(path);
  };
  const keepAnEyeOn = (path: string): void => {
    // A folder that is gone says so in an error, or by the next look.
    const watcher = watch(path, soon).on('error', soon);
    watchers.set(path, watcher);
  };

  const first = await codeBelow(folder, kinds);
  known = first.files;
  for (const path of first.folders) keepAnEyeOn(path);
  return {
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const [path, watcher] of watchers) forget(path, watcher);
    },
  };
}

/** Folders, and files with what tells one content from another. */
async function codeBelow(
  folder: string,
  kinds: readonly string[],
): Promise<{ folders: string[]; files: Map<string, string> }> {
  const folders = [folder];
  const files = new Map<string, string>();
  // Grows while it is walked.
  for (const one of folders) {
    const entries = await entriesOf(one);
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(one, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) folders.push(path);
      if (entry.isFile() && kinds.includes(extname(entry.name))) files.set(path, await markOf(path));
    }
  }
  return { folders, files };
}

const entriesOf = (folder: string) => goneIs([], readdir(folder, { withFileTypes: true }));
const markOf = (path: string) =>
  goneIs(
    'gone',
    stat(path).then(({ mtimeMs, size }) => `${mtimeMs} ${size}`),
  );

/** What was listed a moment ago may be gone. */
function goneIs<T>(instead: T, asked: Promise<T>): Promise<T> {
  return asked.catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return instead;
    throw error;
  });
}
