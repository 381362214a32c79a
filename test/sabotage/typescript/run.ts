import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, relative } from 'node:path';
import { root } from '../copy';

export interface Ended {
  readonly code: number | null;
  /** What it said on both streams. */
  readonly said: string;
}

/** Runs a program of `node_modules` in a folder to its end, or until it says nothing for too long. */
export async function run(
  folder: string,
  program: readonly string[],
  options: { readonly silenceMs: number },
): Promise<Ended> {
  const [script = '', ...args] = program;
  const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const giveUp = (): void => {
    child.kill('SIGKILL');
  };
  let timer = setTimeout(giveUp, options.silenceMs);
  const hear = (chunk: Buffer): void => {
    said += chunk.toString();
    clearTimeout(timer);
    timer = setTimeout(giveUp, options.silenceMs);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, said };
}

/** The test files of the fast tier, but for those whose paths hold one of these. */
export async function fastTests(folder: string, without: readonly string[]): Promise<string[]> {
  const args = ['jest/bin/jest.js', '--selectProjects', 'fast', '--listTests', '--testPathIgnorePatterns', ...without];
  const { said } = await run(folder, args, { silenceMs: 120_000 });
  const files = said.split('\n').filter((line) => line.endsWith('.test.ts'));
  if (files.length === 0) throw new Error(`Jest lists no tests: ${said.slice(-1000)}`);
  return files.map((file) => relative(folder, file)).toSorted();
}
