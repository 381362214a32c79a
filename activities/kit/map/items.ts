/**
 * The item loop of a map shard. Every item ends ok, failed or skipped, and is recorded the moment it does; what an
 * earlier attempt recorded is not computed again. A retryable error is tried again within the attempt, then by up to
 * two later attempts (sweeps), then recorded as failed.
 */
import type { ItemEntry, ShardCounts } from '../../../redis';
import type { MapEntry } from '../contract';
import { OwnFailure } from '../errors';
import type { Item, Shard } from './item';
import { ItemLog } from './itemLog';
import { marksOf, recordOf } from '../../../redis/itemRecord';
import type { RecordedItem } from '../../../redis/itemRecord';
import { Limiter } from '../worker/limiter';
import { withOwnKeys } from './ownKeys';
import type { Keyed } from './ownKeys';
import { settle } from './settle';
import type { Settled, Tally } from './settle';
import { MAX_DEATHS } from '../attempt/turn';
import type { Execution } from '../attempt/work';

const SWEEPS = 2;
const DEFAULT_CONCURRENCY = 6;
/** What a heartbeat names of the items under way. */
const MAX_NAMED = 10;
const MAX_NAME_CHARACTERS = 100;

export interface ItemsDone {
  readonly entries: MapEntry<unknown>[];
  readonly counts: ShardCounts;
  /** Which of them were cached (redis/itemRecord.ts). */
  readonly cachedItems?: string;
}

/** Where this attempt records outcomes of items. */
export function itemLog(x: Execution, step: string): ItemLog {
  return new ItemLog(x.store, { step, hash: x.hash, owner: x.attempt.owner, token: x.hold.token }, x.hold);
}

/** @param known outcomes already recorded, by item hash. */
export async function runItems(
  x: Execution,
  shard: Shard,
  items: readonly Item[],
  known: Map<string, RecordedItem>,
): Promise<ItemsDone> {
  const { step, definition } = shard;
  const log = itemLog(x, step);
  const limiter = x.suspect ? new Limiter(1) : x.kit.limiter(step, definition.concurrency ?? DEFAULT_CONCURRENCY);
  const reused = known.size;
  const tally: Tally = { computed: 0 };
  const later: string[] = [];
  const lastSweep = x.failed >= SWEEPS || x.failuresLeft <= 1;
  const underWay = new Set<string>();
  const tell = (): void => x.heart.progress(known.size, items.length, named(underWay));
  tell();
  const runOne = async (keyed: Keyed): Promise<void> => {
    const { item } = keyed;
    if (x.suspect && !('refused' in keyed)) await log.note(item.hash);
    underWay.add(item.name);
    tell();
    const refused = item.refused ?? ('refused' in keyed ? keyed.refused : undefined);
    const outcome: Settled =
      refused === undefined
        ? await settle(x, shard, item, tally)
        : { outcome: 'failed', value: refused, cached: false };
    underWay.delete(item.name);
    if ('retry' in outcome && !lastSweep) {
      later.push(`${item.name}: ${outcome.value}`);
      return;
    }
    await log.add({
      key: item.hash,
      outcome: outcome.outcome,
      value: recordOf({ name: item.name, call: x.options.call }, outcome),
    });
    known.set(item.hash, outcome);
    tell();
  };
  const open = items.filter((item) => !known.has(item.hash));
  const keyed = mostSuspectedFirst(x.notes, await withOwnKeys(x, shard, log, open));
  await oneByOne(keyed, runOne, () => limiter.enter(x.closing));
  if (later.length > 0) throw new OwnFailure(new Error(`${later.length} items failed, first: ${later[0]}`));
  const entries = items.map((item) => entryOf(item, known.get(item.hash)));
  const cached = items.map((item) => known.get(item.hash)?.cached === true);
  const cachedItems = marksOf(cached);
  const counts = { ...count(entries, reused, tally), cached: cached.filter((is) => is).length };
  return { entries, counts, ...(cachedItems === undefined ? {} : { cachedItems }) };
}

const named = (items: Iterable<string>): string[] =>
  [...items].slice(0, MAX_NAMED).map((name) => name.slice(0, MAX_NAME_CHARACTERS));

/**
 * Items that were under way when their worker died stand in front, so that one which kills is found before anything else is
 * worked on; after too many deaths it is not worked on any more. `notes` names an item once for each death.
 */
function mostSuspectedFirst(notes: readonly string[], items: readonly Keyed[]): readonly Keyed[] {
  const deathsOf = ({ item }: Keyed): number => notes.filter((note) => note === item.hash).length;
  const killed = `its worker died ${MAX_DEATHS} times while it ran`;
  return items
    .map((keyed) => ({ keyed, deaths: deathsOf(keyed) }))
    .toSorted((a, b) => b.deaths - a.deaths)
    .map(({ keyed, deaths }) => (deaths < MAX_DEATHS ? keyed : { item: keyed.item, refused: killed }));
}

/**
 * Starts the items one after another, each as soon as it has a place, and waits for all that were started: nothing of this
 * attempt may go on after it has ended. Rejects when `enter` does, or with what the first item failed with: from then on
 * none is started. Shards and runs that share a limiter so take turns, item by item.
 */
async function oneByOne<T>(
  items: readonly T[],
  run: (item: T) => Promise<void>,
  enter: () => Promise<() => void>,
): Promise<void> {
  const failures: unknown[] = [];
  const failed = (error: unknown): void => void failures.push(error);
  const started: Promise<void>[] = [];
  for (const item of items) {
    const leave = await enter().catch(failed);
    if (leave && failures.length === 0) started.push(run(item).catch(failed).finally(leave));
    else leave?.();
    if (failures.length > 0) break;
  }
  await Promise.all(started);
  if (failures.length > 0) throw failures[0];
}

function entryOf(item: Item, result: RecordedItem | undefined): MapEntry<unknown> {
  if (!result) throw new Error(`impossible: ${item.name} has no outcome at the end of its shard`);
  const { outcome, value } = result;
  return outcome === 'ok'
    ? { id: item.name, outcome, value: JSON.parse(value) as unknown }
    : { id: item.name, outcome, reason: value };
}

function count(entries: readonly MapEntry<unknown>[], reused: number, tally: Tally): Omit<ShardCounts, 'cached'> {
  const of = (outcome: ItemEntry['outcome']): number => entries.filter((entry) => entry.outcome === outcome).length;
  return { total: entries.length, reused, ...tally, failed: of('failed'), skipped: of('skipped') };
}
