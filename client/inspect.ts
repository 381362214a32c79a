/** `run.json`: what is known about a run, from its workflow, its history and its state in Redis. */
import type { RunFacts, StepRecord } from '../redis';
import type { RunProgress, StepRow } from '../workflows/kit';
import { readResultFile } from './download';
import type { RunHandle } from './handle';
import type { Link } from './link';
import type { InputCounts, RunOutcome } from './outcome';
import { baseName } from './watch';

export interface StepReport {
  readonly name: string;
  readonly status: string;
  readonly attempts: number;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly durationMs: number;
  readonly lockWaitMs: number;
  readonly bytes: number;
  readonly items?: { total: number; done: number; cached: number; failed: number };
  readonly message?: string;
}

export interface RunReport {
  readonly id: string;
  readonly workflowId: string;
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly error?: string;
  readonly inputs?: InputCounts;
  readonly steps: readonly StepReport[];
  readonly heals?: number;
  readonly strikes: Readonly<Record<string, number>>;
  readonly redisBytes: number;
  readonly history: { events: number; bytes: number };
  /** The worst that any worker of this run measured of itself: event loop, memory, renewals sent late, attempts taken over. */
  readonly workers: {
    loopMaxMs: number;
    loopP999Ms: number;
    peakRssMb: number;
    lateRenewals: number;
    takeovers: number;
  };
  readonly ledger: readonly { input: string; outcome: 'ok' | 'failed' | 'skipped'; reason?: string }[];
}

export async function inspect(link: Link, handle: RunHandle): Promise<RunReport> {
  const described = await link.reach(handle.id, () => link.temporal.workflow.getHandle(handle.id).describe());
  const running = described.status.name === 'RUNNING';
  const outcome = running ? undefined : await handle.result();
  const store = await link.store();
  const [facts, progress] = await Promise.all([store.run(handle.id).facts(), handle.progress()]);
  const file = outcome?.files.find(({ name }) => name === 'ledger.json');
  const ledger = file ? (JSON.parse(await readResultFile(link, handle.id, file)) as RunReport['ledger']) : [];
  return {
    id: handle.id,
    workflowId: handle.id,
    status: outcome?.status ?? progress?.status ?? 'running',
    startedAt: described.startTime.toISOString(),
    ...(described.closeTime ? { endedAt: described.closeTime.toISOString() } : {}),
    ...errorOf(outcome),
    ...(outcome?.inputs ? { inputs: outcome.inputs } : {}),
    steps: stepsOf(facts, progress),
    ...(progress ? { heals: progress.heals } : {}),
    strikes: Object.fromEntries(facts.strikes.map(({ step, gens }) => [step, gens.length])),
    redisBytes: facts.redisBytes,
    history: { events: described.historyLength, bytes: described.historySize ?? 0 },
    workers: workersOf(facts),
    ledger,
  };
}

function errorOf(outcome: RunOutcome | undefined): { error?: string } {
  return outcome?.error === undefined ? {} : { error: outcome.error };
}

/** Without a worker there is no progress, and the steps are told from their records alone. */
function stepsOf(facts: RunFacts, progress: RunProgress | undefined): StepReport[] {
  const rows = progress?.steps ?? [];
  const inOrder = facts.records.toSorted((a, b) => a.gen - b.gen);
  const unseen = inOrder.filter((record) => !rows.some((row) => baseName(row.name) === record.step));
  const names = [...rows.map((row) => baseName(row.name)), ...unseen.map((record) => record.step)];
  return [...new Set(names)].map((name) => {
    const records = facts.records.filter((record) => record.step === name);
    return stepOf(name, records, rows.filter((row) => baseName(row.name) === name).at(-1));
  });
}

function stepOf(name: string, records: readonly StepRecord[], row: StepRow | undefined): StepReport {
  const sum = (read: (record: StepRecord) => number): number => records.reduce((all, record) => all + read(record), 0);
  const items = records.flatMap((record) => (record['items'] ? [record['items'] as Record<string, number>] : []));
  const count = (key: string): number => items.reduce((all, one) => all + (one[key] ?? 0), 0);
  return {
    name,
    status: row?.status ?? (records.some((record) => record['skipped'] !== undefined) ? 'skipped' : 'done'),
    attempts: sum((record) => record.attempt),
    ...(row ? { startedAt: row.startedAt } : {}),
    ...(row?.endedAt === undefined ? {} : { endedAt: row.endedAt }),
    durationMs: sum((record) => record.durationMs),
    lockWaitMs: sum((record) => Number(record['lockWaitMs'] ?? 0)),
    bytes: sum((record) => Number(record['bytes'] ?? 0)),
    ...(items.length === 0
      ? {}
      : {
          items: {
            total: count('total'),
            done: count('total') - count('failed') - count('skipped'),
            cached: count('cached'),
            failed: count('failed'),
          },
        }),
    ...(row?.message === undefined ? {} : { message: row.message }),
  };
}

function workersOf(facts: RunFacts): RunReport['workers'] {
  const all = facts.records.map((record) => (record['worker'] ?? {}) as Record<string, number>);
  const worst = (key: string): number => Math.max(0, ...all.map((worker) => worker[key] ?? 0));
  return {
    loopMaxMs: worst('loopMaxMs'),
    loopP999Ms: worst('loopP999Ms'),
    peakRssMb: worst('peakRssMb'),
    lateRenewals: all.reduce((sum, worker) => sum + (worker['lateRenewals'] ?? 0), 0),
    takeovers: facts.records.filter((record) => record.attempt > 1).length,
  };
}
