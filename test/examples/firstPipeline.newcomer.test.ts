import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startStack } from '../../testing/servers/stack';
import type { StartedStack } from '../../testing/servers/stack';
import { compileExample, installExample } from '../support/packed';

const run = promisify(execFile);

let app = '';
let stack: StartedStack | undefined;
let worker: ChildProcess | undefined;
let env: NodeJS.ProcessEnv = {};

beforeAll(async () => {
  const [started, installed] = await Promise.all([startStack(), installExample('firstPipeline')]);
  [stack, app] = [started, installed];
  env = {
    ...process.env,
    TEMPORAL_ADDRESS: started.temporalAddress,
    REDIS_URL: started.redisUrl,
    PIPELINE_PREFIX: `test-${randomUUID()}`,
    PIPELINE_TASK_QUEUE: `test-${randomUUID()}`,
    PIPELINE_STATE_TTL_SECONDS: '600',
    OUT_DIR: join(app, 'out'),
  };
});

afterAll(async () => {
  worker?.kill('SIGKILL');
  await stack?.stop();
  await rm(app, { recursive: true });
});

function startWorker(): ChildProcess {
  return spawn(process.execPath, ['dist/worker.js'], { cwd: app, env, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Fails with what the worker said when it ends before the run does. */
async function startRun(...args: string[]): Promise<unknown> {
  const running = worker;
  if (!running) throw new Error('start the worker first');
  const said: string[] = [];
  running.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const watching = new AbortController();
  const died = once(running, 'exit', { signal: watching.signal }).then(() => {
    throw new Error(`the worker ended: ${said.join('')}`);
  });
  try {
    const started = run(process.execPath, ['dist/start.js', ...args], { cwd: app, env });
    const { stdout } = await Promise.race([started, died]);
    return JSON.parse(stdout);
  } finally {
    died.catch(() => undefined);
    watching.abort();
  }
}

it('compiles against the packed package with strict types and declarations', async () => {
  expect(await compileExample(app)).toBe('');
  await expect(readFile(join(app, 'dist', 'steps.d.ts'), 'utf8')).resolves.toMatch(/firstSteps/);
});

it('passes its own test, in memory', async () => {
  const { stdout } = await run(process.execPath, ['--test', 'dist/pipelines.test.js'], { cwd: app });
  expect(stdout).toMatch(/pass 1\b/);
});

it('runs on real servers, from its own worker process to the file', async () => {
  worker = startWorker();
  const path = join(app, 'out', 'run-1.txt');
  const ended = { id: 'run-1', status: 'ok', result: { path, lines: 3 } };
  const text = 'good morning\n# not this\nand a good night to you';
  await expect(startRun('run-1', text)).resolves.toEqual(ended);
  const file = await readFile(path, 'utf8');
  expect(file).toBe('Hello good morning: 2\n# not this: skipped\nHello and a good night to you: 6\n');
  // The same id and input again: the run that is there answers.
  await expect(startRun('run-1', text)).resolves.toEqual(ended);
  expect((await readdir(join(app, 'out'))).filter((name) => name.startsWith('run-1.txt.v'))).toHaveLength(1);
}, 45_000);

it('stops its worker in order when asked to', async () => {
  const ending = worker ?? startWorker();
  const ended = once(ending, 'exit');
  ending.kill('SIGTERM');
  await expect(ended).resolves.toEqual([0, null]);
});
