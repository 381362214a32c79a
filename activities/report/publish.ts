import { createHash } from 'node:crypto';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { z } from 'zod';
import { mapped, ref } from '../kit';
import type { MapEntry } from '../kit';
import { defineStep } from './deps';
import { Claim, Comment, Crux, LedgerEntry, SortedTopic, Summary } from './model';
import { claimsFile } from './render/claimsFile';
import { renderReport } from './render/html';
import { buildReport } from './render/report';
import { textsFor, type Texts } from './render/texts/index';

const FileFacts = z.object({ bytes: z.number(), sha256: z.string() });

/** Makes the files of the report. The ledger has every input exactly once. */
export const publish = defineStep({
  version: 4,
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
    facts: z.object({ report: FileFacts, page: FileFacts, ledger: FileFacts, table: FileFacts }),
    inputs: z.object({ total: z.number(), ok: z.number(), failed: z.number(), skipped: z.number() }),
  },
  // Heartbeats and renewals wait for each of these lines: with 10,000 comments all of them together would be long.
  async run(input) {
    const ledger = ledgerOf(input.noted, input.claims);
    const texts = textsFor(input.lang ?? mainLanguage(input.comments));
    const output = buildReport({
      ...input,
      ledger,
      title: input.title ?? texts.text('title'),
      description: describe(input.comments, texts),
      language: texts.language,
    });
    await othersTurn();
    const page = renderReport(output, ledger);
    await othersTurn();
    const table = claimsFile(output.data[1], input.comments);
    await othersTurn();
    const files = { report: textOf(output), page, ledger: textOf(ledger), table };
    await othersTurn();
    const facts = {
      report: factsOf(files.report),
      page: factsOf(files.page),
      ledger: factsOf(files.ledger),
      table: factsOf(files.table),
    };
    return { ...files, facts, inputs: countOf(ledger) };
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

function describe(comments: readonly Comment[], texts: Texts): string {
  const people = texts.count('people', new Set(comments.map(({ speaker }) => speaker)).size);
  return texts.count('described', comments.length, { people });
}

/** The one of most comments; of as many, the first by name, so that the order of the rows does not matter. */
function mainLanguage(comments: readonly Comment[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { lang } of comments) if (lang !== undefined) counts.set(lang, (counts.get(lang) ?? 0) + 1);
  return [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}

/** Without indentation, which would be half of the file: of 10,000 comments 41 MB instead of 19. */
const textOf = (content: unknown): string => `${JSON.stringify(content)}\n`;

function factsOf(text: string): { bytes: number; sha256: string } {
  return { bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
}
