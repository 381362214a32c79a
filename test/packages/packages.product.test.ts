/** Both packages, packed, in an empty folder: the kit by itself, and the report on the packed kit. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../docs/titles';
import { sourcesIn } from './sources';
import { installPackages, makeCache, pack, packReport } from '../support/packed';

const run = promisify(execFile);
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line of a folder with the packages, with servers of its own. */
async function installed(packages: { readonly report: boolean }): Promise<(...args: string[]) => Promise<Ran>> {
  const folder = await installPackages(packages);
  folders.push(folder);
  copyFileSync(join(root, 'examples', 'comments.csv'), join(folder, 'comments.csv'));
  makeCache(join(folder, '.pipeline-worker'));
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };
  for (const name of ['TEMPORAL_ADDRESS', 'REDIS_URL', 'PIPELINE_CACHE_DIR']) delete env[name];
  const program = join(folder, 'node_modules', 'pipeline-worker', 'dist', 'cli', 'main.js');
  return (...args) =>
    run(process.execPath, [program, ...args], { cwd: folder, env }).then(
      (said) => ({ code: 0, ...said }),
      (error: Ran) => error,
    );
}

test('the report, packed, runs on the packed kit', async () => {
  const cli = await installed({ report: true });
  const ran = await cli('report', 'comments.csv', '--out', 'out', '--memory');
  expect(ran).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('ok: 154 inputs, 152 used, 2 skipped') as unknown,
  });
  expect(readdirSync(join(folders.at(-1) ?? '', 'out')).toSorted()).toEqual([
    'claims.csv',
    'ledger.json',
    'report.html',
    'report.json',
    'run.html',
    'run.json',
  ]);
  expect((await cli('report', 'nothing.csv')).code).toBe(2);
}, 240_000);

test('the tarballs hold docs and the build, no test, and no file of the other package but what both need', async () => {
  const place = mkdtempSync(join(tmpdir(), 'tarballs-'));
  folders.push(place);
  const [kit, report] = [(await pack(place)).files, (await packReport(place)).files];
  expect(kit).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'llms.txt', 'docs/cli.md', 'dist/cli/main.js']));
  expect(report).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'NOTICE', 'docs/report-format.md']));
  expect(report).toEqual(expect.arrayContaining(['dist/report/index.js', 'dist/worker/workflows.bundle.js']));
  const built = (files: readonly string[]): string[] => files.filter((file) => file.startsWith('dist/'));
  expect([...built(kit), ...report].filter((file) => /(^|\/)test\/|\.test\./.test(file))).toEqual([]);
  const twice = built(kit).filter((file) => report.includes(file));
  const both = ['activities/report/analysers.ts', ...sourcesIn('render')].map(
    (file) => `dist/${file.slice(0, -'.ts'.length)}`,
  );
  expect(twice.toSorted()).toEqual(both.flatMap((file) => [`${file}.d.ts`, `${file}.js`]).toSorted());
});

test('without the report its commands say how to install it, and every entry of the kit loads', async () => {
  const cli = await installed({ report: false });
  for (const args of [['report', 'comments.csv'], ['start', 'comments.csv'], ['worker'], ['dev'], ['replay', 'one']]) {
    const { code, stderr } = await cli(...args);
    expect(stderr).toMatch(/^error: .* not installed here: npm install pipeline-worker-report\n$/);
    expect(code).toBe(2);
  }
  const load = ['activities', 'client', 'redis', 'testing', 'worker', 'workflows'].map((entry) => {
    return `require('pipeline-worker/${entry}')`;
  });
  await run(process.execPath, ['--eval', load.join(';')], { cwd: folders.at(-1) });
});
