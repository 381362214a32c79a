import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { WorkerConfig } from '../../worker';
import type { TestPipelines } from '../support/pipeline';
import { programOf } from './source';

/** What a victim is told: where it works, and where it dies. */
export interface VictimOrders {
  readonly journal: string;
  /** File of the workflow bundle. */
  readonly workflows: string;
  readonly config: WorkerConfig;
  /** Dies when the step's own code of that name has begun; for an effect: after it. */
  readonly killIn?: string;
  /** Dies between the sending of that step's commit and its answer. */
  readonly killInCommitOf?: string;
}

export interface Entry {
  readonly name: string;
  readonly effect?: { readonly token: number; readonly key: string };
}

export interface Victims {
  /** A worker process that ends at the point it is told, or with the test. */
  start(point?: Pick<VictimOrders, 'killIn' | 'killInCommitOf'>): {
    readonly killed: Promise<void>;
    kill(): Promise<void>;
  };
  /** What all of them computed, in order. */
  journal(): Entry[];
}

export function useVictims(pipelines: TestPipelines, workflowsPath: string): Victims {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-brief-'));
  const [workflows, journal] = [join(folder, 'workflows.js'), join(folder, 'journal')];
  const alive = new Set<ChildProcess>();

  beforeAll(async () => {
    const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
    writeFileSync(workflows, code);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([...alive].map(kill));
    rmSync(folder, { recursive: true });
  }, 30_000);

  const kill = async (victim: ChildProcess): Promise<void> => {
    const ended = once(victim, 'exit');
    if (victim.kill('SIGKILL')) await ended;
  };
  return {
    start(point = {}) {
      const orders: VictimOrders = { journal, workflows, config: pipelines.config(), ...point };
      const arguments_ = ['-e', programOf(require.resolve('./victim')), 'victim', JSON.stringify(orders)];
      const victim = spawn(process.execPath, arguments_, { cwd: __dirname, stdio: ['ignore', 'ignore', 'inherit'] });
      alive.add(victim);
      const killed = once(victim, 'exit').then(([code, signal]) => {
        alive.delete(victim);
        if (signal !== 'SIGKILL') throw new Error(`a victim ended with ${code} instead of being killed`);
      });
      return { killed, kill: () => kill(victim) };
    },
    journal: () =>
      (existsSync(journal) ? readFileSync(journal, 'utf8') : '')
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as Entry),
  };
}
