/** Median and quartiles of `n` values. */
export interface Spread {
  median: number;
  q1: number;
  q3: number;
  n: number;
}

/** The value below which the fraction `part` of all values lies, interpolated. NaN for none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * part;
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** Of what was measured: a slice in which nothing was finished has no figure. */
export function spread(values: readonly number[]): Spread {
  const measured = values.filter((value) => Number.isFinite(value));
  const at = (part: number) => quantile(measured, part);
  return { median: at(0.5), q1: at(0.25), q3: at(0.75), n: measured.length };
}

/** Value by value, both of one round: what moved the whole round cancels out. */
export function ratios(values: readonly number[], base: readonly number[]): number[] {
  return values.map((value, round) => value / (base[round] ?? NaN));
}

/** `0.95 (0.93–0.97)`: median and quartiles; a dash where there is no figure. */
export function show({ median, q1, q3, n }: Spread, digits = 2): string {
  if (n === 0) return '–';
  return `${median.toFixed(digits)} (${q1.toFixed(digits)}–${q3.toFixed(digits)})`;
}
