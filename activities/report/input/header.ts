import { InputFault } from './fault';
import type { Grid, Line } from './grid';
import { roleOf } from './words';

export interface Table {
  readonly header: readonly string[];
  /** Lines below the header, without those that are empty. `at` counts from 1 below it, as a spreadsheet would. */
  readonly rows: readonly Line[];
  /** How many cells a line may have. */
  readonly width: number;
  /** False where the first line holds data already. */
  readonly named: boolean;
  readonly notes: readonly string[];
}

/** Titles, dates of the export and blank lines stand above a header; not more of them than this. */
const MAX_TITLE_LINES = 20;
const MAX_COLUMNS = 5_000;
/** What survey tools write below the header of an open question, or of a column with several answers. */
const SECOND_HEADER =
  /^(?:open-ended response|response|other \(please specify\)|antwort mit offenem ende|réponse ouverte|respuesta abierta)$/i;

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell.trim() !== '').length;

/** @throws InputFault `EMPTY_FILE`. */
export function tableOf(grid: Grid): Table {
  const lines = grid.lines.filter(({ cells }) => filled(cells) > 0);
  if (grid.header !== undefined) {
    if (lines.length === 0) throw empty('a list without items');
    return { header: grid.header, rows: lines, width: grid.header.length, named: true, notes: [] };
  }
  const at = headerLine(lines.map(({ cells }) => cells));
  const found = lines[at];
  if (found === undefined) throw empty('no header, no rows');
  const header = withoutTail(found.cells);
  if (header.length > MAX_COLUMNS) throw tooWide(header.length);
  if (looksLikeData(header)) {
    const width = Math.max(...lines.map(({ cells }) => cells.length));
    const places = Array.from({ length: width }, (_, column) => `column ${column + 1}`);
    return {
      header: places,
      rows: numbered(lines),
      width,
      named: false,
      notes: ['no header: columns go by their place'],
    };
  }
  const below = lines.slice(at + 1);
  const others = moreHeaders(below);
  const parts = others > 0 ? undefined : partsOf(header, below[0]);
  const more = parts === undefined ? others : 1;
  if (below.length === more) throw empty('a header without rows');
  const titles = at === 0 ? [] : [`${at} line${at > 1 ? 's' : ''} above the header`];
  const seconds = more === 0 ? [] : [`${more} more header line${more > 1 ? 's' : ''} below it`];
  const notes = [...titles, ...seconds].map((note) => `${note}, not read as data`);
  const width = Math.max(found.cells.length, parts?.length ?? 0);
  return { header: parts ?? header, rows: numbered(below.slice(more)), width, named: true, notes };
}

/** The names of a header in two lines: one that is merged over several columns, and below it theirs. */
function partsOf(header: readonly string[], below: Line | undefined): readonly string[] | undefined {
  const names = below?.cells.map((cell) => cell.trim()) ?? [];
  const unnamed = names.some((name, at) => name !== '' && (header[at] ?? '').trim() === '' && at > 0);
  const known = names.filter((name) => roleOf(name) !== undefined).length;
  const short = names.every((name) => name.split(/\s+/).length < 5 && !/\d/.test(name));
  if (!unnamed || known < 2 || !short) return undefined;
  const upper = (at: number): string => (header[at] ?? '').trim();
  // Over several columns: its own name is below.
  const isMerged = (at: number): boolean => upper(at) === '' || (at + 1 < names.length && upper(at + 1) === '');
  const all = Array.from({ length: Math.max(header.length, names.length) }, (_, at) => names[at] ?? '');
  return all.map((name, at) => (isMerged(at) && name !== '' ? name : upper(at)));
}

const numbered = (lines: readonly Line[]): Line[] => lines.map(({ cells }, at) => ({ cells, at: at + 1 }));

/** The first line with a known name in it and at least half of the cells that lines have; else the first with so many cells. */
function headerLine(lines: readonly (readonly string[])[]): number {
  const counts = lines.map(filled);
  const usual = counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 1;
  const first = lines.slice(0, MAX_TITLE_LINES);
  const wide = (at: number): boolean => (counts[at] ?? 0) * 2 >= usual && (usual < 2 || (counts[at] ?? 0) > 1);
  const known = first.findIndex((cells, at) => wide(at) && cells.some((cell) => roleOf(cell) !== undefined));
  return known >= 0
    ? known
    : Math.max(
        0,
        first.findIndex((_, at) => wide(at)),
      );
}

function withoutTail(cells: readonly string[]): readonly string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  return cells.slice(0, last + 1);
}

/** No column is named like a column, and one of them by a whole sentence that asks nothing, or all by numbers. */
function looksLikeData(header: readonly string[]): boolean {
  const names = header.map((name) => name.trim()).filter((name) => name !== '');
  if (names.some((name) => roleOf(name) !== undefined)) return false;
  const sentence = names.some(
    (name) => /[.!。！]["'”’»]?$/.test(name) && (name.split(/\s+/).length >= 4 || name.length >= 40),
  );
  const asks = names.some((name) => /[?？:]$/.test(name));
  return (sentence && !asks) || (names.length > 0 && names.every((name) => !/\p{L}/u.test(name)));
}

/** Second and third header lines: of SurveyMonkey (what kind of answer), of Qualtrics (the question, then its import id). */
function moreHeaders(lines: readonly Line[]): number {
  const imports = lines
    .slice(0, 3)
    .findIndex(({ cells }) => cells.some((cell) => cell.trim().startsWith('{"ImportId":')));
  if (imports >= 0) return imports + 1;
  return lines[0]?.cells.some((cell) => SECOND_HEADER.test(cell.trim())) === true &&
    (lines[0].cells[0] ?? '').trim() === ''
    ? 1
    : 0;
}

function empty(where: string): InputFault {
  return new InputFault('EMPTY_FILE', {
    what: 'The file holds no rows',
    where,
    why: 'there is nothing to analyse',
    remedy: 'Send a table with a header line and one comment a row',
  });
}

function tooWide(columns: number): InputFault {
  return new InputFault('MALFORMED_CSV', {
    what: 'The table has too many columns',
    where: `${columns} columns`,
    why: `at most ${MAX_COLUMNS} are read`,
    remedy: 'Export the comments as a table with one comment a row',
  });
}
