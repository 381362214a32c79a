import type { Input } from './outside';

export interface Entry {
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly value: unknown;
}

/** What a shard of a map makes of its numbers. */
export const mapOutput = ({ items, from, to }: Input, outcomeOf = (_n: number): Entry['outcome'] => 'ok'): Entry[] =>
  (items as number[]).slice(Number(from), Number(to)).map((n) => ({ outcome: outcomeOf(n), value: n * n }));
