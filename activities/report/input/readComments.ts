import { byName, shortHash } from '../hash';
import { MAX_COMMENT_CHARACTERS, type Comment, type LedgerEntry } from '../model';
import { decode } from './decode';
import { InputFault } from './fault';
import { maskPersonalData, pseudonyms } from './personal';
import { readTable, type Row } from './table';

const MAX_ID_CHARACTERS = 200;
/** What was watched to become a report: of 30,000 comments, 7 MB, report.json was too large for a blob (64 MiB). */
const MAX_ROWS = 20_000;
export const MAX_BYTES = 5 * 1024 * 1024;

export interface ReadOptions {
  /** Larger files are refused before they are parsed. */
  readonly maxBytes?: number;
  readonly maxRows?: number;
  /** A row that would be skipped for a fault refuses the whole file instead. Moderation is no fault. */
  readonly strict?: boolean;
}

export interface ReadResult {
  /** Usable rows in natural order of their ids, whatever the order in the file. */
  readonly comments: Comment[];
  /** Rows that are not used, each with its reason. `comments` and `skipped` together are all rows of the file. */
  readonly skipped: LedgerEntry[];
  /** Notes about rows that are used: an exact duplicate stays a comment (its speaker counts) and says whose duplicate it is. */
  readonly duplicates: LedgerEntry[];
  readonly total: number;
}

interface Candidate {
  readonly row: Row;
  readonly id: string;
  readonly text: string;
}

interface Rejected {
  readonly row: Row;
  readonly reason: string;
  readonly fault: boolean;
}

/**
 * Reads a CSV of comments. Faults of the file are thrown as `InputFault`; faults of a row put that row into `skipped`.
 * Personal data in the text is masked first, so that every later span is a span of the masked text.
 */
export function readComments(bytes: Uint8Array, options: ReadOptions = {}): ReadResult {
  const { maxBytes = MAX_BYTES, maxRows = MAX_ROWS, strict = false } = options;
  const rows = readTable(decode(bytes, maxBytes), maxRows);
  const rejected: Rejected[] = [];
  const usable: Row[] = [];
  for (const row of rows) {
    const rejection = reject(row);
    if (rejection === undefined) usable.push(row);
    else rejected.push({ row, ...rejection });
  }
  const kept = withIds(usable, rejected);
  if (strict) refuseFaults(rejected);
  if (kept.length === 0) throw nothingUsable(rows.length, rejected);
  const comments = toComments(kept);
  return {
    comments,
    skipped: nameSkipped(rejected, new Set(kept.map(({ id }) => id))),
    duplicates: exactDuplicates(comments),
    total: rows.length,
  };
}

function reject(row: Row): Omit<Rejected, 'row'> | undefined {
  const { text } = row;
  if (row.moderated === '-1') return { reason: 'rejected by moderation (moderated = -1)', fault: false };
  if (text === '') return { reason: 'empty comment', fault: true };
  if (text.length > MAX_COMMENT_CHARACTERS) {
    return { reason: `too long: ${text.length} characters, at most ${MAX_COMMENT_CHARACTERS}`, fault: true };
  }
  if (row.id.length > MAX_ID_CHARACTERS) {
    return { reason: `id too long: ${row.id.length} characters, at most ${MAX_ID_CHARACTERS}`, fault: true };
  }
  if (text.length < 10 && text.split(/\s+/).length < 3) {
    return { reason: 'too short to mean anything: fewer than 10 characters and fewer than 3 words', fault: true };
  }
  return undefined;
}

