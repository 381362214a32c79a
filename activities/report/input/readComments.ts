import { byName, compare, shortHash } from '../hash';
import { MAX_COMMENT_CHARACTERS, type Attribute, type Comment, type LedgerEntry } from '../model';
import { attributeColumns, attributesOf, readAttributes, valueOf, type Said } from './attributes';
import { findColumns } from './columns';
import { InputFault } from './fault';
import { tableOf } from './header';
import { openFile, type ReadingOptions } from './open';
import { maskPersonalData, pseudonyms } from './personal';
import { columnName, readingOf, type Reading } from './reading';
import { rowsOf, type Row } from './rows';
import { MAX_BYTES, MAX_ROWS, mustFit, tooLarge, tooManyRows } from './sizes';
import { cleanText, saysNothing } from './text';

const MAX_ID_CHARACTERS = 200;
/** Lines above and below a header, which are no rows. */
const MORE_LINES = 40;

export interface ReadOptions extends ReadingOptions {
  /** Larger files are refused before they are parsed. */
  readonly maxBytes?: number;
  readonly maxRows?: number;
  /** A row that would be skipped for a fault refuses the whole file instead. Moderation is no fault. */
  readonly strict?: boolean;
}

export interface ReadResult {
  /** Usable answers in natural order of their ids, whatever the order in the file. */
  readonly comments: Comment[];
  /** Rows that are not used, each with its reason. `comments` and `skipped` together are all rows of the file, or all answers in them. */
  readonly skipped: LedgerEntry[];
  /** Notes about rows that are used: an exact duplicate stays a comment (its speaker counts) and says whose duplicate it is. */
  readonly duplicates: LedgerEntry[];
  readonly total: number;
  /** What the speakers of the comments are, as far as it was asked for and is told. */
  readonly attributes: Attribute[];
  readonly reading: Reading;
}

/** What one row says to one question. */
interface Answer {
  readonly text: string;
  readonly nothing?: string;
  readonly cut?: string;
}

interface Candidate {
  readonly row: Row;
  readonly id: string;
  readonly answers: readonly Answer[];
  readonly content: string;
}

interface Rejected {
  readonly row: Row;
  readonly reason: string;
  readonly fault: boolean;
}

/**
 * Reads a table of comments: CSV, an Excel workbook or JSON. Faults of the file are thrown as `InputFault`; faults of a row put that
 * row into `skipped`. Personal data in the text is masked first, so that every later span is a span of the masked text.
 */
export function readComments(bytes: Uint8Array, options: ReadOptions = {}): ReadResult {
  const {
    maxBytes = MAX_BYTES,
    maxRows = MAX_ROWS,
    strict = false,
    columns: wanted = [],
    attributes: asked = [],
  } = options;
  if (bytes.length > maxBytes) throw tooLarge(bytes.length, maxBytes);
  const grid = openFile(bytes, options, maxRows + MORE_LINES + 1);
  const table = tableOf(grid);
  if (table.rows.length > maxRows) throw tooManyRows(maxRows);
  const columns = findColumns(table, wanted);
  const places = attributeColumns(table, columns, asked);
  const { rows, fields, notes } = rowsOf(grid, table, columns, places);
  const plain = readingOf({ grid, table, columns, fields, rows, notes, attributes: places });
  const { kept, rejected, repeats } = candidates(rows);
  if (strict) refuseFaults(rejected);
  if (kept.length === 0) throw nothingUsable(rows.length, rejected, plain);
  const questions = plain.questions.length > 1 ? plain.questions : undefined;
  const { comments, said, silent, cuts } = toComments(kept, questions, repeats && fields.speaker === undefined);
  mustFit(comments);
  const names = new Set([...kept.map(({ id }) => id), ...comments.map(({ id }) => id)]);
  const skipped = [...nameSkipped(rejected, names), ...silent];
  const { attributes, conflicts } = attributesOf(
    places.map((at) => columnName(table.header, at)),
    said,
  );
  const found = readAttributes(attributes, conflicts, said);
  return {
    comments,
    skipped,
    duplicates: notesOf(comments, cuts),
    total: comments.length + skipped.length,
    attributes,
    reading: {
      ...plain,
      notes: repeats ? [...plain.notes, repeatNote(plain, fields.speaker !== undefined)] : plain.notes,
      attributes: found.attributes,
      warnings: [...plain.warnings, ...found.warnings],
    },
  };
}

const repeatNote = ({ fields }: Reading, known: boolean): string =>
  `${JSON.stringify(fields.id ?? '')} repeats: ${known ? '' : 'it names who speaks, and '}every row is used under an id of its own`;

function answerOf(cell: string): Answer {
  const text = cleanText(cell);
  const nothing = saysNothing(text);
  if (nothing !== undefined) return { text, nothing };
  if (text.length <= MAX_COMMENT_CHARACTERS) return { text };
  const cut = text.slice(0, MAX_COMMENT_CHARACTERS);
  // At the end of a sentence, else of a word: half a word is nobody's.
  const ends = [cut.search(/[.!?…。！？][^.!?…。！？]*$/) + 1, cut.lastIndexOf(' ')];
  const end = ends.find((at) => at > cut.length / 2) ?? cut.length;
  const kept = cut
    .slice(0, end)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd();
  return { text: kept, cut: `the first ${kept.length} of ${text.length} characters are read` };
}

