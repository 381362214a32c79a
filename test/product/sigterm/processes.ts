import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { bundleWorkflowCode } from '@temporalio/worker';
import { startStack } from '../../../testing/servers/stack';
import { buildBesideTheBuild } from '../../support/besideTheBuild';
import type { PayingInput } from './workflows';
import { connectionTo } from '../../support/temporal';

/** Longer than an item, shorter than a shard: a worker that goes on starting items has some in work when it ends. */
export const GRACE_MS = 4000;

/** Worker processes that pay, on servers of their own, and the books of whom they pay. */
export interface PayingWorkers {
  readonly books: string;
  /** What they have written to stderr: errors and warnings of theirs and of Node. */
  complaints(): string;
  /** Starts one; resolves when it polls. */
  start(): Promise<void>;
  /** SIGTERM for the oldest, then another one in its place. @returns how long it took to leave, in ms. */
  replaceOldest(): Promise<number>;
  run(id: string, input: PayingInput): Promise<WorkflowHandle>;
  pause(ms: number): Promise<void>;
}

export function usePayingWorkers(): PayingWorkers {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-sigterm-'));
  const books = join(folder, 'books');
  const alive: ChildProcess[] = [];
  let complaints = '';
  let closeAll = async (): Promise<void> => undefined;
  let start = (): Promise<void> => Promise.reject(new Error('not yet'));
  let client: Client | undefined;

  beforeAll(async () => {
    writeFileSync(books, '');
    const stack = await startStack();
    const connection = await connectionTo(stack.temporalAddress);
    client = new Client({ connection });
    const target = buildBesideTheBuild('product/sigterm', ['steps', 'workflows', 'worker']);
    const { code } = await bundleWorkflowCode({ workflowsPath: join(target, 'workflows.js') });
    writeFileSync(join(folder, 'bundle.js'), code);
    const env = {
      ...process.env,
      TEMPORAL_ADDRESS: stack.temporalAddress,
      REDIS_URL: stack.redisUrl,
      PIPELINE_SHUTDOWN_GRACE_SECONDS: String(GRACE_MS / 1000),
      TEST_BOOKS: books,
      TEST_BUNDLE: join(folder, 'bundle.js'),
    };
    start = async () => {
      const worker = spawn(process.execPath, [join(target, 'worker.js')], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      alive.push(worker);
      worker.stderr.on('data', (text) => (complaints += String(text)));
      await once(worker.stdout, 'data');
    };
    closeAll = async () => {
      await Promise.all(alive.splice(0).map((worker) => ended(worker, 'SIGKILL')));
      await connection.close();
      await stack.stop();
      rmSync(folder, { recursive: true });
    };
  }, 120_000);
  afterAll(() => closeAll(), 60_000);

  return {
    books,
    complaints: () => complaints,
    start: () => start(),
    async replaceOldest() {
      const oldest = alive.shift();
      if (!oldest) throw new Error('no worker is there');
      const askedAt = performance.now();
      await ended(oldest, 'SIGTERM');
      const tookMs = performance.now() - askedAt;
      if (oldest.exitCode !== 0) throw new Error(`a worker ended with ${oldest.exitCode ?? oldest.signalCode}`);
      await start();
      return tookMs;
    },
    run(workflowId, input) {
      if (!client) throw new Error('no client yet');
      const options = { taskQueue: 'pipeline-worker', workflowId, args: [input], workflowTaskTimeout: '2s' } as const;
      return client.workflow.start('payingPipeline', options);
    },
    pause: (ms) => pause(ms),
  };
}

async function ended(worker: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const exit = once(worker, 'exit');
  worker.kill(signal);
  await exit;
}
