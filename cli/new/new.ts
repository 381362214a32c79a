import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EXIT, Usage } from '../exit';
import type { Output } from '../output';
import { quoted } from '../self';
import { pipelineNameOf } from './name';
import { projectFiles } from './project';

export interface NewFlags {
  readonly dir?: string;
  readonly package?: string;
}

/** Writes the project into an empty folder, or one that is made. Overwrites nothing. @returns the exit code. */
export async function newProject(
  name: string,
  { dir = name, package: from }: NewFlags,
  output: Output,
): Promise<number> {
  const pipeline = pipelineNameOf(name);
  const there = await entriesOf(dir);
  if (there.length > 0)
    throw new Usage(`${resolve(dir)} is not empty: it has ${there.slice(0, 3).join(', ')}. Choose another with --dir.`);
  const files = await projectFiles(
    name,
    pipeline,
    from !== undefined && existsSync(from) ? `file:${resolve(from)}` : from,
  );
  await mkdir(dir, { recursive: true });
  // `wx`: what somebody else has put there meanwhile stays.
  for (const [file, text] of files) await writeFile(join(dir, file), text, { flag: 'wx' });
  output.say(`${resolve(dir)}: the pipeline ${pipeline} with its steps, a worker, a client and a test. Next:`);
  output.say(`  cd ${quoted(dir)} && npm install`, '  npm test', '  npm run dev');
  output.event({ event: 'written', at: new Date().toISOString(), folder: resolve(dir), files: [...files.keys()] });
  return EXIT.ok;
}

/** What lies in a folder; nothing where there is none. @throws Usage where it is something else. */
async function entriesOf(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') throw new Usage(`${resolve(dir)} is a file. Choose another folder with --dir.`);
    throw error;
  }
}
