import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { codeOf } from '../../testing/servers/errors';
import { makeCache } from '../support/packed';
import { blocksOf } from './blocks';
import { root } from './titles';

/** What the page says a project needs; the package itself is the build of this checkout. */
const PACKAGES = [
  '@temporalio/common',
  '@temporalio/workflow',
  '@types/node',
  'testcontainers',
  'wasmoon-lua5.1',
  'zod',
];

interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

export interface PageProject {
  readonly folder: string;
  /** Runs Node there. Nothing that it started outlives it: a file that hangs, or ends badly, is killed with its processes. */
  node(...args: string[]): Promise<Said>;
  /** Compiles its files against the exports of the package, under strict and more: what that said, or how it failed. */
  compile(): Promise<unknown>;
}

/** The code blocks of a page as the files of one project, for the tests of this file. */
export function usePage(page: string, variables: NodeJS.ProcessEnv = {}): PageProject {
  const folder = mkdtempSync(join(tmpdir(), 'page-project-'));
  const env: NodeJS.ProcessEnv = { ...process.env, PIPELINE_CACHE_DIR: join(folder, 'cache'), ...variables };
  for (const name of ['TEMPORAL_ADDRESS', 'REDIS_URL']) delete env[name];
  beforeAll(() => {
    const link = (name: string, to: string): void => {
      mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
      symlinkSync(to, join(folder, 'node_modules', name));
    };
    link('pipeline-worker', root);
    for (const name of PACKAGES) link(name, join(root, 'node_modules', name));
    for (const { file, text } of blocksOf(page)) if (file !== undefined) writeFileSync(join(folder, file), text);
    makeCache(join(folder, 'cache'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function node(...args: string[]): Promise<Said> {
    const options = { cwd: folder, env, maxBuffer: 1 << 24, detached: true } as object;
    const running = promisify(execFile)(process.execPath, args, options);
    try {
      return (await running) as Said;
    } finally {
      killGroup(running.child.pid);
    }
  }
  async function compile(): Promise<unknown> {
    const strict = ['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--skipLibCheck'];
    const flags = ['--module', 'nodenext', '--target', 'es2023', '--types', 'node', ...strict];
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    return node(tsc, ...flags, ...files).catch((error: unknown) => error);
  }
  return { folder, node, compile };
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // All of it has ended.
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}
