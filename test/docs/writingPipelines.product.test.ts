/** docs/writing-pipelines.md is one project: its files are taken from the page, compiled against the build, and its tests run. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EFFECT_BYTES } from '../../activities/kit/attempt/effect';
import { INLINE_BYTES } from '../../activities/kit/content/refs';
import { limits } from '../../redis';
import { codeOf } from '../../testing/servers/errors';
import { makeCache } from '../support/packed';
import { blocksOf } from './blocks';
import { root } from './titles';

const page = 'docs/writing-pipelines.md';
const blocks = blocksOf(page);
/** What the page says a project needs; the package itself is the build of this checkout. */
const packages = [
  '@temporalio/common',
  '@temporalio/workflow',
  '@types/node',
  'testcontainers',
  'wasmoon-lua5.1',
  'zod',
];

/** Of one test, or one file. */
const HANGS_MS = 150_000;

const folder = mkdtempSync(join(tmpdir(), 'writing-pipelines-'));
const env: NodeJS.ProcessEnv = { ...process.env, PIPELINE_CACHE_DIR: join(folder, 'cache') };
for (const name of ['TEMPORAL_ADDRESS', 'REDIS_URL']) delete env[name];
/** Nothing that it started outlives it: a file that hangs, or ends badly, is killed with its processes. */
async function node(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const running = promisify(execFile)(process.execPath, args, {
    cwd: folder,
    env,
    maxBuffer: 1 << 24,
    detached: true,
  } as object);
  try {
    return (await running) as { stdout: string; stderr: string };
  } finally {
    killGroup(running.child.pid);
  }
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // All of it has ended.
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

beforeAll(() => {
  const link = (name: string, to: string): void => {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(to, join(folder, 'node_modules', name));
  };
  link('pipeline-worker', root);
  for (const name of packages) link(name, join(root, 'node_modules', name));
  for (const { file, text } of blocks) if (file !== undefined) writeFileSync(join(folder, file), text);
  makeCache(join(folder, 'cache'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('every code block of the page is a file of its project', () => {
  expect(blocks.filter(({ file }) => file === undefined)).toEqual([]);
  expect(new Set(blocks.map(({ file }) => file)).size).toBe(blocks.length);
});

test('they compile against the exports of the package, under strict and more', async () => {
  const strict = ['--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--skipLibCheck'];
  const flags = ['--module', 'nodenext', '--target', 'es2023', '--types', 'node', ...strict];
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const compiled = await node(tsc, ...flags, ...files).catch((error: unknown) => error);
  expect(compiled).toEqual({ stdout: '', stderr: '' });
});

test('the tests of the page pass: plain, in memory, in virtual time, on real servers over skipped days', async () => {
  // What needs an engine for containers is only compiled.
  const tests = readdirSync(folder).filter((name) => name.endsWith('.test.js') && name !== 'bank.test.js');
  expect(tests).toHaveLength(4);
  // A file that hangs is told with its name.
  const ran = await node('--test', `--test-timeout=${HANGS_MS}`, ...tests).catch((error: unknown) => error);
  expect(ran).toMatchObject({ stdout: expect.stringMatching(/^# pass 7$[^]*^# fail 0$/m) as unknown });
}, 180_000);

test('a file that hangs is told with its name, and none of its processes is left', async () => {
  writeFileSync(
    join(folder, 'hangs.js'),
    `require('node:test')('waits', () => new Promise((resolve) => setInterval(resolve, 1e9, process.stdout.write(process.pid + ' hangs\\n'))));`,
  );
  const ran = (await node('--test', '--test-timeout=3000', 'hangs.js').catch((error: unknown) => error)) as {
    stdout: string;
  };
  expect(ran.stdout).toMatch(/not ok 1 - .*hangs\.js|not ok \d+ - waits/);
  const [, pid = ''] = /(\d+) hangs/.exec(ran.stdout) ?? [];
  expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
});

test('its table of sizes is that of the code', () => {
  const { itemBytes, answerBytes, blobBytes, rememberedBytes } = limits;
  const kib = (bytes: number): string => (bytes < 1 << 20 ? `${bytes >> 10} KiB` : `${bytes >> 20} MiB`);
  const text = readFileSync(join(root, page), 'utf8');
  const sizes = [...text.matchAll(/^\| .+ \| (\d+ [KM]iB) \|$/gm)].map(([, size]) => size);
  expect(rememberedBytes).toBe(INLINE_BYTES);
  expect(sizes).toEqual([INLINE_BYTES, EFFECT_BYTES, itemBytes, answerBytes, blobBytes].map(kib));
});
