/** What became of every item of a run's maps, while the run goes on too. */
import type { MapEntry } from '../activities/kit/contract';
import { cachedBy, readRecord } from '../redis/itemRecord';
import type { RunStore } from '../redis';
import { FileLost, NotPossible } from './errors';
import { readHistory } from './inspect/history';
import type { ActivityFact } from './inspect/history';
import type { Link } from './link';
import { askProgress } from './progress';
import { quoted } from './shell';
import { baseName } from './watch';

export interface ItemRow {
  /** The call of the map: `docs.label`, `docs.label [day 3]`. */
  readonly step: string;
  /** As the step names the item. */
  readonly id: string;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly reason?: string;
  /** An ok item that was answered by what had been paid before. */
  readonly cached?: true;
}

export interface ItemsOptions {
  /** Only those that ended so. */
  readonly outcome?: ItemRow['outcome'];
}

/** See `RunHandle.items`. */
export async function* itemsOf(
  link: Link,
  id: string,
  step: string | undefined,
  { outcome }: ItemsOptions,
): AsyncGenerator<ItemRow> {
  const { runId } = await link.reach(id, () => link.temporal.workflow.getHandle(id).describe());
  const [{ activities }, { progress }] = await Promise.all([
    link.reach(id, () => readHistory(link, id, runId)),
    askProgress(link, id),
  ]);
  const all = mapsOf(activities);
  // A body that ran again may have gone another way: where a worker answers, what it called first does not count.
  const now = new Set(progress?.steps.map(({ name }) => name) ?? all.keys());
  const wanted = [...all].filter(([call]) => now.has(call) && isMeant(call, step));
  if (step !== undefined && wanted.length === 0) {
    const known = [...all.keys()].join(', ') || 'none so far';
    throw new NotPossible(`The run ${id} has no map ${step}. Its maps: ${known}`);
  }
  const run = (await link.store()).run(id);
  const marks = new Map((await run.facts()).records.map((record) => [record.gen, record.cachedItems]));
  for (const [call, shards] of wanted)
    for await (const row of rowsOf({ id, call, run, marks }, shards))
      if (outcome === undefined || row.outcome === outcome) yield row;
}

/** A step, with or without its namespace, stands for all its calls. */
const isMeant = (call: string, step: string | undefined): boolean =>
  step === undefined || [call, baseName(call)].some((name) => name === step || name.endsWith(`.${step}`));

/** The shards of each call of a map, in the order of its list: of its last list, each as it was scheduled last. */
export function mapsOf(activities: readonly ActivityFact[]): ReadonlyMap<string, readonly ActivityFact[]> {
  const shards = activities.filter(({ shard }) => shard !== undefined);
  const lists = new Map(shards.map(({ call, shard }) => [call, shard?.of]));
  const byCall = new Map<string, Map<number, ActivityFact>>();
  for (const fact of shards) {
    if (!fact.shard || fact.shard.of !== lists.get(fact.call)) continue;
    const ofCall = byCall.get(fact.call) ?? new Map<number, ActivityFact>();
    byCall.set(fact.call, ofCall.set(fact.shard.from, fact));
  }
  const inOrder = (of: ReadonlyMap<number, ActivityFact>) =>
    [...of].toSorted(([a], [b]) => a - b).map(([, one]) => one);
  return new Map([...byCall].map(([call, of]) => [call, inOrder(of)]));
}

interface Where {
  readonly id: string;
  readonly call: string;
  readonly run: Pick<RunStore, 'getBlob' | 'itemPages'>;
  /** Which items of a shard were cached, by the token of its commit. */
  readonly marks: ReadonlyMap<number, string | undefined>;
}

/** A page is what one shard made; of shards that have not ended, what is recorded so far. */
export async function* rowsOf(where: Where, shards: readonly ActivityFact[]): AsyncGenerator<ItemRow> {
  const told = new Set<string>();
  const open = shards.filter(({ output }) => output === undefined);
  for (const { output } of shards) {
    if (!output) continue;
    const isCached = cachedBy(where.marks.get(output.gen));
    for (const [i, entry] of (await entriesOf(where, output)).entries()) {
      if (open.length > 0) told.add(entry.id);
      yield rowOf(where.call, entry.id, entry, isCached(i));
    }
  }
  const [first] = open;
  if (first) yield* recordedOf(where, first.step, told);
}

async function entriesOf(
  { id, call, run }: Where,
  { $ref: sha, bytes }: NonNullable<ActivityFact['output']>,
): Promise<MapEntry<unknown>[]> {
  const blob = await run.getBlob({ sha, bytes });
  if (typeof blob !== 'string') return JSON.parse(Buffer.from(blob).toString('utf8')) as MapEntry<unknown>[];
  throw new FileLost(
    `What became of items of ${call} in run ${id} is gone from Redis: it was not kept for longer. Make it again from what is cached: retry ${quoted(id)} --from ${baseName(call)}`,
  );
}

/** Keys that items name themselves stand among them. */
const NO_ITEM = 'key:';

async function* recordedOf({ call, run }: Where, step: string, told: Set<string>): AsyncGenerator<ItemRow> {
  for await (const page of run.itemPages(step)) {
    for (const { key, ...result } of page) {
      if (key.startsWith(NO_ITEM)) continue;
      const { name, call: of = step, cached, ...ended } = readRecord(result);
      if (of !== call || told.has(name)) continue;
      told.add(name);
      yield rowOf(call, name, { outcome: ended.outcome, reason: ended.value }, cached);
    }
  }
}

function rowOf(
  step: string,
  id: string,
  ended: { outcome: ItemRow['outcome']; reason?: string },
  cached: boolean,
): ItemRow {
  const { outcome, reason } = ended;
  if (outcome === 'ok') return { step, id, outcome, ...(cached ? { cached } : {}) };
  return { step, id, outcome, ...(reason === undefined ? {} : { reason }) };
}
