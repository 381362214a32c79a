/** Outcomes of items as Redis holds them: `<o|f|s>:<token>:<value>`, written by record.lua. */
import type { DataCommands } from './link';
import type { ItemOutcome, ItemResult } from './types';

export const letters: Record<ItemOutcome, string> = { ok: 'o', failed: 'f', skipped: 's' };
const outcomes: Record<string, ItemOutcome> = { o: 'ok', f: 'failed', s: 'skipped' };

/** Null where there is none, and for what failed or was skipped below the floor: a person wants it tried again. */
export function parseItem(text: string | null, floor: number): ItemResult | null {
  const [, letter = '', token, value = ''] = /^([ofs]):(\d+):(.*)$/s.exec(text ?? '') ?? [];
  const outcome = outcomes[letter];
  return outcome && (outcome === 'ok' || Number(token) >= floor) ? { outcome, value } : null;
}

/** Their values come along: of the largest, 7 MiB. */
const ITEMS_A_SCAN = 100;

export interface ItemPage {
  readonly items: (ItemResult & { readonly key: string })[];
  /** Absent after the last one. */
  readonly next?: string;
}

/** Some of the items under one name, from `cursor` on, which is `0` at first. */
export async function scanItems(
  data: Pick<DataCommands, 'hscan'>,
  name: string,
  cursor: string,
  floor: number,
): Promise<ItemPage> {
  const [next, fields] = await data.hscan(name, cursor, 'COUNT', ITEMS_A_SCAN);
  const items: ItemPage['items'] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const result = parseItem(fields[i + 1] ?? null, floor);
    if (result) items.push({ key: fields[i] ?? '', ...result });
  }
  return { items, ...(next === '0' ? {} : { next }) };
}
