import fc from 'fast-check';
import type { MapEntry } from '../../../activities/kit';
import { countOf, ledgerOf } from '../../../activities/report/ledger';
import type { LedgerEntry } from '../../../activities/report/model';

/** Not an input: what a person did. */
const hiding = (input: string): NonNullable<LedgerEntry['correction']> => ({
  line: 1,
  kind: 'hide',
  of: [input],
  text: `hide ${input}`,
  outcome: 'applied',
  comments: 1,
});

/** What the reader of the file noted, and how the items of the claims step ended; the names are those of the file. */
const reports = fc
  .uniqueArray(
    fc.nat(60).map((n) => `row ${n}`),
    { maxLength: 20 },
  )
  .chain((names) =>
    fc.record({
      names: fc.constant(names),
      isRead: fc.array(fc.boolean(), { minLength: names.length, maxLength: names.length }),
      outcomes: fc.array(fc.constantFrom('ok', 'failed', 'skipped'), {
        minLength: names.length,
        maxLength: names.length,
      }),
      hidden: fc.subarray(names),
    }),
  );

it('every input ends once in the ledger, ok, failed or skipped, and with a reason where it is not ok', () => {
  fc.assert(
    fc.property(reports, ({ names, isRead, outcomes, hidden }) => {
      const left = names.filter((_, i) => !isRead[i]);
      const noted: LedgerEntry[] = [
        ...left.map((input) => ({ input, outcome: 'skipped' as const, reason: 'empty comment' })),
        ...hidden.map((input) => ({ input, outcome: 'ok' as const, correction: hiding(input) })),
      ];
      const claims = names.flatMap((id, i): MapEntry<unknown>[] => {
        const outcome = outcomes[i] ?? 'ok';
        if (!isRead[i]) return [];
        return [outcome === 'ok' ? { id, outcome, value: [] } : { id, outcome, reason: 'no claim' }];
      });
      const ledger = ledgerOf(noted, claims);
      expect(ledger.map(({ input }) => input).toSorted()).toEqual(names.toSorted());
      for (const { input, outcome, reason } of ledger) {
        const place = names.indexOf(input);
        expect(outcome).toBe(isRead[place] ? outcomes[place] : 'skipped');
        expect(reason === undefined).toBe(outcome === 'ok');
      }
      const { total, ok, failed, skipped } = countOf(ledger);
      expect([total, ok + failed + skipped]).toEqual([names.length, names.length]);
    }),
  );
});
