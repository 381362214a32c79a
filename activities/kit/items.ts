/**
 * The item loop of a map shard. Every item ends ok, failed or skipped, and is recorded the moment it does; what an
 * earlier attempt recorded is not computed again. A retryable error is tried again within the attempt, then by up to
 * two later attempts (sweeps), then recorded as failed.
 */
import { limits, pause, ValueTooLarge } from '../../redis';
import type { ItemEntry, ItemResult } from '../../redis';
import { canonicalJson } from './canonical';
import type { Json, MapEntry } from './contract';
import { once, own, stepContext } from './context';
import type { AnyMapDefinition, ItemContext } from './define';
import { isFinal, messageOf, OwnFailure } from './errors';
import { ItemLog } from './itemLog';
import type { Execution, ItemCounts } from './work';

const TRIES_IN_ATTEMPT = 3;
const FIRST_RETRY_MS = 100;
const SWEEPS = 2;
const DEFAULT_CONCURRENCY = 6;
const MAX_REASON_CHARACTERS = 500;
/** What a heartbeat names of the items under way. */
const MAX_NAMED = 10;
const MAX_NAME_CHARACTERS = 100;

export interface Item {
  /** The item's name, as the ledger shows it. */
  readonly name: string;
  /** sha256 of step, version, shared inputs and the item's content: what its outcome is recorded under. */
  readonly hash: string;
  readonly value: unknown;
}

export interface ItemsDone {
  readonly entries: MapEntry<unknown>[];
  readonly counts: ItemCounts;
}

class Skip {
  constructor(readonly reason: string) {}
}

/** Where this attempt records outcomes of items. */
export function itemLog(x: Execution, step: string): ItemLog {
  return new ItemLog(x.store, { step, hash: x.hash, owner: x.attempt.owner, token: x.hold.token }, x.hold);
}

/** @param known outcomes already recorded, by item hash. */
export async function runItems(
  x: Execution,
  step: string,
  definition: AnyMapDefinition,
  shared: unknown,
  items: readonly Item[],
  known: Map<string, ItemResult>,
): Promise<ItemsDone> {
  const log = itemLog(x, step);
  const limiter = x.kit.limiter(step, definition.concurrency ?? DEFAULT_CONCURRENCY);
  const reused = known.size;
  const tally = { cached: 0, computed: 0 };
  const later: string[] = [];
  const lastSweep = x.failed >= SWEEPS || x.failuresLeft <= 1;
  const underWay = new Set<string>();
  const tell = (): void => x.heart.progress(known.size, items.length, named(underWay));
  tell();
  const runOne = async (item: Item): Promise<void> => {
    underWay.add(item.name);
    tell();
    const outcome = await settle(x, step, definition, shared, item, tally);
    underWay.delete(item.name);
    if ('retry' in outcome && !lastSweep) {
      later.push(`${item.name}: ${outcome.value}`);
      return;
    }
    await log.add({ key: item.hash, outcome: outcome.outcome, value: outcome.value });
    known.set(item.hash, outcome);
    tell();
  };
  const open = items.filter((item) => !known.has(item.hash));
  await oneByOne(open, runOne, () => limiter.enter(x.closing));
  if (later.length > 0) throw new OwnFailure(new Error(`${later.length} items failed, first: ${later[0]}`));
  const entries = items.map((item) => entryOf(item, known.get(item.hash)));
  return { entries, counts: count(entries, reused, tally) };
}

const named = (items: Iterable<string>): string[] =>
  [...items].slice(0, MAX_NAMED).map((name) => name.slice(0, MAX_NAME_CHARACTERS));

/**
 * Starts the items one after another, each as soon as it has a place, and waits for all that were started: nothing of this
 * attempt may go on after it has ended. Rejects when `enter` does, or with what the first item failed with: from then on
 * none is started. Shards and runs that share a limiter so take turns, item by item.
 */
async function oneByOne(
  items: readonly Item[],
  run: (item: Item) => Promise<void>,
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

type Settled = ItemResult & { readonly retry?: true };

async function settle(
  x: Execution,
  step: string,
  definition: AnyMapDefinition,
  shared: unknown,
  item: Item,
  tally: { cached: number; computed: number },
): Promise<Settled> {
  const compute = async (): Promise<Json> => {
    tally.computed += 1;
    tally.cached -= 1;
    return runItem(x, step, definition, shared, item);
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      tally.cached += 1;
      const value = definition.cache ? await once(x, item.hash, compute) : await compute();
      return recordable(canonicalJson(value));
    } catch (error) {
      if (error instanceof Skip) return { outcome: 'skipped', value: error.reason };
      if (error instanceof ValueTooLarge) return { outcome: 'failed', value: error.message };
      if (!(error instanceof OwnFailure)) throw error;
      const reason = messageOf(error).slice(0, MAX_REASON_CHARACTERS);
      if (isFinal(error.cause)) return { outcome: 'failed', value: reason };
      if (attempt === TRIES_IN_ATTEMPT) return { outcome: 'failed', value: reason, retry: true };
      await pause(x.hold.clock, FIRST_RETRY_MS * 2 ** (attempt - 1), x.closing);
    }
  }
}

/** Rule 11: too large fails at once. It is the item that fails: the others are not to blame. */
function recordable(value: string): ItemResult {
  const bytes = Buffer.byteLength(value);
  if (bytes <= limits.itemBytes) return { outcome: 'ok', value };
  throw new ValueTooLarge(
    'The result of this item',
    bytes,
    limits.itemBytes,
    'Return less, or keep it outside and return its address.',
  );
}

async function runItem(
  x: Execution,
  step: string,
  definition: AnyMapDefinition,
  shared: unknown,
  item: Item,
): Promise<Json> {
  let skipped: Skip | undefined;
  const context: ItemContext<unknown> = {
    ...stepContext(x, step, item.hash),
    skip(reason) {
      skipped = new Skip(reason.slice(0, MAX_REASON_CHARACTERS));
      throw new Error(`skipped: ${reason}`);
    },
  };
  const run = async (): Promise<Json> =>
    definition.output.parse(await definition.run(item.value as never, shared as never, context as never)) as Json;
  return own(x, item.name, run).catch((error: unknown) => {
    throw skipped ?? error;
  });
}

function entryOf(item: Item, result: ItemResult | undefined): MapEntry<unknown> {
  if (!result) throw new Error(`impossible: ${item.name} has no outcome at the end of its shard`);
  const { outcome, value } = result;
  return outcome === 'ok'
    ? { key: item.name, outcome, value: JSON.parse(value) as unknown }
    : { key: item.name, outcome, reason: value };
}

function count(
  entries: readonly MapEntry<unknown>[],
  reused: number,
  tally: { cached: number; computed: number },
): ItemCounts {
  const of = (outcome: ItemEntry['outcome']): number => entries.filter((entry) => entry.outcome === outcome).length;
  return { total: entries.length, reused, ...tally, failed: of('failed'), skipped: of('skipped') };
}
