/** The calls of a run, each from what three sources know: the workflow's rows, Temporal's history, records in Redis. */
import type { RunFacts, ShardCounts, StepRecord } from '../../redis';
import { readScope } from '../../redis/scope';
import type { RunProgress, StepRow } from '../../workflows/kit';
import { doneOf } from '../progress';
import type { ActivityFact } from './history';
import type { ActivityReport, ItemCounts, StepReport } from './types';

/** What the kit does for a run besides its steps. */
const NO_STEP = /^kit\.(?:open|keepAlive|reset|remember|kept|notify|list|value)$/;

/** Shards of a map are gathered by a step of the kit; what it stores belongs to the map, whose name the reference has. */
function callOf(record: StepRecord): string {
  const { step } = (record.output ?? {}) as { step?: unknown };
  return record.call ?? (record.step === 'kit.gather' && typeof step === 'string' ? step : record.step);
}

/** In the order in which they were first called. */
export function stepsOf(
  facts: RunFacts,
  progress: RunProgress | undefined,
  history: readonly ActivityFact[],
  execution: string,
): StepReport[] {
  const rows = progress?.steps ?? [];
  const called = history.filter(({ call }) => !NO_STEP.test(call));
  const reports = activitiesOf(called, facts.records, execution);
  const recorded = facts.records.toSorted((a, b) => a.gen - b.gen).map(callOf);
  const names = [...called.map(({ call }) => call), ...recorded.filter((call) => !NO_STEP.test(call))];
  const readsOf = readers(history);
  return [...new Set([...names, ...rows.map((row) => row.name)])].map((name) => {
    const records = facts.records.filter((record) => callOf(record) === name);
    const own = called.flatMap((fact, i) => (fact.call === name && reports[i] ? [[fact, reports[i]] as const] : []));
    const row = rows.find((one) => one.name === name);
    const ownFacts = own.map(([fact]) => fact);
    return {
      ...oneStep(
        row,
        records,
        ownFacts,
        own.map(([, report]) => report),
      ),
      name,
      reads: [...new Set(ownFacts.flatMap(readsOf))].filter((call) => call !== name),
      ...(row?.child === undefined ? {} : { children: [row.child] }),
    };
  });
}

/** Tells whose output an activity reads, call by call. A list that the kit made for the body stands for what it was made of. */
function readers(history: readonly ActivityFact[]): (fact: ActivityFact) => string[] {
  const makers = new Map<number, readonly string[]>();
  const readsOf = ({ reads }: ActivityFact): string[] =>
    reads.flatMap(({ token, step }) => makers.get(token) ?? [step]);
  for (const fact of history) {
    const made = NO_STEP.test(fact.call) ? readsOf(fact) : [fact.call];
    for (const token of fact.tokens) if (!makers.has(token)) makers.set(token, made);
  }
  return readsOf;
}

function oneStep(
  row: StepRow | undefined,
  records: readonly StepRecord[],
  facts: readonly ActivityFact[],
  activities: readonly ActivityReport[],
): Omit<StepReport, 'name' | 'reads'> {
  const sum = (read: (record: StepRecord) => number): number => records.reduce((all, record) => all + read(record), 0);
  const message = row?.message ?? activities.findLast((activity) => activity.endedAt === undefined)?.message;
  const startedAt = activities[0]?.scheduledAt ?? row?.startedAt;
  const endedAt = row ? row.endedAt : activities.at(-1)?.endedAt;
  const version = records.map((record) => record.version).find((one) => one !== undefined);
  const underWay = facts.reduce((all, { done = 0 }) => all + done, 0);
  const items = itemsOf(records, row, underWay);
  return {
    status: row?.status ?? statusOf(activities.at(-1), records),
    ...(version === undefined ? {} : { version }),
    attempts:
      activities.length > 0 ? activities.reduce((all, { attempt }) => all + attempt, 0) : sum(({ attempt }) => attempt),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    durationMs: sum((record) => record.durationMs),
    lockWaitMs: sum((record) => record.lockWaitMs ?? 0),
    bytes: sum((record) => record.bytes ?? 0),
    ...(items ? { items } : {}),
    ...(message === undefined ? {} : { message }),
    ...(row?.effect && { effect: row.effect }),
    activities,
  };
}

/** Without a worker nobody tells rows. */
function statusOf(last: ActivityReport | undefined, records: readonly StepRecord[]): string {
  if (!last) return records.some((record) => record.skipped !== undefined) ? 'skipped' : 'done';
  if (last.outcome === 'answered') return 'done';
  return last.outcome === 'waiting' ? 'running' : last.outcome;
}

/** The row knows the whole, also of what is not finished; records know what was cached. */
function itemsOf(records: readonly StepRecord[], row: StepRow | undefined, underWay = 0): ItemCounts | undefined {
  const all = records.flatMap(({ items }) => items ?? []);
  if (all.length === 0 && !row?.items) return undefined;
  const count = (key: keyof ShardCounts): number => all.reduce((sum, one) => sum + one[key], 0);
  // Without a worker nobody tells rows: what is recorded is done.
  const [total, failed, skipped, cached] = [count('total'), count('failed'), count('skipped'), count('cached')];
  const items = row?.items ?? { total, ok: total - failed - skipped, failed, skipped, cached };
  return {
    total: items.total,
    done: doneOf(items, underWay),
    cached: items.cached,
    failed: items.failed,
    skipped: items.skipped,
  };
}

function activitiesOf(
  facts: readonly ActivityFact[],
  records: readonly StepRecord[],
  execution: string,
): ActivityReport[] {
  const makers = new Map(records.map((record) => [record.gen, record.scope]));
  const byActivity = new Map(records.map((record) => [nameOf(readScope(record.scope ?? '')), record]));
  const seen = new Set<number>();
  return facts.map((fact) => {
    const record = byActivity.get(nameOf({ execution, activity: fact.id }));
    const isOld = fact.tokens.some((token) => seen.has(token) || makers.get(token) !== undefined);
    for (const token of fact.tokens) seen.add(token);
    return activityOf(fact, record, fact.outcome === 'done' && !record && isOld);
  });
}

/** Of an activity among those of all executions of a run. */
const nameOf = (scope?: { readonly execution: string; readonly activity: string }): string | undefined =>
  scope && `${scope.execution}/${scope.activity}`;

function activityOf(fact: ActivityFact, record: StepRecord | undefined, isAnswered: boolean): ActivityReport {
  const { id, part, scheduledAt, endedAt, attempt, worker, phase, message } = fact;
  const { lockWaitMs, bytes, attempts = fact.attempts } = record ?? {};
  const items = record && itemsOf([record], undefined);
  return {
    id,
    ...(part === undefined ? {} : { part }),
    outcome: isAnswered ? 'answered' : fact.outcome,
    scheduledAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    attempt,
    attempts: [...attempts.filter((one) => one.number < attempt), ...lastAttempt(fact)],
    ...(lockWaitMs === undefined ? {} : { lockWaitMs }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(items ? { items } : {}),
    ...(worker === undefined ? {} : { worker }),
    ...(phase === undefined ? {} : { phase }),
    ...(message === undefined ? {} : { message }),
  };
}

/** Of the last attempt Temporal knows the times, by the server's clock. */
function lastAttempt({ attempt, startedAt, endedAt, type, message }: ActivityFact): ActivityReport['attempts'] {
  if (startedAt === undefined) return [];
  return [
    {
      number: attempt,
      startedAt,
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(type === undefined ? {} : { type }),
      ...(message === undefined || endedAt === undefined ? {} : { why: message }),
    },
  ];
}
