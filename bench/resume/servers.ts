/** Servers as `report` starts them, worker processes on them, and runs. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { startStack } from '../../testing/servers/stack';
import { Fleet } from './fleet';
import { Journal } from './journal';

export interface Bench {
  readonly journal: Journal;
  /** @param dieInTask the worker ends itself in this workflow task of its life; 0: never. */
  readonly startWorker: (dieInTask?: number) => void;
  /** `kill -9`. @returns when, ms of the monotonic clock. */
  readonly kill: (pid: number) => Promise<number>;
  /** Starts a run of `count` pieces of work. */
  readonly startRun: (type: string, count: number) => Promise<{ id: string; end(): Promise<unknown> }>;
}

export async function withBench<T>(inMemory: boolean, measure: (bench: Bench) => Promise<T>): Promise<T> {
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
  const { workflow } = new Client({ connection });
  try {
    return await measure({
      journal,
      startWorker: (dieInTask = 0) => fleet.start(journal.file, workflows, String(dieInTask)),
      kill: (pid) => fleet.kill(pid),
      async startRun(type, count) {
        const id = randomUUID();
        const args = [{ run: id, count }];
        const run = await workflow.start(type, { taskQueue, workflowId: id, args, workflowTaskTimeout: '2s' });
        return { id, end: () => run.terminate('measured') };
      },
    });
  } finally {
    await fleet.stop();
    await connection.close();
    await stack.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
