/** The most of these times, which need not be in order, that lie in one span of so many ms; from `fromMs` on. */
export function mostWithin(spanMs: number, timesMs: readonly number[], fromMs = -Infinity): number {
  const times = timesMs.filter((ms) => ms >= fromMs).toSorted((a, b) => a - b);
  let first = 0;
  return times.reduce((most, time, last) => {
    while ((times[first] ?? time) <= time - spanMs) first += 1;
    return Math.max(most, last - first + 1);
  }, 0);
}
