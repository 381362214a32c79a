import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import type { PipelineOutput } from '../../activities/report/report-schema';
import type { LedgerEntry } from '../../activities/report/model';
import { openStore } from '../../redis';
import type { RunStore, Store } from '../../redis';
import { startStack } from '../../testing/servers/stack';
import type { ReportSummary } from '../../workflows/report';
import { buildBesideTheBuild } from '../support/besideTheBuild';
import { connectionTo } from '../support/temporal';

/** Short beside the 30 ms that a claim takes here; without a pause the asking would take a whole core. */
const POLL_MS = 5;

export interface Line {
  readonly pid: number;
  readonly comment: string;
  readonly at: number;
}

/** Real servers, worker processes that can be killed, and a look behind their back. */
export interface Processes {
  readonly client: Client;
  readonly store: Store;
  readonly redisUrl: string;
  startWorker(): ChildProcess;
  /** `kill -9` of one of these workers; resolves when it is dead, with the time. */
  killPid(pid: number): Promise<number>;
  journal(): Line[];
  start(id: string, input: unknown): Promise<WorkflowHandle>;
  report(run: RunStore, summary: ReportSummary): Promise<{ report: PipelineOutput; ledger: LedgerEntry[] }>;
}

export function useProcesses(claimMs: number): Processes {
  const test = {} as { -readonly [K in keyof Processes]: Processes[K] };
  const workers = new Set<ChildProcess>();
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-test-'));
  const journal = join(folder, 'journal');
  let closeAll = async (): Promise<void> => undefined;

  beforeAll(async () => {
    const stack = await startStack();
    const program = join(buildBesideTheBuild('product', ['slowWorker']), 'slowWorker.js');
    const connection = await connectionTo(stack.temporalAddress);
    test.client = new Client({ connection });
    test.redisUrl = stack.redisUrl;
    test.store = await openStore({ url: stack.redisUrl, namespace: 'default' });
    const env = {
      ...process.env,
      TEMPORAL_ADDRESS: stack.temporalAddress,
      REDIS_URL: stack.redisUrl,
      TEST_JOURNAL: journal,
      TEST_CLAIM_MS: String(claimMs),
    };
    test.startWorker = (): ChildProcess => {
      const worker = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit'] });
      workers.add(worker);
      return worker;
    };
    closeAll = async () => {
      await Promise.all([...workers].map(kill));
      await connection.close();
      await test.store.close();
      await stack.stop();
      rmSync(folder, { recursive: true });
    };
  });
  afterAll(() => closeAll(), 60_000);

  const kill = async (worker: ChildProcess): Promise<number> => {
    workers.delete(worker);
    const ended = once(worker, 'exit');
    if (worker.exitCode === null && worker.signalCode === null) {
      worker.kill('SIGKILL');
      await ended;
    }
    return Date.now();
  };
  test.killPid = (pid) => {
    const worker = [...workers].find((one) => one.pid === pid);
    if (!worker) throw new Error(`no worker of this test has the pid ${pid}`);
    return kill(worker);
  };
  test.journal = () =>
    (existsSync(journal) ? readFileSync(journal, 'utf8') : '')
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as Line);
  test.start = (workflowId, input) =>
    test.client.workflow.start('reportPipeline', {
      taskQueue: 'pipeline-worker',
      workflowId,
      args: [input],
      workflowTaskTimeout: '2s',
    });
  test.report = async (run, summary) => {
    const read = async (name: string): Promise<unknown> => {
      const file = summary.files.find((one) => one.name === name);
      if (!file) throw new Error(`the summary has no file ${name}`);
      const bytes = await run.getBlob({ sha: file.ref.$ref, bytes: file.ref.bytes });
      if (typeof bytes === 'string') throw new Error(`${name} is ${bytes}`);
      return JSON.parse(JSON.parse(Buffer.from(bytes).toString('utf8')) as string);
    };
    return {
      report: (await read('report.json')) as PipelineOutput,
      ledger: (await read('ledger.json')) as LedgerEntry[],
    };
  };
  return test;
}

/** Waits for a condition, never for a while. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(POLL_MS);
}
