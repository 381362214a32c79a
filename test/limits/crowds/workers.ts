/** A crowd of workers on one task queue, in a few processes, each of which may be a machine's. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { connect, type PipelineClient } from '../../../client';
import { startTemporal } from '../../../testing/servers/temporal';
import { buildBesideTheBuild } from '../../support/besideTheBuild';
import { bundleOf } from '../../support/bundle';
import { startOddRedis, type OddRedis } from '../../support/oddRedis';
import { Meter } from './meter';

/** Processes that start at a time: each of their workers has 5 s to connect in. */
const AT_ONCE = 2;
const TASK_QUEUE = 'crowd';
const PREFIX = 'crowd';

export interface WorkerCrowd {
  readonly redis: OddRedis;
  readonly client: PipelineClient;
  /** Counts from before the first worker. */
  readonly meter: Meter;
  /** Of all its processes, when every worker was there. */
  readonly startedMb: number;
  /** How often was paid for what, by all workers together; told outside Redis and Temporal. */
  paid(): ReadonlyMap<string, number>;
  /** @returns what all processes took at most, MB. */
  stop(): Promise<number>;
}

/** One process of it, and what it says of itself. */
interface Member {
  readonly child: ChildProcess;
  readonly lines: Interface;
  readonly ended: Promise<unknown>;
}

export interface CrowdSize {
  readonly workers: number;
  /** Each has as many workers as the others. */
  readonly processes: number;
  /** Of the workflows: one a worker, as it is by default, or one a process, since 200 of them take 12 GB before they have done anything. */
  readonly isolates: 'own' | 'shared';
}

/** They need the build. */
export async function startWorkers({ workers, processes, isolates }: CrowdSize): Promise<WorkerCrowd> {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-crowd-'));
  const journal = join(folder, 'journal');
  writeFileSync(journal, '');
  const { code } = await bundleOf(require.resolve('./pipelines'));
  writeFileSync(join(folder, 'bundle.js'), code);
  const program = join(
    buildBesideTheBuild('limits/crowds', ['steps', 'pipelines', 'workerProcess']),
    'workerProcess.js',
  );
  const [temporal, redis] = await Promise.all([startTemporal(), startOddRedis([])]);
  const meter = await Meter.of([redis]);
  const env = {
    ...process.env,
    TEMPORAL_ADDRESS: temporal.address,
    REDIS_URL: redis.url,
    PIPELINE_TASK_QUEUE: TASK_QUEUE,
    PIPELINE_PREFIX: PREFIX,
    PIPELINE_MAX_ACTIVITIES: '5',
    PIPELINE_SHUTDOWN_GRACE_SECONDS: '1',
    TEST_BUNDLE: join(folder, 'bundle.js'),
    TEST_JOURNAL: journal,
    TEST_ISOLATES: isolates,
    TEST_WORKERS: String(workers / processes),
  };
  const members: Member[] = [];
  const startedMb = await startAll(members, processes, () => open(program, env));
  const client = await connect({
    temporal: { connectionOptions: { address: temporal.address } },
    redisUrl: redis.url,
    prefix: PREFIX,
    taskQueue: TASK_QUEUE,
  });
  return {
    redis,
    client,
    meter,
    startedMb,
    paid: () => countsOf(readFileSync(journal, 'utf8')),
    async stop() {
      await client.close();
      for (const { child } of members) child.kill('SIGTERM');
      const most = await Promise.all(members.map(saidBy));
      await Promise.all(members.map(({ ended }) => ended));
      meter.close();
      await Promise.all([temporal.stop(), redis.stop()]);
      rmSync(folder, { recursive: true });
      return most.reduce((sum, mb) => sum + mb, 0);
    },
  };
}

/** @returns MB of all when they are there. Rejects, and leaves none, when one is not. */
async function startAll(members: Member[], count: number, start: () => Member): Promise<number> {
  let mb = 0;
  try {
    while (members.length < count) {
      const more = Array.from({ length: Math.min(AT_ONCE, count - members.length) }, start);
      members.push(...more);
      for (const one of await Promise.all(more.map(saidBy))) mb += one;
    }
    return mb;
  } catch (error) {
    for (const { child } of members) child.kill('SIGKILL');
    throw error;
  }
}

function open(program: string, env: NodeJS.ProcessEnv): Member {
  const child = fork(program, { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  if (child.stdout === null) throw new Error('a process of the crowd has no output');
  return { child, lines: createInterface({ input: child.stdout }), ended: once(child, 'exit') };
}

/** The number that it says next. Rejects when it ends before. */
async function saidBy({ child, lines }: Member): Promise<number> {
  const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
  if (line === undefined) throw new Error(`a process of the crowd ended early: ${child.exitCode ?? child.signalCode}`);
  return Number.parseInt(line);
}

function countsOf(journal: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const what of journal.split('\n').filter(Boolean)) counts.set(what, (counts.get(what) ?? 0) + 1);
  return counts;
}