/** Gives every row that says something an id of its own, whatever the order of the rows. */
function candidates(rows: readonly Row[]): { kept: Candidate[]; rejected: Rejected[]; repeats: boolean } {
  const rejected: Rejected[] = [];
  const usable: (Omit<Candidate, 'id'> & { told: string })[] = [];
  for (const row of rows) {
    const answers = row.texts.map(answerOf);
    const reason =
      row.id.length > MAX_ID_CHARACTERS
        ? `id too long: ${row.id.length} characters, at most ${MAX_ID_CHARACTERS}`
        : undefined;
    const nothing = answers.every((answer) => answer.nothing !== undefined) ? answers[0]?.nothing : undefined;
    const why = row.left ?? { reason: nothing ?? reason, fault: true };
    if (why.reason !== undefined) rejected.push({ row, reason: why.reason, fault: why.fault });
    else {
      const content = shortHash(...row.texts, row.speaker, String(row.agrees ?? ''), String(row.disagrees ?? ''));
      usable.push({ row, answers, content, told: shortHash(...row.attributes) });
    }
  }
  // What rows say of who wrote decides nothing but which of two equal ones comes first.
  usable.sort((a, b) => compare(a.content, b.content) || compare(a.told, b.told) || a.row.number - b.row.number);
  const kept = new Map<string, Candidate>();
  const ownIds = new Set(usable.map(({ row }) => row.id));
  const freeId = freeIds((name) => kept.has(name) || ownIds.has(name));
  const firsts = new Map<string, number>();
  let repeats = false;
  for (const { row, answers, content } of usable) {
    const same = row.id === '' ? undefined : firsts.get(`${row.id}\n${content}`);
    if (same !== undefined) {
      rejected.push({ row, reason: `duplicate id: row ${same} has it too, says the same, and is used`, fault: true });
      continue;
    }
    firsts.set(`${row.id}\n${content}`, row.number);
    const again = row.id !== '' && kept.has(row.id);
    repeats ||= again;
    const id = row.id === '' || again ? freeId(row.id || content) : row.id;
    kept.set(id, { row, id, answers, content });
  }
  return { kept: [...kept.values()].sort((a, b) => byName(a.id, b.id)), rejected, repeats };
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

/** @param idSpeaks ids name respondents, of whom the file says nothing else. */
function toComments(kept: readonly Candidate[], questions: readonly string[] | undefined, idSpeaks: boolean) {
  const nameOf = ({ row }: Candidate): string => (idSpeaks ? row.id : row.speaker);
  const masked = pseudonyms(kept.map(nameOf));
  const comments: Comment[] = [];
  const said: Said[] = [];
  const silent: LedgerEntry[] = [];
  const cuts = new Map<string, string>();
  const rowIds = new Set(kept.map(({ id }) => id));
  const freeId = freeIds((name) => rowIds.has(name));
  for (const candidate of kept) {
    const { row, id: rowId, answers } = candidate;
    const speaker =
      nameOf(candidate) === '' ? `Anonymous ${shortHash(rowId)}` : (masked.get(nameOf(candidate)) ?? nameOf(candidate));
    said.push({ speaker, values: row.attributes.map(valueOf) });
    const votes =
      row.agrees === undefined || row.disagrees === undefined ? {} : { agrees: row.agrees, disagrees: row.disagrees };
    for (const [at, { text, nothing, cut }] of answers.entries()) {
      const id = questions === undefined ? rowId : freeId(`${rowId}/q${at + 1}`);
      const question = questions?.[at] ?? row.question;
      if (nothing !== undefined) silent.push({ input: id, outcome: 'skipped', reason: nothing });
      else
        comments.push({
          id,
          text: maskPersonalData(text),
          speaker,
          ...votes,
          ...(question !== undefined && { question }),
        });
      if (cut !== undefined) cuts.set(id, cut);
    }
  }
  return { comments, said, silent, cuts };
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

function notesOf(comments: readonly Comment[], cuts: ReadonlyMap<string, string>): LedgerEntry[] {
  const first = new Map<string, string>();
  const notes: LedgerEntry[] = [];
  for (const { id, text } of comments) {
    const key =
      text
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim() || text;
    const original = first.get(key);
    if (original === undefined) first.set(key, id);
    const duplicate = original === undefined ? undefined : `exact duplicate of ${original}`;
    const reason = [cuts.get(id), duplicate].filter((one) => one !== undefined).join('; ');
    if (reason !== '') notes.push({ input: id, outcome: 'ok', reason });
  }
  return notes;
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

function nothingUsable(total: number, rejected: readonly Rejected[], { questions }: Reading): InputFault {
  return new InputFault('NO_USABLE_COMMENT', {
    what: 'No row can be used',
    where: `all ${total} rows, column ${questions.map((name) => JSON.stringify(name)).join(', ')}`,
    why: `the first is skipped because: ${rejected[0]?.reason ?? 'unknown'}`,
    remedy: 'Check that this column holds the comments, or name another with --column',
  });
}
