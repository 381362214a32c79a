/** Contents as steps are handed them, and back. */
import { Stored } from '../../activities/kit/content/stored';
import type { MapEntry } from '../../activities/kit/contract';

export const valueOf = <T>({ json }: Stored<T>): T => JSON.parse(Buffer.from(json).toString('utf8')) as T;

/** The output of a map all of whose items ended ok. */
export const storedMap = <T>(values: readonly T[]): Stored<MapEntry<T>[]> =>
  Stored.of(values.map((value, at) => ({ id: String(at), outcome: 'ok' as const, value })));

export const valuesOf = <T>(stored: Stored<MapEntry<T>[]>): T[] =>
  valueOf(stored).flatMap((entry) => (entry.outcome === 'ok' ? [entry.value] : []));
