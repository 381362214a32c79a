/** What came of it, in words: each fault when it came, and the sums. */
import type { Fault } from './books';
import { UNTIL_TOLD_MS } from './faults';
import type { Town } from './town';

/** Workers that died though nobody here had killed them: what they worked on did, or they ended by themselves. */
export function ownDeaths(town: Town): Fault[] {
  const { faults } = town.books;
  const hurt = new Set(faults.flatMap(({ kind, pids = [] }) => (kind.includes('SIGSTOP') ? [] : pids)));
  return town.fleet.deaths
    .filter(({ pid }) => !hurt.has(pid))
    .map(({ pid, at, by }) => {
      const kind = by === 'SIGKILL' ? 'poison' : `a worker ended by itself with ${by}`;
      return { kind, pids: [pid], from: at, to: at, noticeMs: 1000 };
    });
}

/** Workers that stood still though nobody here had stopped them: this machine had no time for them. */
export function starvations(town: Town): Fault[] {
  const stops = town.books.faults.filter(({ kind }) => kind.includes('SIGSTOP'));
  return town.outside.latenesses
    .filter(({ pid, at, lateMs }) => !stops.some((stop) => stop.pids?.includes(pid) && stop.to > at - lateMs))
    .map(({ pid, at, lateMs }) => {
      return { kind: 'no time for a worker', pids: [pid], from: at - lateMs, to: at, noticeMs: UNTIL_TOLD_MS };
    });
}

/** How often each kind came. */
export function kindsOf(faults: readonly Fault[]): Map<string, number> {
  const kinds = new Map<string, number>();
  for (const { kind } of faults) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  return kinds;
}

export interface Sums {
  readonly items: number;
  readonly paid: number;
  readonly inFlight: number;
}

/** Of the payments of these runs. */
export function sumsOf(town: Town, runs: readonly string[]): Sums {
  const payments = town.outside.payments.filter(({ run }) => runs.includes(run));
  const items = new Set(payments.map(({ item }) => item)).size;
  return { items, paid: payments.length, inFlight: town.books.inFlight(runs) };
}

export function told(town: Town, began: number, { items, paid, inFlight }: Sums): string {
  const seconds = (at: number): string => `${((at - began) / 1000).toFixed(1)} s`;
  const faults = town.books.faults.toSorted((a, b) => a.from - b.from);
  const lines = faults.map((fault) => {
    const { kind, pids = [], from, to } = fault;
    const whom = pids.length > 0 ? ` ${pids.join(' and ')}` : '';
    return `  ${seconds(from).padStart(8)}  ${kind}${whom}, ${to - from} ms, ${town.books.caughtBy({ ...fault, noticeMs: 0 }).length} calls in flight`;
  });
  const kinds = [...kindsOf(faults)].map(([kind, times]) => `${times} × ${kind}`);
  return [
    `${faults.length} faults in ${seconds(Date.now())}; ${items} items, ${paid - items} paid again, ${inFlight} calls in flight at a fault`,
    ...lines,
    `  ${kinds.join(', ')}`,
    '',
  ].join('\n');
}
