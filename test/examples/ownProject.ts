/** A project of somebody else beside the packed package, and README's chapter typed into it as it stands. */
import { exec, execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { blocksOf, linesOf } from '../docs/blocks';
import { makeCache, pack } from '../support/packed';

export const chapter = blocksOf('README.md', 'Write your own pipeline');

/** Who installs: README is written for npm and says what another is typed as. */
type Manager = 'npm' | 'pnpm' | 'yarn' | 'npm, ES modules';
const typedFor: Record<Manager, (command: string) => string> = {
  npm: (command) => command,
  pnpm: (command) =>
    command
      .replace(/^npm init -y/, 'pnpm init')
      .replace(/^npm install/, 'pnpm add --ignore-scripts')
      .replace(/^npx/, 'pnpm exec'),
  yarn: (command) =>
    command
      .replace(/^npm init/, 'yarn init')
      .replace(/^npm install/, 'yarn add --ignore-scripts')
      .replace(/^npx/, 'yarn --silent run'),
  'npm, ES modules': (command) => command.replace(/^npm init -y/, 'npm init -y && npm pkg set type=module'),
};

/** What Node asks of a file in a project of ES modules; the chapter is written for CommonJS. */
const writtenFor = (manager: Manager, text: string): string =>
  manager === 'npm, ES modules'
    ? text
        .replaceAll(/ from '(\.\/\w+)'/g, " from '$1.js'")
        .replaceAll(/require\.resolve\('(\.\/\w+)'\)/g, "new URL('$1.js', import.meta.url)")
    : text;

export interface OwnProject {
  readonly folder: string;
  /** What the tarball holds. */
  readonly packed: () => readonly string[];
  readonly shell: (command: string) => Promise<{ stdout: string; stderr: string }>;
  /** What runs in a terminal of its own, up to the line that says that another can be used. */
  readonly inItsOwnTerminal: (command: string) => Promise<ChildProcess>;
  /** Writes the chapter's files and types its commands. @returns what each command said, and `dev`, which still runs. */
  readonly typeChapter: () => Promise<{ said: readonly string[]; dev: ChildProcess }>;
}

/** An empty project for the tests of a file, with a cache of its own. What still runs in it afterwards is ended. */
export function useOwnProject(manager: Manager = 'npm'): OwnProject {
  const place = mkdtempSync(join(tmpdir(), 'own-pipeline-'));
  const folder = join(place, 'project');
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };
  for (const name of ['TEMPORAL_ADDRESS', 'REDIS_URL', 'PIPELINE_CACHE_DIR']) delete env[name];
  const terminals: ChildProcess[] = [];
  let packed: readonly string[] = [];

  beforeAll(async () => {
    packed = (await pack(place)).files;
    mkdirSync(folder);
    makeCache(join(folder, '.pipeline-worker'));
    if (manager === 'pnpm' || manager === 'yarn') Object.assign(env, managerIn(place, env, manager));
  });
  afterAll(async () => {
    await Promise.all(terminals.map(ended));
    rmSync(place, { recursive: true });
  });

  const shell: OwnProject['shell'] = (command) => promisify(exec)(command, { cwd: folder, env });
  const inItsOwnTerminal: OwnProject['inItsOwnTerminal'] = async (command) => {
    const child = spawn(command, {
      cwd: folder,
      env,
      shell: true,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    terminals.push(child);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const closed = once(child, 'close');
    while (!said.includes('In another terminal:')) {
      if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}:\n${said}`);
      await Promise.race([once(child.stderr, 'data'), closed]);
    }
    return child;
  };
  const typeChapter = async (): ReturnType<OwnProject['typeChapter']> => {
    const said: string[] = [];
    let dev: ChildProcess | undefined;
    for (const block of chapter) {
      if (block.file !== undefined) writeFileSync(join(folder, block.file), writtenFor(manager, block.text));
      if (block.language !== 'sh') continue;
      for (const command of linesOf(block).map(typedFor[manager])) {
        if (command.includes(' dev ')) dev = await inItsOwnTerminal(command);
        else said.push((await shell(command)).stdout);
      }
    }
    if (dev === undefined) throw new Error('README starts no dev');
    return { said, dev };
  };
  return { folder, packed: () => packed, shell, inItsOwnTerminal, typeChapter };
}

/** Ctrl-C, of which every process of the command hears; `close` comes when all of them have gone. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.stderr?.closed !== false) return;
  const closed = once(child, 'close');
  process.kill(-child.pid, 'SIGINT');
  await closed;
}

const PROGRAMS = {
  pnpm: () => join(dirname(require.resolve('pnpm')), 'bin', 'pnpm.cjs'),
  yarn: () => join(dirname(require.resolve('yarn/package.json')), 'bin', 'yarn.js'),
};

/** The pinned manager as the only addition to the PATH; its store and caches go with `place`, its registry is that of npm here. */
function managerIn(place: string, env: NodeJS.ProcessEnv, name: 'pnpm' | 'yarn'): NodeJS.ProcessEnv {
  const [bin, temporary] = [join(place, 'bin'), join(place, 'tmp')];
  for (const folder of [bin, temporary]) mkdirSync(folder);
  symlinkSync(PROGRAMS[name](), join(bin, name));
  const set = (name: string): NodeJS.ProcessEnv => {
    const value = execFileSync('npm', ['config', 'get', name], { cwd: place, encoding: 'utf8' }).trim();
    return ['null', 'undefined', ''].includes(value) ? {} : { [`npm_config_${name}`]: value };
  };
  return {
    PATH: [bin, env['PATH']].join(delimiter),
    ...set('registry'),
    ...set('cafile'),
    YARN_CACHE_FOLDER: join(place, 'yarn'),
    XDG_DATA_HOME: join(place, 'data'),
    XDG_CACHE_HOME: join(place, 'cache'),
    XDG_STATE_HOME: join(place, 'state'),
    // Yarn leaves a folder there for each script that it runs.
    TMPDIR: temporary,
  };
}
