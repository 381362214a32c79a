/** Ctrl-C in a terminal where `report` runs its own servers: they stop, and the command that it prints goes on. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { findStack, startStack } from '../../testing/servers/stack';
import { inTerminal, main } from './command';

const root = resolve(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'pipeline-interrupt-'));
const cache = join(folder, 'cache');
const programs = join(folder, 'programs');
const opened = join(folder, 'opened');
const env: NodeJS.ProcessEnv = {
  ...process.env,
  PIPELINE_CACHE_DIR: cache,
  PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
};
delete env['TEMPORAL_ADDRESS'];
delete env['REDIS_URL'];
delete env['npm_lifecycle_event'];

/** A cache of its own, so that no other test's servers are found in it; the binaries are shared. */
beforeAll(() => {
  const binaries = join(resolve(process.env['PIPELINE_CACHE_DIR'] ?? join(root, '.pipeline-worker')), 'bin');
  mkdirSync(binaries, { recursive: true });
  mkdirSync(cache);
  symlinkSync(binaries, join(cache, 'bin'));
  mkdirSync(programs);
  program('pipeline-worker', `exec '${process.execPath}' '${main}' "$@"`);
  for (const browser of ['xdg-open', 'open']) program(browser, `echo "$1" > '${opened}'`);
});
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, script: string): void {
  writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(programs, name), 0o755);
}

test('an interrupted report stops its servers, keeps what is finished, and prints a command that goes on', async () => {
  const csv = join(folder, 'the comments.csv');
  copyFileSync(join(root, 'examples', 'comments.csv'), csv);
  const out = join(folder, 'out of it');
  const report = inTerminal(300, ['pipeline-worker', 'report', csv, '--title', "Bob's", '--out', out], env);
  await report.shows(/report\.embed +[1-9]/);
  report.interrupt();
  await report.shows(/^Stopping: steps record what is finished/m);
  expect(await report.ended).toBe(130);
  process.env['PIPELINE_CACHE_DIR'] = cache;
  expect(await findStack()).toBeUndefined();
  expect(existsSync(out)).toBe(false);
  const [, command = ''] = /Resume with:\n {2}(.+)$/m.exec(report.terminal.shown.join('\n')) ?? [];
  expect(command).toBe(`pipeline-worker report '${csv}' --title 'Bob'\\''s' --out '${out}'`);
  const said = execFileSync('sh', ['-c', `${command} 2>&1`], { env, encoding: 'utf8' });
  expect(said).toMatch(/run report-\w+ \((attached|resumed)\)/);
  expect(existsSync(join(out, 'report.html'))).toBe(true);
});

test('open opens a browser on a terminal, and only there', async () => {
  const stack = await startStack();
  const reached = {
    ...env,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    REDIS_URL: stack.redisUrl,
    PIPELINE_UI_URL: 'http://ui',
  };
  try {
    const input = '{"source":{"text":"id,comment\\n1,The buses stop far too early in the evening.\\n"}}';
    const shell = (command: string): string => execFileSync('sh', ['-c', command], { env: reached, encoding: 'utf8' });
    shell(`pipeline-worker start reportPipeline --id seen --input '${input}'`);
    const link = 'http://ui/namespaces/default/workflows/seen';
    expect(shell('pipeline-worker open seen')).toBe(`${link}\n`);
    expect(existsSync(opened)).toBe(false);
    expect(await inTerminal(80, ['pipeline-worker', 'open', 'seen'], reached).ended).toBe(0);
    execFileSync('sh', ['-c', `until [ -s '${opened}' ]; do sleep 0.02; done`], { timeout: 10_000 });
    expect(readFileSync(opened, 'utf8')).toBe(`${link}\n`);
  } finally {
    await stack.stop();
  }
});
