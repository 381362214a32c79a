/** docs/writing-pipelines.md is one project: its files are taken from the page, compiled against the build, and its tests run. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EFFECT_BYTES } from '../../activities/kit/effect';
import { INLINE_BYTES } from '../../activities/kit/refs';
import { limits } from '../../redis';
import { makeCache } from '../support/packed';
import { blocksOf } from './blocks';
import { root } from './titles';

const page = 'docs/writing-pipelines.md';
const blocks = blocksOf(page);
/** What the page says a project needs; the package itself is the build of this checkout. */
const packages = ['@temporalio/common', '@temporalio/workflow', '@types/node', 'ioredis', 'wasmoon-lua5.1', 'zod'];

const folder = mkdtempSync(join(tmpdir(), 'writing-pipelines-'));
const env: NodeJS.ProcessEnv = { ...process.env, PIPELINE_CACHE_DIR: join(folder, 'cache') };
for (const name of ['TEMPORAL_ADDRESS', 'REDIS_URL']) delete env[name];
const node = (...args: string[]) =>
  promisify(execFile)(process.execPath, args, { cwd: folder, env, maxBuffer: 1 << 24 });

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

test('the tests of the page pass: plain, in memory, in virtual time, on real servers, over skipped days', async () => {
  const tests = readdirSync(folder).filter((name) => name.endsWith('.test.js'));
  expect(tests).toHaveLength(5);
  const ran = await node('--test', ...tests).catch((error: unknown) => error);
  expect(ran).toMatchObject({ stdout: expect.stringMatching(/^# pass 7$[^]*^# fail 0$/m) as unknown });
}, 600_000);

test('its table of sizes is that of the code', () => {
  const { itemBytes, answerBytes, blobBytes, rememberedBytes } = limits;
  const kib = (bytes: number): string => (bytes < 1 << 20 ? `${bytes >> 10} KiB` : `${bytes >> 20} MiB`);
  const text = readFileSync(join(root, page), 'utf8');
  const sizes = [...text.matchAll(/^\| .+ \| (\d+ [KM]iB) \|$/gm)].map(([, size]) => size);
  expect(rememberedBytes).toBe(INLINE_BYTES);
  expect(sizes).toEqual([INLINE_BYTES, EFFECT_BYTES, itemBytes, answerBytes, blobBytes].map(kib));
});
