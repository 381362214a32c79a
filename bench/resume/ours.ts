import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { startStack } from '../../testing';
import { Fleet } from './fleet';
import { Journal } from './journal';

/** Kills come this long after somebody was seen at work, at most. */
const RANDOM_MS = 1500;
const MANY = 20_000;
/** Workflow tasks of one run that a process lives through before it ends itself. */
const TASKS = [5, 25] as const;

interface Bench {
  readonly journal: Journal;
  readonly startWorker: (dieInTask?: number) => void;
  readonly kill: (pid: number) => Promise<number>;
  /** Starts a run that has more to do than the bench will see. */
  readonly startRun: (type: string, count: number) => Promise<() => Promise<unknown>>;
}

/** Servers as `report` starts them, in memory or with their files, and worker processes. */
async function withBench<T>(inMemory: boolean, measure: (bench: Bench) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-resume-'));
  const workflows = join(folder, 'workflows.js');
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('./workflows'),
    logger: new DefaultLogger('ERROR'),
  });
  await writeFile(workflows, code);
  const stack = await startStack(inMemory ? {} : { dir: join(folder, 'data') });
  const taskQueue = `resume-${randomUUID()}`;
  const env = { TEMPORAL_ADDRESS: stack.temporalAddress, REDIS_URL: stack.redisUrl, PIPELINE_TASK_QUEUE: taskQueue };
  const fleet = new Fleet(join(__dirname, 'worker.js'), env);
  const journal = new Journal(join(folder, 'journal'));
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection });
  try {
    return await measure({
      journal,
      startWorker: (dieInTask = 0) => fleet.start(journal.file, workflows, String(dieInTask)),
      kill: (pid) => fleet.kill(pid),
      async startRun(type, count) {
        const workflowId = randomUUID();
        const args = [{ count }];
        const run = await client.workflow.start(type, { taskQueue, workflowId, args, workflowTaskTimeout: '2s' });
        return () => run.terminate('measured');
      },
    });
  } finally {
    await fleet.stop();
    await connection.close();
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** `kill -9` at a random moment of a map, until another process has computed an item. */
export function killedInActivity(kills: number, spare: 'standby' | 'restarted', inMemory: boolean): Promise<number[]> {
  return withBench(inMemory, async ({ journal, startWorker, kill, startRun }) => {
    const tookMs: number[] = [];
    startWorker();
    if (spare === 'standby') startWorker();
    const end = await startRun('itemsPipeline', MANY);
    let since = 0;
    for (let i = 0; i < kills; i += 1) {
      const { pid } = await journal.first((entry) => entry.at > since);
      await pause(Math.random() * RANDOM_MS);
      const killedMs = await kill(pid);
      startWorker();
      const next = await journal.first((entry) => entry.at > killedMs && entry.pid !== pid);
      tookMs.push(next.at - killedMs);
      since = next.at;
    }
    await end();
    return tookMs;
  });
}

/** A process that ends itself in a workflow task, until another one has run the next step. */
export function killedInTask(kills: number, inMemory: boolean): Promise<number[]> {
  return withBench(inMemory, async ({ journal, startWorker, startRun }) => {
    const tookMs: number[] = [];
    const [least, most] = TASKS;
    const one = () => startWorker(least + Math.floor(Math.random() * (most - least)));
    one();
    one();
    let end = await startRun('tasksPipeline', 900);
    let since = 0;
    for (let i = 0; i < kills; i += 1) {
      const dead = await journal.first((entry) => entry.died === true && entry.at > since);
      one();
      const next = await journal.first((entry) => !entry.died && entry.at > dead.at && entry.pid !== dead.pid);
      tookMs.push(next.at - dead.at);
      since = dead.at;
      // One run makes at most a thousand calls.
      if (i % 30 === 29) {
        await end();
        end = await startRun('tasksPipeline', 900);
      }
    }
    await end();
    return tookMs;
  });
}
