/**
 * The packed package in a project of somebody else: README's chapter, typed as it stands into an empty folder; the command
 * line; declarations; what the tarball holds.
 */
import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { linesOf } from '../docs/blocks';
import { root } from '../docs/titles';
import { chapter, ended, useOwnProject } from './ownProject';

const commands = chapter.filter(({ language }) => language === 'sh').flatMap(linesOf);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
  exports: Record<string, unknown>;
};

const { folder: project, packed, shell, inItsOwnTerminal, typeChapter } = useOwnProject();
let dev: ChildProcess;

test('README’s own pipeline takes at most ten commands and forty typed lines', () => {
  expect(commands.length).toBeLessThanOrEqual(10);
  expect(chapter.flatMap(linesOf).length).toBeLessThanOrEqual(40);
});

test('README’s own pipeline runs, typed as it stands; how long it took is printed', async () => {
  const began = performance.now();
  const typed = await typeChapter();
  const { said } = typed;
  dev = typed.dev;
  console.log(`own pipeline: ${commands.length} commands, ${Math.round((performance.now() - began) / 1000)} s`);
  expect(chapter.flatMap(({ file }) => file ?? [])).toEqual(['steps.ts', 'pipelines.ts', 'worker.ts']);
  expect(said.at(-2)).toBe('37\n');
  expect(said.at(-1)).toMatch(/^monday {2}ok .*\n.*shop\.orders .*\n.*shop\.price +done +4\/4 .*\n.*shop\.bill /);
}, 400_000);

test('what npm installed has one protobufjs for Temporal: with several, histories as JSON cannot be read', async () => {
  const from = ['common', 'proto', 'worker'].map((name) => `require.resolve('@temporalio/${name}')`).join(', ');
  const look = `[${from}].map((file) => require('module').createRequire(file).resolve('protobufjs')).join()`;
  const { stdout } = await shell(`node --print "${look}"`);
  const found = stdout.trim().split(',');
  expect(found).toHaveLength(3);
  expect(new Set(found).size).toBe(1);
});

test('Ctrl-C ends `dev` with its servers and the own worker, in order', async () => {
  expect(dev.stderr?.closed).toBe(false);
  await ended(dev);
  await expect(shell('npx pipeline-worker watch monday')).rejects.toMatchObject({ code: 5 });
});

test('a killed `dev` takes the own worker with it, and its runs are still there', async () => {
  const killed = await inItsOwnTerminal('exec node node_modules/.bin/pipeline-worker dev worker.js');
  const closed = once(killed, 'close');
  killed.kill('SIGKILL');
  await closed;
  expect((await shell('npx pipeline-worker list')).stdout).toMatch(/^monday +completed /);
});

test('a worker that cannot start ends `dev`, which says so', async () => {
  writeFileSync(join(project, 'broken.js'), 'throw new Error("no luck today")');
  const ending = shell('npx pipeline-worker dev broken.js');
  await expect(ending).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/no luck today[^]*broken\.js ended with 1 before it had started\./) as unknown,
  });
  await expect(shell('npx pipeline-worker dev nothing.js')).rejects.toMatchObject({ code: 2 });
});

test('the installed command says its version and helps', async () => {
  expect((await shell('npx pipeline-worker --version')).stdout).toBe(`${manifest.version}\n`);
  const { stdout } = await shell('npx pipeline-worker --help');
  expect(stdout).toMatch(/^Usage: pipeline-worker .*report \[options\] <file>.*doctor.*Exit codes: 0 ok/s);
});

test('every entry compiles under strict; with libraries checked too, no complaint is about this package', async () => {
  const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json');
  const imports = entries.map((entry, i) => `export * as entry${i} from 'pipeline-worker${entry.slice(1)}';\n`);
  writeFileSync(join(project, 'entries.ts'), imports.join(''));
  const compile = (...flags: string[]): Promise<string> =>
    promisify(execFile)(
      'npx',
      [
        'tsc',
        ...'--module nodenext --target es2023 --strict --declaration --types node'.split(' '),
        ...flags,
        'entries.ts',
      ],
      { cwd: project },
    ).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
  expect(await compile('--skipLibCheck')).toBe('');
  expect(readFileSync(join(project, 'entries.d.ts'), 'utf8').match(/pipeline-worker\//g)).toHaveLength(entries.length);
  // Declarations of Temporal's SDK 1.24.0 lack those of `ms` and `long`: theirs to mend.
  const complaints = (await compile()).split('\n').filter((line) => line.includes('error TS'));
  expect(complaints.filter((line) => !line.startsWith('node_modules/@temporalio/'))).toEqual([]);
  const load = entries.map((entry) => `require('pipeline-worker${entry.slice(1)}')`).join(', ');
  await shell(`node --eval "${load}"`);
});

test('the tarball holds the build, the licence and what tells about it, and neither tests nor benchmarks', () => {
  const groups = packed().map((path) =>
    path
      .split('/')
      .slice(0, path.startsWith('dist/') ? 2 : 1)
      .join('/'),
  );
  expect([...new Set(groups)].toSorted()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'NOTICE',
    'README.md',
    'deploy',
    'dist/activities',
    'dist/cli',
    'dist/client',
    'dist/redis',
    'dist/render',
    'dist/testing',
    'dist/worker',
    'dist/workflows',
    'docs',
    'examples',
    'llms.txt',
    'package.json',
  ]);
  expect(packed().filter((path) => !/\.(js|d\.ts|lua)$/.test(path) && path.startsWith('dist/'))).toEqual([]);
});
