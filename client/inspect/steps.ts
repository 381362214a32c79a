/** The steps of a run, each from what three sources know: the workflow's rows, Temporal's history, records in Redis. */
import type { RunFacts, StepRecord } from '../../redis';
import type { RunProgress, StepRow } from '../../workflows/kit';
import { baseName } from '../watch';
import type { ActivityFact } from './history';
import type { ActivityReport, ItemCounts, StepReport } from './types';

/** What the kit does for a run besides its steps. */
const NO_STEP = /^kit\.(?:open|keepAlive|reset|remember)$/;

/** What the guard (activities/kit/guard.ts) writes into a record besides what the store demands. */
interface Recorded {
  readonly scope?: string;
  readonly version?: number;
  readonly lockWaitMs?: number;
  readonly bytes?: number;
  readonly items?: Readonly<Record<string, number>>;
  readonly attempts?: ActivityReport['attempts'];
  readonly skipped?: string;
}
const more = (record: StepRecord): Recorded => record as Recorded;

/** Shards of a map are gathered by a step of the kit; what it stores belongs to the map, whose name the reference has. */
function stepOf(record: StepRecord): string {
  const { step } = (record.output ?? {}) as { step?: unknown };
  return record.step === 'kit.gather' && typeof step === 'string' ? step : record.step;
}

/** In the order in which they were first called. */
export function stepsOf(
  facts: RunFacts,
  progress: RunProgress | undefined,
  history: readonly ActivityFact[],
  execution: string,
): StepReport[] {
  const rows = progress?.steps ?? [];
  const called = history.filter(({ step }) => !NO_STEP.test(step));
  const recorded = facts.records.toSorted((a, b) => a.gen - b.gen).map(stepOf);
  const names = [...called.map(({ step }) => step), ...rows.map((row) => baseName(row.name)), ...recorded];
  const makers = new Map(facts.records.map((record) => [record.gen, more(record).scope]));
  return [...new Set(names)].map((name) => {
    const records = facts.records.filter((record) => stepOf(record) === name);
    const row = rows.filter((one) => baseName(one.name) === name).at(-1);
    const own = called.filter(({ step }) => step === name);
    const children = rows.flatMap(({ name: of, child }) =>
      child !== undefined && baseName(of) === name ? [child] : [],
    );
    const report = oneStep(name, row, records, own, activitiesOf(own, records, makers, execution));
    return children.length === 0 ? report : { ...report, children: [...new Set(children)] };
  });
}

function oneStep(
  name: string,
  row: StepRow | undefined,
  records: readonly StepRecord[],
  facts: readonly ActivityFact[],
  activities: readonly ActivityReport[],
): StepReport {
  const sum = (read: (record: StepRecord) => number): number => records.reduce((all, record) => all + read(record), 0);
  const message = row?.message ?? activities.findLast((activity) => activity.endedAt === undefined)?.message;
  const startedAt = activities[0]?.scheduledAt ?? row?.startedAt;
  const endedAt = row ? row.endedAt : activities.at(-1)?.endedAt;
  const version = records.map((record) => more(record).version).find((one) => one !== undefined);
  const underWay = facts.reduce((all, { done = 0 }) => all + done, 0);
  const items = itemsOf(records, row, underWay);
  return {
    name,
    status: row?.status ?? statusOf(activities.at(-1), records),
    ...(version === undefined ? {} : { version }),
    attempts:
      activities.length > 0 ? activities.reduce((all, { attempt }) => all + attempt, 0) : sum(({ attempt }) => attempt),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    durationMs: sum((record) => record.durationMs),
    lockWaitMs: sum((record) => more(record).lockWaitMs ?? 0),
    bytes: sum((record) => more(record).bytes ?? 0),
    ...(items ? { items } : {}),
    ...(message === undefined ? {} : { message }),
    ...(row?.effect && { effect: row.effect }),
    reads: [...new Set(facts.flatMap(({ reads }) => reads))].filter((step) => step !== name),
    activities,
  };
}

/** Without a worker nobody tells rows. */
function statusOf(last: ActivityReport | undefined, records: readonly StepRecord[]): string {
  if (!last) return records.some((record) => more(record).skipped !== undefined) ? 'skipped' : 'done';
  if (last.outcome === 'answered') return 'done';
  return last.outcome === 'waiting' ? 'running' : last.outcome;
}

/** The row knows the whole, also of what is not finished; records know what was cached. */
function itemsOf(records: readonly StepRecord[], row: StepRow | undefined, underWay = 0): ItemCounts | undefined {
  const all = records.flatMap((record) => {
    const { items } = more(record);
    return items ? [items] : [];
  });
  if (all.length === 0 && !row?.items) return undefined;
  const count = (key: string): number => all.reduce((sum, one) => sum + (one[key] ?? 0), 0);
  const ok = count('total') - count('failed') - count('skipped');
  const { total, failed, skipped } = row?.items ?? {
    total: count('total'),
    failed: count('failed'),
    skipped: count('skipped'),
  };
  const done = Math.min(total, (row?.items?.ok ?? ok) + underWay);
  return { total, done, cached: count('cached'), failed, skipped };
}

function activitiesOf(
  facts: readonly ActivityFact[],
  records: readonly StepRecord[],
  makers: ReadonlyMap<number, string | undefined>,
  execution: string,
): ActivityReport[] {
  const seen = new Set<number>();
  return facts.map((fact) => {
    const record = records.find((one) => more(one).scope?.endsWith(`/${execution}/${fact.id}`));
    const isOld = fact.gens.some((gen) => seen.has(gen) || makers.get(gen) !== undefined);
    for (const gen of fact.gens) seen.add(gen);
    return activityOf(fact, record, fact.outcome === 'done' && !record && isOld);
  });
}

function activityOf(fact: ActivityFact, record: StepRecord | undefined, isAnswered: boolean): ActivityReport {
  const { id, part, scheduledAt, endedAt, attempt, worker, phase, message } = fact;
  const { lockWaitMs, bytes, attempts = fact.attempts } = record ? more(record) : {};
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
