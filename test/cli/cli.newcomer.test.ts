/** The built command line as people run it: real processes, real servers, exit codes, what lands on stdout and stderr. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStack } from '../../testing/servers/stack';
import type { StartedStack } from '../../testing/servers/stack';
import { eventsOf, inTerminal, launch, main, runs } from './command';
import type { Ran } from './command';

const sample = readFileSync(join(__dirname, '..', '..', 'examples', 'comments.csv'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'pipeline-cli-'));
const csv = join(folder, 'comments.csv');
let stack: StartedStack;
let worker: ChildProcess;

const servers = (env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  TEMPORAL_ADDRESS: stack.temporalAddress,
  REDIS_URL: stack.redisUrl,
  ...env,
});
const cli = (...args: string[]): Promise<Ran> => runs(args, servers());

beforeAll(async () => {
  writeFileSync(csv, sample.split('\n').slice(0, 31).join('\n'));
  stack = await startStack();
  worker = launch(['worker'], servers()).child;
  await once(worker.stderr ?? worker, 'data');
});

afterAll(async () => {
  if (worker.exitCode === null) worker.kill('SIGKILL');
  await stack.stop();
  rmSync(folder, { recursive: true });
});

test('report writes its files and ends with 0; the same command again gives the finished run', async () => {
  const out = join(folder, 'out');
  const first = await cli('report', csv, '--id', 'first', '--out', out);
  expect(first).toMatchObject({ code: 0 });
  expect(first.out.trim().split('\n')).toEqual(
    ['report.json', 'report.html', 'ledger.json', 'claims.csv', 'run.json', 'run.html'].map((name) => join(out, name)),
  );
  expect(first.err).toContain('run first (started)');
  const run = JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')) as { ledger: { input: string }[] };
  expect(new Set(run.ledger.map(({ input }) => input)).size).toBe(30);
  const again = await cli('report', csv, '--id', 'first', '--out', out);
  expect(again).toMatchObject({ code: 0 });
  expect(again.err).toContain('run first (finished)');
});

test('with --json every line is an event with v and seq, and the last is finished with status and files', async () => {
  const ran = await cli('report', csv, '--id', 'json', '--out', join(folder, 'json'), '--json');
  const lines = eventsOf(ran);
  expect(ran.err).toBe('');
  expect(lines.map(({ v, seq }) => [v, seq])).toEqual(lines.map((_, i) => [1, i + 1]));
  expect(lines.at(-1)).toMatchObject({ event: 'finished', status: 'ok', id: 'json' });
  expect(lines.at(-1)?.['files']).toHaveLength(6);
});

test('another input under an existing id is refused with 2, and nothing is written', async () => {
  const other = join(folder, 'other.csv');
  writeFileSync(other, sample.split('\n').slice(0, 21).join('\n'));
  await cli('report', csv, '--id', 'taken', '--out', join(folder, 'taken'));
  const refused = await cli('report', other, '--id', 'taken', '--out', join(folder, 'refused'));
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.err).toContain('belongs to a run with another input');
  expect(existsSync(join(folder, 'refused'))).toBe(false);
});

test('an input that the schema refuses is told in words, each fault with its place, and no step begins', async () => {
  const input = { source: { text: 'id,comment\n1,The buses stop too early.\n' }, title: '', titel: 'Buses' };
  const refused = await cli('run', 'reportPipeline', '--id', 'wrong', '--input', JSON.stringify(input));
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain('The input of reportPipeline is wrong: ');
  expect(refused.err).toMatch(/title: Too small: expected string to have >=1 characters/);
  expect(refused.err).toContain('Unrecognized key: "titel"');
  expect(refused.err).not.toMatch(/[{}]/);
  const { status, steps } = JSON.parse((await cli('inspect', 'wrong', '--json')).out) as {
    status: string;
    steps: object[];
  };
  expect([status, steps]).toEqual(['failed', []]);
});

test('start returns at once, watch and result see the run to its end, list and inspect know it', async () => {
  const started = await cli('start', csv, '--id', 'remote');
  expect(started).toMatchObject({ code: 0, out: 'remote\n' });
  const attached = await cli('start', csv, '--id', 'remote');
  expect(attached.err).toMatch(/run remote \((attached|finished)\)/);
  expect(await cli('watch', 'remote')).toMatchObject({ code: 0 });
  const files = await cli('result', 'remote', '--out', join(folder, 'remote'));
  expect(files).toMatchObject({ code: 0 });
  expect(files.out).toContain(join(folder, 'remote', 'report.html'));
  const inspected = JSON.parse((await cli('inspect', 'remote', '--json')).out) as Record<string, unknown>;
  expect(inspected).toMatchObject({ id: 'remote', status: 'ok', inputs: { total: 30 } });
  expect(inspected['workers']).toMatchObject({ lateRenewals: expect.any(Number) as unknown });
  expect(inspected['steps']).toHaveLength(8);
});

test('ledger tells every input, as lines, as JSON, and as CSV in a file; inspect --html writes the page of the run', async () => {
  await cli('run', csv, '--id', 'told');
  const lines = (await cli('ledger', 'told')).out.trim().split('\n');
  expect(lines).toHaveLength(30);
  expect(lines).toContainEqual(expect.stringMatching(/^ok {6} m\d+$/));
  expect(await cli('ledger', 'told', '--failed')).toMatchObject({ code: 0, out: '', err: '0 of 30 inputs\n' });
  const { ledger } = JSON.parse((await cli('ledger', 'told', '--json')).out) as { ledger: { input: string }[] };
  expect(new Set(ledger.map(({ input }) => input)).size).toBe(30);
  const file = join(folder, 'ledger.csv');
  expect(await cli('ledger', 'told', '--csv', file)).toMatchObject({ code: 0, out: `${file}\n` });
  expect(readFileSync(file, 'utf8').trim().split('\r\n')).toHaveLength(31);
  const page = join(folder, 'run.html');
  expect(await cli('inspect', 'told', '--html', page)).toMatchObject({ code: 0, out: `${page}\n` });
  expect(readFileSync(page, 'utf8')).toContain('<bdi>told</bdi>');
});

test('on a terminal the end of a report says how to get its files, and elsewhere it is the result as JSON', async () => {
  await cli('start', csv, '--id', 'seen');
  const elsewhere = await cli('watch', 'seen');
  expect(JSON.parse(elsewhere.out)).toMatchObject({ status: 'ok', inputs: { total: 30 } });
  const watching = inTerminal(120, [process.execPath, main, 'watch', 'seen'], servers());
  expect(await watching.ended).toBe(0);
  const shown = watching.terminal.shown.join('\n');
  expect(shown).toMatch(/Files: report\.json \(\d+ KB\), .*Get them:\n {2}pipeline-worker result seen --out DIR$/);
  expect(shown).not.toContain('$ref');
});

test('a run without its source pauses with 6, says how to go on, and goes on after the upload and a retry', async () => {
  const sha = '1'.repeat(64);
  const paused = await cli(
    'run',
    'reportPipeline',
    '--id',
    'lost',
    '--input',
    JSON.stringify({ source: { blob: sha } }),
  );
  expect(paused).toMatchObject({ code: 6 });
  expect(paused.err).toContain('Upload it again');
  expect(paused.err).toContain('retry lost');
  // Of a run that goes on its items are told: this one has none yet.
  const noItems = await cli('ledger', 'lost');
  expect(noItems).toMatchObject({ code: 0, out: '' });
  expect(noItems.err).toContain('0 items');
  const page = join(folder, 'lost.html');
  expect(await cli('inspect', 'lost', '--html', page)).toMatchObject({ code: 0 });
  expect(readFileSync(page, 'utf8')).toMatch(/Upload it again.*pipeline-worker retry lost/s);
  expect(await cli('retry', 'lost', 'claims')).toMatchObject({ code: 2 });
  expect(await cli('skip', 'lost', 'load', '--reason', 'why not')).toMatchObject({ code: 0 });
  expect(await cli('watch', 'lost')).toMatchObject({ code: 6 });
  expect(await cli('cancel', 'lost')).toMatchObject({ code: 0 });
  expect(await cli('watch', 'lost')).toMatchObject({ code: 4 });
});

test.each([
  ['a missing file', [join(folder, 'none.csv')], 'Cannot read'],
  ['an unknown command', [], "unknown command 'reprot'"],
])('%s is one clear error and exit 2', async (_what, args, message) => {
  const ran = await cli(args.length === 0 ? 'reprot' : 'report', ...args);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(message);
});

test('an input that can never work fails the run with 1', async () => {
  const ran = await cli('run', 'reportPipeline', '--id', 'bad-input', '--input', '{"source":{"text":"a,b\\n1,2\\n"}}');
  expect(ran.code).toBe(1);
  expect(ran.err).toContain('no comment column');
});

test.each([
  ['Temporal', { TEMPORAL_ADDRESS: '127.0.0.1:1' }, 'Temporal at 127.0.0.1:1 does not answer'],
  ['Redis', { REDIS_URL: 'redis://user:secret@127.0.0.1:1' }, 'Redis redis://user@127.0.0.1:1'],
])('%s unreachable is exit 5, says which, and keeps the password to itself', async (_which, env, message) => {
  const ran = await runs(['report', csv, '--id', 'unreachable', '--out', join(folder, 'no')], servers(env));
  expect(ran.code).toBe(5);
  expect(ran.err).toContain(message);
  expect(ran.err).not.toContain('secret');
});

test('a worker told to stop ends its work and its process with 0', async () => {
  worker.kill('SIGTERM');
  expect(await once(worker, 'exit')).toEqual([0, null]);
});
