/** All of what `publish` does, from contents to files: in a thread where they are large. */
import { z } from 'zod';
import { mapped } from '../../kit/authoring/fields';
import type { MapEntry } from '../../kit/contract';
import { countOf, ledgerOf } from '../ledger';
import { Attribute, Claim, Comment, Crux, LedgerEntry, SortedTopic, Summary } from '../model';
import { readSent, type AllSent, type Refused } from '../onStored';
import { filesOf, type Files, type FilesOrder } from './files';

/** What travels by reference. */
const CONTENTS = {
  comments: z.array(Comment),
  noted: z.array(LedgerEntry),
  attributes: z.array(Attribute),
  claims: mapped(z.array(Claim)).schema as z.ZodType<MapEntry<Claim[]>[]>,
  topics: z.array(SortedTopic),
  summaries: z.array(Summary),
  cruxes: z.array(Crux),
};
type Contents = { readonly [K in keyof typeof CONTENTS]: z.infer<(typeof CONTENTS)[K]> };

export interface PublishOrder {
  readonly contents: AllSent<Contents>;
  readonly facts: Omit<FilesOrder, keyof Contents | 'ledger' | 'corrections'>;
}

export interface Published extends Files {
  readonly inputs: { total: number; ok: number; failed: number; skipped: number };
}

export function published({ contents, facts }: PublishOrder): Published | Refused {
  const read = readSent<Contents>(CONTENTS, contents);
  if ('refused' in read) return read;
  const { noted, claims, ...parts } = read;
  const ledger = ledgerOf(noted, claims);
  const corrections = noted.filter(({ correction }) => correction !== undefined);
  return { ...filesOf({ ...facts, ...parts, ledger, corrections }), inputs: countOf(ledger) };
}
