/** `dev` at a real terminal, with real servers: what it keeps alive, what it says, and that nothing is left behind. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findStack } from '../../../testing/servers/stack';
import { makeCache } from '../../support/packed';
import { inTerminal, main } from '../command';
import type { InTerminal } from '../command';

const folder = mkdtempSync(join(tmpdir(), 'pipeline-dev-'));
const cache = join(folder, 'cache');
const env: NodeJS.ProcessEnv = { ...process.env, PIPELINE_CACHE_DIR: cache, NO_COLOR: '1' };
for (const name of ['TEMPORAL_ADDRESS', 'REDIS_URL', 'npm_lifecycle_event']) delete env[name];

const worker = join(folder, 'worker.js');
const other = join(folder, 'other.js');
const terminals: InTerminal[] = [];

/** A program that says what a worker of the kit says when it polls, and leaves its process id. */
const program = (name: string): string => `
  const step = require('./part.js');
  require('node:fs').writeFileSync(__dirname + '/${name}.pid', String(process.pid));
  require('node:diagnostics_channel').channel('pipeline-worker:ready').publish({
    taskQueue: 'q', pipelines: ['${name}'], steps: [step],
  });
  setInterval(() => undefined, 1000);
`;

beforeAll(() => {
  makeCache(cache);
  process.env['PIPELINE_CACHE_DIR'] = cache;
  writeFileSync(join(folder, 'package.json'), '{}');
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(resolve(__dirname, '..', '..', '..'), join(folder, 'node_modules', 'pipeline-worker'));
  writeFileSync(worker, program('worker'));
  writeFileSync(other, program('other'));
});
beforeEach(() => writeFileSync(join(folder, 'part.js'), 'module.exports = "shop.reserve"'));
afterAll(() => rmSync(folder, { recursive: true }));

function dev(...args: string[]): InTerminal {
  const terminal = inTerminal(160, [process.execPath, main, 'dev', ...args], env);
  terminals.push(terminal);
  return terminal;
}

const pidOf = (name: string): number => Number(readFileSync(join(folder, `${name}.pid`), 'utf8'));

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function stopped(terminal: InTerminal): Promise<void> {
  const pids = ['worker', 'other'].map(pidOf);
  terminal.interrupt();
  expect(await terminal.ended).toBe(0);
  expect(pids.filter(isAlive)).toEqual([]);
  expect(await findStack()).toBeUndefined();
}

test('a worker that is killed is started again; the servers and the worker beside it go on', async () => {
  const terminal = dev(worker, other);
  await terminal.shows(/^worker\.js: ready: worker; steps shop\.reserve$/m);
  await terminal.shows(/^other\.js: ready: other; steps shop\.reserve$/m);
  const [stack, beside, killed] = [await findStack(), pidOf('other'), pidOf('worker')];
  process.kill(killed, 'SIGKILL');
  await terminal.shows(/^worker\.js: .*worker\.js ended with SIGKILL; it starts again in 1 s$/m);
  await terminal.shows(/starts again in 1 s\s[^]*^worker\.js: ready: worker/m);
  expect(await findStack()).toEqual(stack);
  expect(pidOf('worker')).not.toBe(killed);
  expect([pidOf('other'), isAlive(beside)]).toEqual([beside, true]);
  await stopped(terminal);
});

test('--watch starts a worker again when its code changes, and waits where the new code cannot start', async () => {
  const terminal = dev('--watch', worker, other);
  await terminal.shows(/^worker\.js: ready: worker; steps shop\.reserve$/m);
  writeFileSync(join(folder, 'part.js'), 'module.exports = "shop.charge"');
  await terminal.shows(/^worker\.js: part\.js changed: .*worker\.js starts again$/m);
  await terminal.shows(/^worker\.js: ready: worker; steps shop\.charge$/m);
  await terminal.shows(/^other\.js: ready: other; steps shop\.charge$/m);
  writeFileSync(join(folder, 'part.js'), 'throw new Error("no luck today")');
  await terminal.shows(/^worker\.js: .* ended with 1 before it had started; waiting for a change of its files$/m);
  writeFileSync(join(folder, 'part.js'), 'module.exports = "shop.refund"');
  await terminal.shows(/^worker\.js: ready: worker; steps shop\.refund$/m);
  expect(terminal.terminal.shown.filter((line) => line.includes('no luck today'))).not.toEqual([]);
  await stopped(terminal);
});

test('without a program it says what the worker of this package serves, and starts that again too', async () => {
  const terminal = dev();
  await terminal.shows(/^ready: reportPipeline; steps report\.\w+, /m);
  const workers = spawn('pgrep', ['-f', `${main} worker --json`]);
  const [pid] = (await once(workers.stdout, 'data')) as [Buffer];
  process.kill(Number(pid.toString().trim().split('\n')[0]), 'SIGKILL');
  await terminal.shows(/^the worker ended with SIGKILL; it starts again in 1 s$[^]*^ready: reportPipeline/m);
  terminal.interrupt();
  expect(await terminal.ended).toBe(0);
  expect(await findStack()).toBeUndefined();
});

test('--watch without a program is refused, with the command that works', async () => {
  const terminal = dev('--watch');
  expect(await terminal.ended).toBe(2);
  expect(terminal.terminal.shown.join('\n')).toContain('--watch needs a program: dev --watch worker.js.');
});
