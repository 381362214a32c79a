import type { Stored } from '../../kit/content/stored';
import type { SignedOff } from '../corrections/record';
import type { FileFacts } from '../fileFacts';
import { groupsOf, spokenIn } from '../groups';
import type { Method } from '../method';
import type { Attribute, Comment, Crux, LedgerEntry, SortedTopic, Summary } from '../model';
import { claimsFile } from './claimsFile';
import { FileParts } from './fileParts';
import { groupsFile } from './groupsFile';
import { renderReport } from './html';
import { writeJson } from './jsonParts';
import { buildReport } from './report';
import { textsFor, type Texts } from './texts/index';

/** What the files of a report are made of. */
export interface FilesOrder {
  /** Without it, what the page calls any report. */
  readonly title?: string | undefined;
  /** Of the report's readers; without it that of most comments. */
  readonly lang?: string | undefined;
  readonly analyser: string;
  readonly date: string;
  readonly durationMs: number;
  readonly comments: readonly Comment[];
  /** Empty where none was asked for. */
  readonly attributes: readonly Attribute[];
  readonly ledger: readonly LedgerEntry[];
  /** With what it is made. */
  readonly method: Method;
  readonly topics: readonly SortedTopic[];
  readonly summaries: readonly Summary[];
  readonly cruxes: readonly Crux[];
  /** Whoever approved it, or gave corrections; and an entry for each of these. */
  readonly signedOff?: SignedOff | undefined;
  readonly corrections?: readonly LedgerEntry[];
}

export type FileName = 'report' | 'page' | 'ledger' | 'table' | 'groups';

/** `groups` is empty where no attribute was asked for. */
export interface Files extends Readonly<Record<FileName, Stored<string>>> {
  readonly facts: Readonly<Record<FileName, FileFacts>>;
}

/** The files of a report. A function of its argument. */
export function filesOf(order: FilesOrder): Files {
  const { comments, ledger, signedOff, corrections = [] } = order;
  const done = corrections.flatMap(({ correction }) => correction ?? []);
  const texts = textsFor(order.lang ?? mainLanguage(comments));
  const groups = groupsOf(order.attributes, spokenIn(order.topics));
  const output = buildReport({
    ...order,
    ...(groups.length > 0 && { groups }),
    title: order.title ?? texts.text('title'),
    description: describe(comments, texts),
    language: texts.language,
    corrections: signedOff && { ...signedOff, done },
  });
  const report = jsonFile(output);
  const page = textFile(renderReport(output, ledger, groups));
  const table = textFile(claimsFile(output.data[1], comments));
  const entries = jsonFile([...ledger, ...corrections.map((entry) => signed(entry, signedOff))]);
  const groupTable = textFile(groupsFile(output.data[1]));
  return {
    report: report.file,
    page: page.file,
    ledger: entries.file,
    table: table.file,
    groups: groupTable.file,
    facts: {
      report: report.facts,
      page: page.facts,
      ledger: entries.facts,
      table: table.facts,
      groups: groupTable.facts,
    },
  };
}

const textFile = (text: string): ReturnType<FileParts['end']> => new FileParts().write(text).end();

/** Without indentation, which would be half of the file: of 10,000 comments 41 MB instead of 19. */
function jsonFile(content: unknown): ReturnType<FileParts['end']> {
  const parts = new FileParts();
  writeJson(content, (part) => parts.write(part));
  return parts.write('\n').end();
}

/** Corrections stand after the inputs in ledger.json, and are counted as none. */
const signed = (entry: LedgerEntry, signedOff: SignedOff | undefined): LedgerEntry => ({
  ...entry,
  reason: `${entry.reason}, by ${signedOff?.by}`,
});

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
