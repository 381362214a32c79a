import { CsvError, parse } from 'csv-parse/sync';
import { sniffDelimiter } from './delimiter';
import { InputFault } from './fault';
import type { Grid, Line } from './grid';
import { roleOf } from './words';

/** Far more than a comment takes: what is longer is a file that is no CSV, or a quote that is never closed. */
const MAX_RECORD_CHARACTERS = 2_000_000;
/** Stands for "no delimiter": a file of one column, whose commas are commas. */
const NONE = '\x1f';
const NAMES: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' };
const BY_NAME: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t', comma: ',', semicolon: ';', pipe: '|' };

interface Parsed {
  readonly lines: Line[];
  readonly quotes: 'doubled' | 'backslash' | 'stray';
}

/**
 * The lines of a delimited text. The delimiter is the one asked for, that of a `sep=` line, or the one with which most lines have
 * the same number of cells. Quotes are read as the standard says; where that fails, as programs write them that escape with a
 * backslash or do not know of quotes.
 * @throws InputFault `MALFORMED_CSV` naming the line.
 */
export function readCsv(text: string, wanted: string | undefined, maxLines: number): Omit<Grid, 'form'> {
  const separator = /^\uFEFF?"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)/i.exec(text);
  const body = separator === null ? text : text.slice(separator[0].length);
  const delimiter = (wanted && (BY_NAME[wanted.toLowerCase()] ?? wanted)) ?? separator?.[1] ?? sniffDelimiter(body);
  const before = separator === null ? 0 : 1;
  const { lines, quotes } = parseAny(body, delimiter ?? NONE, maxLines, before);
  const inner = delimiter === undefined ? withoutOuterQuotes(lines, body) : undefined;
  if (inner !== undefined) {
    const read = readCsv(inner, undefined, maxLines);
    return { ...read, notes: [WHOLE_LINES, ...read.notes] };
  }
  const unwrapped = delimiter === undefined ? lines : lines.map((line) => withoutQuotes(line, lines[0], delimiter));
  const notes = {
    doubled: [],
    backslash: ['quotes are escaped with a backslash'],
    stray: ['some quotes do not stand where CSV wants them: they are read as text'],
  }[quotes];
  return {
    lines: unwrapped,
    notes: [...(unwrapped.some((line, at) => line !== lines[at]) ? [WHOLE_LINES] : []), ...notes],
    ...(delimiter && { separator: delimiter, delimiter: NAMES[delimiter] ?? JSON.stringify(delimiter) }),
  };
}

const WHOLE_LINES = 'lines stand in quotes as a whole: read without them';
/** Of the lines of a table: few have a cell too many. */
const MOST_LINES = 0.95;

/**
 * A CSV that was saved by a program to which it had one column: lines that have a quote in them, or what is its own delimiter, are
 * one quoted cell, and most often all are.
 */
function withoutOuterQuotes(lines: readonly Line[], text: string): string | undefined {
  if (!/(?:^|[\r\n])\uFEFF?"[^\r\n]*"[ \t]*(?:$|[\r\n])/.test(text)) return undefined;
  const inner = lines.map(({ cells: [cell = ''] }) => cell).join('\n');
  const delimiter = sniffDelimiter(inner);
  const read = delimiter === undefined ? undefined : attempt(inner, { delimiter, to: lines.length }, 0);
  const names = read?.[0]?.cells ?? [];
  const whole = read?.filter(({ cells }) => cells.length === names.length) ?? [];
  const isTable = names.length > 1 && whole.length >= MOST_LINES * lines.length;
  return isTable && names.some((name) => roleOf(name) !== undefined) ? inner : undefined;
}

/** The same of a single line, where most have nothing in them that is quoted. */
function withoutQuotes(line: Line, header: Line | undefined, delimiter: string): Line {
  const [cell = '', ...others] = line.cells;
  if (others.length > 0 || !cell.includes(delimiter)) return line;
  const [inner, ...more] = attempt(cell, { delimiter, to: 2 }, 0) ?? [];
  const fits = inner !== undefined && more.length === 0 && inner.cells.length === header?.cells.length;
  return fits ? { ...line, cells: inner.cells } : line;
}

function parseAny(text: string, delimiter: string, to: number, before: number): Parsed {
  try {
    return { lines: parsed(text, { delimiter, to }, before), quotes: 'doubled' };
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const escaped = /\\"/.test(text) ? attempt(text, { delimiter, to, escape: '\\' }, before) : undefined;
    if (escaped !== undefined) return { lines: escaped, quotes: 'backslash' };
    const relaxed = attempt(text, { delimiter, to, relax_quotes: true }, before);
    const swallowed = relaxed?.find(({ cells }) => cells.some((cell) => swallows(cell, delimiter)));
    if (relaxed === undefined || swallowed !== undefined)
      throw malformed(cause, swallowed?.at ?? openedAt(text, delimiter, before));
    return { lines: relaxed, quotes: 'stray' };
  }
}

interface Dialect {
  readonly delimiter: string;
  readonly to: number;
  readonly escape?: string;
  readonly relax_quotes?: boolean;
}

function attempt(text: string, dialect: Dialect, before: number): Line[] | undefined {
  try {
    return parsed(text, dialect, before);
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

function parsed(text: string, dialect: Dialect, before: number): Line[] {
  const records = parse(text, {
    bom: true,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_CHARACTERS,
    ...dialect,
  }) as unknown as { record: string[]; info: { lines: number } }[];
  let last = before;
  return records.map(({ record, info }) => {
    const at = last + 1;
    last = info.lines + before;
    return { cells: record, at };
  });
}

/** A cell with a line in it that begins another quoted cell has swallowed rows: its own quote was never closed. */
function swallows(cell: string, delimiter: string): boolean {
  return (
    cell.includes('\n') &&
    cell
      .split('\n')
      .slice(1)
      .some((line) => line.includes(`${delimiter}"`))
  );
}

/** The line on which the quote opens that is open at the end. */
function openedAt(text: string, delimiter: string, before: number): number | undefined {
  let line = before + 1;
  let opened: number | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const [previous = '\n', char, next = '\n'] = [text[at - 1], text[at], text[at + 1]];
    if (char === '\n') line += 1;
    if (char !== '"') continue;
    if (opened === undefined && (previous === '\n' || previous === '\r' || previous === delimiter)) opened = line;
    else if (opened !== undefined && next === '"') at += 1;
    else if (opened !== undefined && (next === '\n' || next === '\r' || next === delimiter)) opened = undefined;
  }
  return opened;
}

function malformed(cause: CsvError, opened: number | undefined): InputFault {
  const found = typeof cause['lines'] === 'number' ? cause['lines'] : undefined;
  const line = opened ?? found;
  const tooLong =
    cause.code === 'CSV_MAX_RECORD_SIZE' ? `a row is longer than ${MAX_RECORD_CHARACTERS} characters` : undefined;
  const why =
    opened === undefined ? (tooLong ?? cause.message.replace(/\.$/, '')) : 'a quote opens there that is never closed';
  const remedy = 'Close the quote (one inside a quoted cell is doubled), then send the file again';
  const where = line === undefined ? 'the file' : `line ${line}`;
  return new InputFault('MALFORMED_CSV', { what: 'The file is not a well-formed CSV', where, why, remedy }, { cause });
}
