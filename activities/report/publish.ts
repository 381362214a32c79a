import { z } from 'zod';
import { mapped, ref } from '../kit';
import type { MapEntry } from '../kit';
import { defineStep } from './deps';
import { ReadFacts } from './method';
import { Attribute, Claim, Comment, Crux, LedgerEntry, SortedTopic, Summary } from './model';
import { filesAway } from './render/filesAway';

const FileFacts = z.object({ bytes: z.number(), sha256: z.string() });

/** Makes the files of the report. The ledger has every input exactly once. */
export const publish = defineStep({
  version: 6,
  input: {
    /** Without it, what the page calls any report. */
    title: z.string().optional(),
    /** Of the report's readers; without it that of most comments. */
    lang: z.string().optional(),
    analyser: z.string(),
    date: z.string(),
    durationMs: z.number(),
    comments: ref(z.array(Comment)),
    noted: ref(z.array(LedgerEntry)),
    attributes: ref(z.array(Attribute)),
    /** How the file was read, and the options that were given. */
    file: ReadFacts,
    options: z.array(z.string()),
    claims: mapped(z.array(Claim)),
    topics: ref(z.array(SortedTopic)),
    summaries: ref(z.array(Summary)),
    cruxes: ref(z.array(Crux)),
  },
  output: {
    report: ref(z.string()),
    page: ref(z.string()),
    ledger: ref(z.string()),
    table: ref(z.string()),
    /** Empty where no attribute was asked for. */
    groups: ref(z.string()),
    facts: z.object({ report: FileFacts, page: FileFacts, ledger: FileFacts, table: FileFacts, groups: FileFacts }),
    inputs: z.object({ total: z.number(), ok: z.number(), failed: z.number(), skipped: z.number() }),
  },
  async run(input, { signal, deps }) {
    const { noted, claims, file, options, ...rest } = input;
    const { version = '', models = [] } = deps.analyser.made ?? {};
    const method = { file, options, version, models: [...models] };
    const ledger = ledgerOf(noted, claims);
    return { ...(await filesAway({ ...rest, method, ledger }, signal)), inputs: countOf(ledger) };
  },
});

/** One entry an input: what the claims step made of it, or why it never got there. */
function ledgerOf(noted: readonly LedgerEntry[], claims: readonly MapEntry<unknown>[]): LedgerEntry[] {
  const notes = new Map(noted.filter((entry) => entry.outcome === 'ok').map((entry) => [entry.input, entry.reason]));
  const used = claims.map((entry): LedgerEntry => {
    const reason = entry.outcome === 'ok' ? notes.get(entry.id) : entry.reason;
    return { input: entry.id, outcome: entry.outcome, ...(reason === undefined ? {} : { reason }) };
  });
  return [...used, ...noted.filter((entry) => entry.outcome !== 'ok')];
}

function countOf(ledger: readonly LedgerEntry[]): { total: number; ok: number; failed: number; skipped: number } {
  const of = (outcome: LedgerEntry['outcome']): number => ledger.filter((entry) => entry.outcome === outcome).length;
  return { total: ledger.length, ok: of('ok'), failed: of('failed'), skipped: of('skipped') };
}
