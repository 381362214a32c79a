import { z } from 'zod';
import { mapped, ref, stored } from '../kit';
import { SignedOff } from './corrections/record';
import { analyserField, analyserOf, defineStep } from './deps';
import { FileFacts } from './fileFacts';
import { ReadFacts } from './method';
import { Attribute, Claim, Comment, Crux, LedgerEntry, SortedTopic, Summary } from './model';
import { publishedAway } from './render/publishedAway';

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
    comments: stored(ref(z.array(Comment))),
    noted: stored(ref(z.array(LedgerEntry))),
    attributes: stored(ref(z.array(Attribute))),
    /** How the file was read, and the options that were given. */
    file: ReadFacts,
    options: z.array(z.string()),
    claims: stored(mapped(z.array(Claim))),
    topics: stored(ref(z.array(SortedTopic))),
    summaries: stored(ref(z.array(Summary))),
    cruxes: stored(ref(z.array(Crux))),
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
  run(
    { analyser, file, options, comments, noted, attributes, claims, topics, summaries, cruxes, ...rest },
    { signal, deps },
  ) {
    const { version = '', models = [] } = analyserOf(deps, analyser).made ?? {};
    const facts = { ...rest, analyser: analyser.name, method: { file, options, version, models: [...models] } };
    const contents = { comments, noted, attributes, claims, topics, summaries, cruxes };
    return publishedAway({ contents, facts }, signal);
  },
});
