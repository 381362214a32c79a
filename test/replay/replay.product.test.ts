/** `pipeline-worker replay` as people run it: the built command line, a real server, a run that waits for a person. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { historyToJSON } from '../support/historyJson';
import { startStack } from '../../testing/servers/stack';
import type { StartedStack } from '../../testing/servers/stack';
import { connectionTo } from '../support/temporal';

const root = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'pipeline-replay-'));
const saved = join(folder, 'history.json');
const changed = join(folder, 'workflows.js');
let stack: StartedStack;

async function cli(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const servers = { TEMPORAL_ADDRESS: stack.temporalAddress, REDIS_URL: stack.redisUrl };
  const child = spawn(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...args], {
    env: { ...process.env, ...servers, NO_COLOR: '1', ...env },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

/** Two runs that wait for their input file, and no worker any more. */
async function leavePausedRuns(): Promise<void> {
  const worker = spawn(process.execPath, [join(root, 'dist', 'cli', 'main.js'), 'worker'], {
    env: { ...process.env, TEMPORAL_ADDRESS: stack.temporalAddress, REDIS_URL: stack.redisUrl },
    stdio: 'ignore',
  });
  try {
    const input = JSON.stringify({ source: { blob: '1'.repeat(64) } });
    for (const id of ['one', 'two']) {
      const ended = await cli(['run', 'reportPipeline', '--id', id, '--input', input]);
      if (ended.code !== 6) throw new Error(`the run did not pause: ${ended.err}`);
    }
  } finally {
    const exited = once(worker, 'exit');
    worker.kill('SIGKILL');
    await exited;
  }
}

beforeAll(async () => {
  stack = await startStack();
  await leavePausedRuns();
  const connection = await connectionTo(stack.temporalAddress);
  const history = await new Client({ connection }).workflow.getHandle('one').fetchHistory();
  await connection.close();
  writeFileSync(saved, historyToJSON(history));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(root, 'node_modules', '@temporalio'), join(folder, 'node_modules', '@temporalio'));
  writeFileSync(
    changed,
    `const { proxyActivities } = require('@temporalio/workflow');
     const { 'other.first': first } = proxyActivities({ startToCloseTimeout: '1m' });
     exports.reportPipeline = () => first();`,
  );
});

afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});

const agrees = (id: string) => new RegExp(`^ok: ${id} \\(reportPipeline\\): the code agrees with all \\d+ events\n$`);

test('a paused run is replayed from the server, without any worker, in one line and with exit 0', async () => {
  const ran = await cli(['replay', 'one']);
  expect(ran).toEqual({ code: 0, out: expect.stringMatching(agrees('one')) as string, err: '' });
});

test('a saved history is replayed without any server', async () => {
  const nowhere = { TEMPORAL_ADDRESS: '127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:1' };
  const ran = await cli(['replay', '--file', saved], nowhere);
  expect(ran).toEqual({ code: 0, out: expect.stringMatching(agrees('one')) as string, err: '' });
});

test('workflows that would break the run are named with the event, the remedy and exit 1', async () => {
  const ran = await cli(['replay', 'one', '--workflows', changed]);
  expect(ran).toEqual({
    code: 1,
    out:
      'diverged: one (reportPipeline): at event 5, ActivityTaskScheduled kit.open: the code calls other.first instead. ' +
      'Keep the old way behind patched() of @temporalio/workflow, or let workers of the old build end the run.\n',
    err: '',
  });
});

test('workflows that do not know the pipeline are said to be the wrong ones', async () => {
  const others = join(folder, 'others.js');
  writeFileSync(others, 'exports.another = () => Promise.resolve();');
  const ran = await cli(['replay', '--file', saved, '--workflows', others]);
  expect(ran.code).toBe(1);
  expect(ran.out).toMatch(
    /^failed: one \(reportPipeline\): this worker has no pipeline "reportPipeline"; it has: another\. .*--workflows PATH\.\n$/,
  );
  expect(ran.err).toBe('');
});

test('--running replays every run that has not ended, one JSON object each', async () => {
  const ran = await cli(['replay', '--running', '--json', '--workflows', changed]);
  const lines = ran.out.trim().split('\n');
  const verdicts = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(ran.code).toBe(1);
  expect(new Set(verdicts.map(({ id }) => id))).toEqual(new Set(['one', 'two']));
  expect(verdicts).toHaveLength(2);
  for (const verdict of verdicts) {
    expect(verdict).toMatchObject({ v: 1, event: 'replayed', status: 'diverged', divergence: { eventId: 5 } });
  }
  expect(await cli(['replay', '--running'])).toMatchObject({ code: 0 });
});

test.each([
  ['nothing to replay', [], 2, 'Say what to replay'],
  ['two things to replay', ['one', '--running'], 2, 'Say what to replay'],
  ['an unknown run', ['none'], 2, 'knows no run none'],
  ['a missing file', ['--file', join(folder, 'none.json')], 2, 'Cannot read'],
  ['a file that is no history', ['--file', join(root, 'package.json')], 2, 'is no history'],
  ['missing workflows', ['--file', saved, '--workflows', join(folder, 'none')], 2, 'No workflows at'],
] as const)('%s is one clear error', async (_what, args, code, message) => {
  const ran = await cli(['replay', ...args]);
  expect(ran).toMatchObject({ code, out: '' });
  expect(ran.err).toMatch(/^error: [^\n]+\n$/);
  expect(ran.err).toContain(message);
});

test('a server that does not answer is exit 5', async () => {
  const ran = await cli(['replay', 'one'], { TEMPORAL_ADDRESS: '127.0.0.1:1' });
  expect(ran.code).toBe(5);
  expect(ran.err).toContain('Temporal at 127.0.0.1:1 does not answer');
});
