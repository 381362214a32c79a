/** The test of docs/writing-pipelines.md that starts a service of its own in a container, run as it stands there. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { blocksOf } from './blocks';
import { root } from './titles';

const run = promisify(execFile);
const files = ['orderSteps.ts', 'orderPipeline.ts', 'bank.test.ts'];
const packages = ['@types/node', 'testcontainers', 'wasmoon-lua5.1', 'zod'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-container-'));
  const link = (name: string, to: string): void => {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(to, join(folder, 'node_modules', name));
  };
  link('pipeline-worker', root);
  for (const name of packages) link(name, join(root, 'node_modules', name));
  const blocks = blocksOf('docs/writing-pipelines.md').filter(({ file = '' }) => files.includes(file));
  for (const { file = '', text } of blocks) writeFileSync(join(folder, file), text);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a pipeline is tested against a service in a container of its own, as docs/writing-pipelines.md shows', async () => {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = ['--module', 'nodenext', '--target', 'es2023', '--types', 'node', '--strict', '--skipLibCheck'];
  await run(process.execPath, [tsc, ...flags, ...files], { cwd: folder });
  const env = { ...process.env, BANK_IMAGE: process.env['PIPELINE_TEST_NODE_IMAGE'] ?? 'node:20-alpine' };
  const { stdout } = await run(process.execPath, ['--test', 'bank.test.js'], { cwd: folder, env });
  expect(stdout).toMatch(/^# pass 1$[^]*^# fail 0$/m);
}, 300_000);
