/**
 * How the outcome of an item is recorded: under its name and that of the call, so that the ledger of a map can be told while it runs, and with
 * whether its answer had been paid for before. Neither is part of what a map gives: its readers are asked again only
 * where an outcome changed.
 */
import type { ItemResult } from './types';

export interface RecordedItem extends ItemResult {
  readonly cached: boolean;
}

/** Whose outcome it is. */
export interface ItemName {
  readonly name: string;
  /** The call that it was recorded for first, where that has another name than its step. */
  readonly call?: string | undefined;
}

/** The names as JSON, which holds no line break; a space before them says `cached`. Then, in the next line, the outcome. */
export const recordOf = ({ name, call }: ItemName, { value, cached }: RecordedItem): string =>
  `${cached ? ' ' : ''}${JSON.stringify(call === undefined ? name : [name, call])}\n${value}`;

/** @throws SyntaxError for what `recordOf` did not write. */
export function readRecord({ outcome, value: text }: ItemResult): RecordedItem & ItemName {
  const end = text.indexOf('\n');
  const names = JSON.parse(text.slice(0, end)) as string | [string, string];
  const [name, call] = typeof names === 'string' ? [names] : names;
  return { name, call, outcome, value: text.slice(end + 1), cached: text.startsWith(' ') };
}

/** Which of some items were cached, for the record of a shard: `all`, or a bit for each; undefined for none. */
export function marksOf(cached: readonly boolean[]): string | undefined {
  if (!cached.includes(true)) return undefined;
  if (!cached.includes(false)) return 'all';
  const bits = Buffer.alloc(Math.ceil(cached.length / 8));
  for (const [i, is] of cached.entries()) if (is) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
  return bits.toString('base64');
}

/** Tells of each place whether it was cached. */
export function cachedBy(marks: unknown): (place: number) => boolean {
  if (typeof marks !== 'string') return () => false;
  if (marks === 'all') return () => true;
  const bits = Buffer.from(marks, 'base64');
  return (place) => ((bits[place >> 3] ?? 0) & (1 << (place & 7))) !== 0;
}
