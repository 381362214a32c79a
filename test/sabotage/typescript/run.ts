import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../copy';

export interface Ended {
  readonly code: number | null;
  /** What it said on both streams. */
  readonly said: string;
  /** It said nothing for too long and was killed. */
  readonly isSilent: boolean;
}

/** Runs a program of `node_modules` in a folder to its end, or until it says nothing for too long. */
export async function run(
  folder: string,
  program: readonly string[],
  options: { readonly silenceMs: number; readonly env?: Readonly<Record<string, string>> },
): Promise<Ended> {
  const [script = '', ...args] = program;
  const env = { ...process.env, ...options.env };
  const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let isSilent = false;
  const giveUp = (): void => {
    isSilent = true;
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
  return { code, said, isSilent };
}

const JEST = 'jest/bin/jest.js';
/** More than any test of the fast tier takes on a busy machine. */
const TEST_LIMIT_MS = 30_000;
/** A process keeps what its test files leave behind. */
const FILES_A_PROCESS = 15;

export interface Red {
  readonly file: string;
  readonly test: string;
}

/** The first of these files of the fast tier that is red, in this order, and its first red test. */
export async function firstRed(folder: string, files: readonly string[], silenceMs: number): Promise<Red | undefined> {
  for (let i = 0; i < files.length; i += FILES_A_PROCESS) {
    const some = files.slice(i, i + FILES_A_PROCESS);
    const fixed = ['--selectProjects', 'fast', '--bail', '--runInBand', '--silent', `--testTimeout=${TEST_LIMIT_MS}`];
    const own = ['--env', 'test/sabotage/failFast.ts', '--testSequencer', 'test/sabotage/typescript/inOrder.mjs'];
    const args = [JEST, ...fixed, ...own.map((arg) => (arg.startsWith('--') ? arg : join(folder, arg)))];
    const ended = await run(folder, [...args, '--runTestsByPath', ...some], {
      silenceMs,
      env: { SABOTAGE_ORDER: some.join('\n') },
    });
    if (ended.code !== 0) return redIn(ended, some, silenceMs);
  }
  return undefined;
}

function redIn({ said, isSilent }: Ended, files: readonly string[], silenceMs: number): Red {
  const [, named, test] = /^● (.*?\.test\.ts): (.*)$/m.exec(said) ?? [];
  if (named !== undefined && test !== undefined) return { file: named, test };
  // Of a file that does not even load, or that hangs, Jest has said no more than which came before it.
  const [, failed] = /^FAIL fast (\S+)/m.exec(said) ?? [];
  const passed = [...said.matchAll(/PASS fast (\S+)/g)].map(([, file]) => file);
  const file = failed ?? files.find((one) => !passed.includes(one)) ?? '';
  const [, why] = /● Test suite failed to run\s+(.*)/.exec(said) ?? [];
  return { file, test: isSilent ? `nothing within ${silenceMs} ms` : (why ?? said.slice(-300)) };
}

/** Runs test files of the fast tier and lets `reached.mjs` write what they run of these rooms. */
export function runReaching(
  folder: string,
  options: { readonly into: string; readonly rooms: readonly string[]; readonly without: readonly string[] },
): Promise<Ended> {
  const { into, rooms, without } = options;
  const coverage = ['--coverage', '--coverageProvider=v8', '--coverageReporters=none'];
  const of = rooms.map((room) => `--collectCoverageFrom=${room}/**/*.ts`);
  const told = ['--reporters=default', '--reporters=./test/sabotage/typescript/reached.mjs'];
  const args = [JEST, '--selectProjects', 'fast', ...coverage, ...of, ...told, '--maxWorkers=2'];
  return run(folder, [...args, '--testPathIgnorePatterns', ...without], {
    silenceMs: 300_000,
    env: { SABOTAGE_REACHED: into },
  });
}
