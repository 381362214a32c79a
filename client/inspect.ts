/** `run.json`: what is known about a run, from its workflow, its history and its state in Redis. */
import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { RunFacts, WorkerFacts } from '../redis';
import { readScope } from '../redis/scope';
import { turnOf } from './execution';
import type { RunHandle } from './handle';
import { readHistory } from './inspect/history';
import type { ActivityFact, RunHistory } from './inspect/history';
import { commandOf } from './inspect/reproduce';
import { stepsOf } from './inspect/steps';
import type { RunReport } from './inspect/types';
import { readLedger } from './ledger';
import type { Link } from './link';
import type { RunOutcome } from './outcome';
import { FileLost, NotPossible } from './errors';
import { withChildren } from './family';
import { pendingSteps } from './pending';
import { askProgress } from './progress';
import { wrongWith } from './trouble';
import type { RunTrouble } from './trouble';
import type { RunProgress } from '../workflows/kit';

export async function inspect(link: Link, handle: RunHandle): Promise<RunReport> {
  const { id } = handle;
  const described = await link.reach(id, () => link.temporal.workflow.getHandle(id).describe());
  const running = described.status.name === 'RUNNING' || described.status.name === 'PAUSED';
  const outcome = running ? undefined : await handle.result();
  const store = await link.store();
  const [facts, redis, { progress, trouble }, { activities, ...history }, temporal] = await Promise.all([
    store.run(id).facts(),
    store.server(),
    stateOf(link, described, running),
    link.reach(id, () => historyOf(link, described)),
    link.reach(id, async () => (await link.temporal.workflowService.getSystemInfo({})).serverVersion),
  ]);
  const steps = stepsOf(facts, progress, activities, described.runId);
  const [input = null] = history.args;
  return {
    id,
    workflowId: id,
    type: described.type,
    ...(described.parentExecution?.workflowId == null ? {} : { parent: described.parentExecution.workflowId }),
    execution: described.runId,
    status: outcome?.status ?? progress?.status ?? 'running',
    startedAt: described.startTime.toISOString(),
    ...(described.closeTime ? { endedAt: described.closeTime.toISOString() } : {}),
    inspectedAt: new Date().toISOString(),
    ...(outcome?.error === undefined ? {} : { error: outcome.error }),
    ...(trouble ? { trouble } : {}),
    ...(progress ? { heals: progress.heals } : {}),
    waitingFor: progress?.waitingFor ?? [],
    waits: progress?.waits ?? [],
    ...(progress?.heldFor === undefined ? {} : { heldFor: progress.heldFor }),
    ...(outcome?.inputs ? { inputs: outcome.inputs } : {}),
    steps,
    healed: history.healed,
    decisions: history.decisions,
    strikes: Object.fromEntries(facts.strikes.map(({ step, tokens }) => [step, tokens.length])),
    locks: facts.locks.map(({ step, scope, token, pttlMs, revoked }) => {
      return { step, activity: readScope(scope)?.activity ?? '', token, leftMs: pttlMs, revoked };
    }),
    versions: {
      ...workerVersions(facts, history),
      redis,
      temporal,
      steps: Object.fromEntries(steps.flatMap(({ name, version }) => (version === undefined ? [] : [[name, version]]))),
    },
    input,
    ...(typeof described.memo?.['file'] === 'string' ? { file: described.memo['file'] } : {}),
    ...turnOf(described.priority),
    reproduce: commandOf(id, described.type, input),
    redisBytes: facts.redisBytes,
    history: { events: described.historyLength, bytes: described.historySize ?? 0, read: history.read },
    workers: workersOf(facts),
    ...(outcome ? await ledgerOf(link, id, outcome) : { ledger: [] }),
  };
}

/** What the run says of itself, and what the server knows to be wrong with one that has not ended. */
async function stateOf(
  link: Link,
  described: WorkflowExecutionDescription,
  running: boolean,
): Promise<{ progress?: RunProgress; trouble?: RunTrouble }> {
  const { workflowId: id } = described;
  const asked = await askProgress(link, id);
  const progress = asked.progress && (await withChildren(link, asked.progress));
  const told = progress ? { progress } : {};
  if (!running) return told;
  const trouble = await link.reach(id, () => wrongWith(link, described, asked));
  return trouble ? { ...told, trouble } : told;
}

/** The history, and of activities that have not ended what their heartbeats and the server tell. */
async function historyOf(link: Link, described: WorkflowExecutionDescription): Promise<RunHistory> {
  const [history, pending] = await Promise.all([
    readHistory(link, described.workflowId, described.runId),
    pendingSteps(link, described),
  ]);
  for (const { activityId, startedAt, attempt, attempts, worker, phase, done, lastFailure } of pending) {
    const activity = history.activities.find((one) => one.id === activityId);
    if (!activity || activity.endedAt !== undefined) continue;
    Object.assign<ActivityFact, Partial<ActivityFact>>(activity, {
      attempt,
      attempts,
      done,
      outcome: startedAt === undefined ? 'waiting' : 'running',
      ...(startedAt === undefined ? {} : { startedAt }),
      ...(worker === undefined ? {} : { worker }),
      ...(phase === undefined || startedAt === undefined ? {} : { phase }),
      ...(lastFailure === undefined ? {} : { message: lastFailure }),
    });
  }
  return history;
}

type Ledger = Pick<RunReport, 'ledger' | 'ledgerLost'>;

/** A run that ended badly, or whose pipeline writes none, has no ledger; one of long ago, or whose Redis was deleted, has lost it. */
async function ledgerOf(link: Link, id: string, outcome: RunOutcome): Promise<Ledger> {
  try {
    return { ledger: await readLedger(link, id, outcome) };
  } catch (error) {
    if (error instanceof NotPossible) return { ledger: [] };
    if (error instanceof FileLost) return { ledger: [], ledgerLost: error.message };
    throw error;
  }
}

const factsOf = ({ records }: RunFacts): WorkerFacts[] => records.flatMap(({ worker }) => worker ?? []);

function workerVersions(facts: RunFacts, { sdks }: Pick<RunHistory, 'sdks'>): Partial<RunReport['versions']> {
  const all = (key: 'product' | 'node'): string[] => factsOf(facts).flatMap((worker) => worker[key] ?? []);
  const versions = { product: all('product'), sdk: sdks, node: all('node') };
  return Object.fromEntries(
    Object.entries(versions)
      .filter(([, some]) => some.length > 0)
      .map(([name, some]) => [name, [...new Set(some)].join(', ')]),
  );
}

function workersOf(facts: RunFacts): RunReport['workers'] {
  const all = factsOf(facts);
  const worst = (key: 'loopMaxMs' | 'loopP999Ms' | 'peakRssMb'): number =>
    Math.max(0, ...all.map((worker) => worker[key] ?? 0));
  return {
    loopMaxMs: worst('loopMaxMs'),
    loopP999Ms: worst('loopP999Ms'),
    peakRssMb: worst('peakRssMb'),
    lateRenewals: all.reduce((sum, { lateRenewals = 0 }) => sum + lateRenewals, 0),
    takeovers: facts.records.filter((record) => record.attempt > 1).length,
  };
}
