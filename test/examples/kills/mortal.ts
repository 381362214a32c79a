/** The workers of an example as processes: the first is killed where a life says, the second goes on. */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from '../../../client';
import type { RunOutcome } from '../../../client';
import type { StartedStack } from '../../../testing/servers/stack';
import { buildBesideTheBuild } from '../../support/besideTheBuild';
import { compileExample, installExample } from '../../support/packed';
import { Outside } from './outside';
import type { Answer, Asked, Blow } from './outside';

export type Client = Awaited<ReturnType<typeof connect>>;

export interface Life {
  /** Where the first worker is killed: by the world outside, or by itself (see diesAt.ts). */
  readonly dies: Omit<Blow, 'strike'> | string;
  readonly answer: (asked: Asked) => Answer;
  /** Of the worker, beside its servers. */
  readonly env?: (place: Place) => NodeJS.ProcessEnv;
  readonly start: (client: Client, place: Place) => Promise<{ result(): Promise<RunOutcome> }>;
}

export interface Place {
  readonly outside: Outside;
  /** Its own, and empty. */
  readonly folder: string;
  /** What its run is to be called, and nothing else on these servers. */
  readonly id: string;
}

export interface Lived extends Place {
  readonly outcome: RunOutcome;
  /** Inputs of every start of that step's own code; of a map, the items. */
  ran(step: string): unknown[];
}

/** An example, installed, compiled and bundled once for all its workers, whose deaths are noticed soon. */
export async function installMortal(name: string): Promise<string> {
  const app = await installExample(name);
  const said = await compileExample(app);
  if (said !== '') throw new Error(said);
  change(join(app, 'dist', 'pipelines.js'), /\.steps\)\(('\w+')\)/, ".steps)($1, { heartbeatTimeout: '3s' })");
  const bundle = "require('pipeline-worker/worker').bundlePipelines(require.resolve('./dist/pipelines'))";
  const save = `${bundle}.then(({ code }) => require('fs').writeFileSync('dist/bundle.js', code))`;
  await promisify(execFile)(process.execPath, ['-e', save], { cwd: app });
  change(join(app, 'dist', 'worker.js'), /createWorker\)\(\{/, "$&workflowBundle: { codePath: 'dist/bundle.js' },");
  return app;
}

function change(file: string, from: RegExp, to: string): void {
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} has no ${from}`);
  writeFileSync(file, changed);
}

/** From the start of a run to its end, over the death of its worker. */
export async function liveThrough(app: string, stack: StartedStack, life: Life): Promise<Lived> {
  const folder = mkdtempSync(join(tmpdir(), 'example-'));
  const outside = await Outside.open(life.answer);
  const [journal, id] = [join(folder, 'journal'), randomUUID()];
  const workers: ChildProcess[] = [];
  let said = '';
  const env = {
    ...process.env,
    ...life.env?.({ outside, folder, id }),
    TEMPORAL_ADDRESS: stack.temporalAddress,
    REDIS_URL: stack.redisUrl,
    PIPELINE_TASK_QUEUE: id,
    PIPELINE_PREFIX: id,
    TEST_JOURNAL: journal,
  };
  const started = (diesAt: string): ChildProcess => {
    const program = [
      '--require',
      join(buildBesideTheBuild('examples/kills', ['diesAt']), 'diesAt.js'),
      'dist/worker.js',
    ];
    const worker = spawn(process.execPath, program, {
      cwd: app,
      env: { ...env, TEST_DIES_AT: diesAt },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    worker.stderr.on('data', (chunk) => (said += String(chunk)));
    workers.push(worker);
    return worker;
  };
  const temporal = { connectionOptions: { address: stack.temporalAddress } };
  const client = await connect({ temporal, redisUrl: stack.redisUrl, taskQueue: id, prefix: id });
  try {
    const first = started(typeof life.dies === 'string' ? life.dies : '');
    if (typeof life.dies !== 'string') outside.blow = { ...life.dies, strike: () => first.kill('SIGKILL') };
    const died = once(first, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    const run = await life.start(client, { outside, folder, id });
    const ended = run.result();
    const [, signal] = await Promise.race([died, ended.then((outcome) => neverDied(outcome))]);
    if (signal !== 'SIGKILL') throw new Error('the first worker ended by itself');
    started('');
    const outcome = await ended;
    return { outcome, outside, folder, id, ran: (step) => inputsIn(journal, step) };
  } catch (error) {
    throw new Error(`its workers said last: ${said.slice(-2000)}`, { cause: error });
  } finally {
    await Promise.all(workers.map(buried));
    await client.close();
    outside.close();
  }
}

/** What a life has left on the disk. */
export const forget = ({ folder }: Lived): void => rmSync(folder, { recursive: true });

function neverDied(outcome: RunOutcome): never {
  throw new Error(`the run ended before its worker was killed: ${JSON.stringify(outcome)}`);
}

async function buried(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const exit = once(worker, 'exit');
  worker.kill('SIGKILL');
  await exit;
}

function inputsIn(journal: string, step: string): unknown[] {
  const lines = existsSync(journal) ? readFileSync(journal, 'utf8').split('\n') : [];
  const entries = lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Record<string, unknown>);
  return entries.filter((entry) => entry['step'] === step).map(({ input }) => input);
}
