import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkerConfig } from '../../worker';
import { until } from '../kit/driver';
import { bundleOf } from '../support/bundle';
import type { TestPipelines } from '../support/pipeline';
import { Journal } from './journal';
import type { Point } from './points';
import { programOf } from '../support/source';

/** What a victim is told: where it works, and where it dies. */
export interface Orders {
  /** Of the journal. */
  readonly file: string;
  /** File of the pipelines, and of their bundle. */
  readonly pipelines: string;
  readonly workflows: string;
  readonly config: WorkerConfig;
  readonly point?: Point;
  /** A step whose own code fails once. */
  readonly failing?: string;
}

export interface Victim {
  /** Resolves at the point: dead, or stopped. */
  readonly reached: Promise<void>;
  kill(): Promise<void>;
  /** Lets a stopped process go on, end what it has begun, and shut down. */
  wake(): Promise<void>;
}

export interface Victims {
  /** A worker process that ends or stops at its point, and ends with the test. */
  start(point?: Point, failing?: string): Victim;
  /** What all of them did since the last `forget`, in order. */
  readonly journal: Journal;
}

export function useVictims(pipelines: TestPipelines, workflowsPath: string): Victims {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-crash-'));
  const workflows = join(folder, 'workflows.js');
  const journal = new Journal(join(folder, 'journal'));
  const alive = new Set<ChildProcess>();

  beforeAll(async () => {
    const { code } = await bundleOf(workflowsPath);
    writeFileSync(workflows, code);
  });
  afterEach(() => Promise.all([...alive].map(kill)), 30_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  const kill = async (victim: ChildProcess): Promise<void> => {
    const ended = once(victim, 'exit');
    if (victim.exitCode === null && victim.signalCode === null && victim.kill('SIGKILL')) await ended;
  };
  return {
    journal,
    start(point, failing) {
      const orders = {
        file: join(folder, 'journal'),
        pipelines: workflowsPath,
        workflows,
        config: pipelines.config(),
        ...(point && { point }),
        ...(failing !== undefined && { failing }),
      };
      const args = ['-e', programOf(require.resolve('./victim')), 'victim', JSON.stringify(orders satisfies Orders)];
      const victim = spawn(process.execPath, args, { cwd: __dirname, stdio: ['ignore', 'ignore', 'pipe'] });
      const complaints: string[] = [];
      victim.stderr.setEncoding('utf8').on('data', (text: string) => {
        complaints.push(text);
        process.stderr.write(text);
      });
      alive.add(victim);
      // `close`: all that it said is here too.
      const exited = once(victim, 'close').then(([code, signal]) => {
        alive.delete(victim);
        return { code, signal } as { code: number | null; signal: string | null };
      });
      const stopped = () =>
        until(() => journal.entries().some(({ pid, reached }) => pid === victim.pid && reached !== undefined), Boolean);
      const died = async () => {
        const { code, signal } = await exited;
        if (signal !== 'SIGKILL') throw new Error(`a victim ended with ${code} instead of being killed`);
      };
      return {
        reached: point?.how === 'stop' ? stopped().then(() => undefined) : died(),
        kill: () => kill(victim),
        async wake() {
          victim.kill('SIGCONT');
          victim.kill('SIGTERM');
          const { code } = await exited;
          if (code !== 0) throw new Error(`a victim that woke up ended with ${code}: ${complaints.join('')}`);
        },
      };
    },
  };
}