/** Gives every row an id. Of rows that share one, the first by content stays, whichever came first in the file. */
function withIds(usable: readonly Row[], rejected: Rejected[]): Candidate[] {
  const ordered = usable
    .map((row) => ({
      row,
      text: maskPersonalData(row.text),
      content: shortHash(row.text, row.speaker, row.agrees, row.disagrees),
    }))
    .sort((a, b) => (a.content < b.content ? -1 : a.content > b.content ? 1 : a.row.number - b.row.number));
  const kept = new Map<string, Candidate>();
  const ownIds = new Set(usable.map((row) => row.id));
  const freeId = freeIds((name) => kept.has(name) || ownIds.has(name));
  for (const { row, text, content } of ordered) {
    const id = row.id === '' ? freeId(content) : row.id;
    const holder = kept.get(id);
    if (holder === undefined) kept.set(id, { row, id, text });
    else rejected.push({ row, reason: `duplicate id: row ${holder.row.number} has it too and is used`, fault: true });
  }
  return [...kept.values()].sort((a, b) => byName(a.id, b.id));
}

/** Goes on counting where it stopped: 20,000 rows of one letter took 36 s when each began at 2 again. */
function freeIds(taken: (name: string) => boolean): (base: string) => string {
  const next = new Map<string, number>();
  return (base) => {
    if (!taken(base)) return base;
    let occurrence = next.get(base) ?? 2;
    while (taken(`${base}-${occurrence}`)) occurrence += 1;
    next.set(base, occurrence + 1);
    return `${base}-${occurrence}`;
  };
}

function toComments(kept: readonly Candidate[]): Comment[] {
  const masked = pseudonyms(kept.map(({ row }) => row.speaker));
  return kept.map(({ row, id, text }) => {
    const speaker = row.speaker === '' ? `Anonymous ${shortHash(id)}` : (masked.get(row.speaker) ?? row.speaker);
    const agrees = votes(row.agrees);
    const disagrees = votes(row.disagrees);
    const hasVotes = agrees !== undefined && disagrees !== undefined;
    return hasVotes ? { id, text, speaker, agrees, disagrees } : { id, text, speaker };
  });
}

function votes(cell: string): number | undefined {
  return /^\d{1,9}$/.test(cell) ? Number(cell) : undefined;
}

/** Names must be unique in the ledger: a row whose id is taken is named by its id and its row. */
function nameSkipped(rejected: readonly Rejected[], used: Set<string>): LedgerEntry[] {
  const freeId = freeIds((name) => used.has(name));
  return rejected
    .toSorted((a, b) => a.row.number - b.row.number)
    .map(({ row, reason }) => {
      const base = row.id.slice(0, MAX_ID_CHARACTERS);
      const wanted = base === '' ? `row ${row.number}` : used.has(base) ? `${base} (row ${row.number})` : base;
      const input = freeId(wanted);
      used.add(input);
      return { input, outcome: 'skipped', reason };
    });
}

function exactDuplicates(comments: readonly Comment[]): LedgerEntry[] {
  const first = new Map<string, string>();
  const duplicates: LedgerEntry[] = [];
  for (const { id, text } of comments) {
    const key =
      text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim() || text;
    const original = first.get(key);
    if (original === undefined) first.set(key, id);
    else duplicates.push({ input: id, outcome: 'ok', reason: `exact duplicate of ${original}` });
  }
  return duplicates;
}

function refuseFaults(rejected: readonly Rejected[]): void {
  const faults = rejected.filter(({ fault }) => fault).toSorted((a, b) => a.row.number - b.row.number);
  const [first] = faults;
  if (first === undefined) return;
  throw new InputFault('ROW_FAULT', {
    what: `${faults.length} of the rows cannot be used, and strict reading was asked for`,
    where: `first: row ${first.row.number}`,
    why: first.reason,
    remedy: 'Correct these rows, or read without --strict: they are then skipped and listed in the ledger',
  });
}

function nothingUsable(total: number, rejected: readonly Rejected[]): InputFault {
  return new InputFault('NO_USABLE_COMMENT', {
    what: 'No row can be used',
    where: `all ${total} rows`,
    why: `the first is skipped because: ${rejected[0]?.reason ?? 'unknown'}`,
    remedy: 'Check that the comment column holds the comments',
  });
}
