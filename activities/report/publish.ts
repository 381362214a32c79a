import { z } from 'zod';
import { mapped, ref } from '../kit';
import { SignedOff } from './corrections/record';
import { analyserField, analyserOf, defineStep } from './deps';
import { FileFacts } from './fileFacts';
import { countOf, ledgerOf } from './ledger';
import { ReadFacts } from './method';
import { Attribute, Claim, Comment, Crux, LedgerEntry, SortedTopic, Summary } from './model';
import { filesAway } from './render/filesAway';

/** Makes the files of the report. The ledger has every input exactly once. */
export const publish = defineStep({
  version: 7,
  input: {
    /** Without it, what the page calls any report. */
    title: z.string().optional(),
    /** Of the report's readers; without it that of most comments. */
    lang: z.string().optional(),
    analyser: analyserField,
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
    /** Whoever approved it, or gave corrections. */
    signedOff: SignedOff.optional(),
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
    const { analyser, noted, claims, file, options, ...rest } = input;
    const { version = '', models = [] } = analyserOf(deps, analyser).made ?? {};
    const method = { file, options, version, models: [...models] };
    const ledger = ledgerOf(noted, claims);
    const corrections = noted.filter(({ correction }) => correction !== undefined);
    return {
      ...(await filesAway({ ...rest, analyser: analyser.name, method, ledger, corrections }, signal)),
      inputs: countOf(ledger),
    };
  },
});
