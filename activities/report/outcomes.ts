import type { MapEntry } from '../kit';

/** The values of a map that had to succeed as a whole. */
export function allValues<T>(entries: readonly MapEntry<T>[]): T[] {
  return entries.map((entry) => {
    if (entry.outcome === 'ok') return entry.value;
    throw new Error(`${entry.id} ${entry.outcome}: ${entry.reason}`);
  });
}

/** The values of a map's ok items. */
export function okValues<T>(entries: readonly MapEntry<T>[]): T[] {
  return entries.flatMap((entry) => (entry.outcome === 'ok' ? [entry.value] : []));
}
