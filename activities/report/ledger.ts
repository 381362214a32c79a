/** The ledger of a report: every input once, with what became of it. */
import type { MapEntry } from '../kit';
import type { LedgerEntry } from './model';

/** One entry an input: what the claims step made of it, why it never got there, or why a person hid it. */
export function ledgerOf(noted: readonly LedgerEntry[], claims: readonly MapEntry<unknown>[]): LedgerEntry[] {
  const ofInputs = noted.filter(({ correction }) => correction === undefined);
  const notes = new Map(ofInputs.map((entry) => [entry.input, entry]));
  const used = claims.map((entry): LedgerEntry => {
    if (entry.outcome === 'ok') return notes.get(entry.id) ?? { input: entry.id, outcome: 'ok' };
    return { input: entry.id, outcome: entry.outcome, reason: entry.reason };
  });
  const isUsed = new Set(claims.map(({ id }) => id));
  return [...used, ...ofInputs.filter(({ input, outcome }) => outcome !== 'ok' && !isUsed.has(input))];
}

export function countOf(ledger: readonly LedgerEntry[]): {
  total: number;
  ok: number;
  failed: number;
  skipped: number;
} {
  const of = (outcome: LedgerEntry['outcome']): number => ledger.filter((entry) => entry.outcome === outcome).length;
  return { total: ledger.length, ok: of('ok'), failed: of('failed'), skipped: of('skipped') };
}
