import { live, stepOf, withStep } from './state';
import type { Answer, Item, Now, RunState, StepName } from './state';

export interface RecordArgs extends StepName {
  readonly owner: string;
  readonly token: number;
  readonly entries: readonly { readonly key: string; readonly outcome: Item['outcome']; readonly value: string }[];
}

export type RecordReply =
  /** `done`: items of the step, all its shards, that have an outcome. */
  { readonly word: 'ok'; readonly done: number } | { readonly word: 'lost' };

/**
 * Stores outcomes of items for the attempt whose owner and token are current; a revoked one still may. Anything newly
 * recorded ends the starts of others that ended without a word, but for those that named another item.
 */
export function record(state: RunState, now: Now, args: RecordArgs): Answer<RunState, RecordReply> {
  const lock = live(stepOf(state, args).lock, now);
  if (lock?.owner !== args.owner || lock.token !== args.token) return { state, reply: { word: 'lost' } };
  const items = { ...state.items[args.step] };
  const recorded = new Set<string>();
  for (const { key, outcome, value } of args.entries) {
    const entry = { outcome, token: args.token, value };
    if (!replaces(entry, items[key])) continue;
    items[key] = entry;
    recorded.add(key);
  }
  const starts = stepOf(state, args).starts.map((start) =>
    start.item !== undefined && recorded.has(start.item) ? { ...start, item: undefined } : start,
  );
  const kept = starts.filter(({ owner, item }) => owner === args.owner || item !== undefined);
  const progressed = recorded.size > 0 ? withStep(state, args, { starts: kept }) : state;
  return {
    state: { ...progressed, items: { ...progressed.items, [args.step]: items } },
    reply: { word: 'ok', done: Object.keys(items).length },
  };
}

/** An ok item stays for ever; failed and skipped ones give way to ok, and to a newer token. */
function replaces(entry: Item, old: Item | undefined): boolean {
  return !old || (old.outcome !== 'ok' && (entry.outcome === 'ok' || entry.token > old.token));
}
