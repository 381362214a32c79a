import type { Columns } from './columns';
import { InputFault } from './fault';
import type { Grid, Line } from './grid';
import type { Table } from './header';
import { isModeration, isNo, isRejection, plainName, type Role } from './words';

/** One row of the file with what its columns say. `number` counts data rows from 1, as a spreadsheet would below its header. */
export interface Row {
  readonly number: number;
  readonly id: string;
  /** One for each question, as they stand in the cells. */
  readonly texts: readonly string[];
  readonly speaker: string;
  readonly agrees?: number;
  readonly disagrees?: number;
  /** What the columns of attributes say, as it stands in the cells. */
  readonly attributes: readonly string[];
  /** Of a file that has a row for each answer to each of its questions. */
  readonly question?: string;
  /** Why it is left out whatever it says, and whether that is a fault of the file. */
  readonly left?: { readonly reason: string; readonly fault: boolean };
}

/** Which columns the fields were taken from; undefined where the file has none. */
export interface Fields {
  readonly id?: number;
  readonly speaker?: number;
  readonly agrees?: number;
  readonly disagrees?: number;
  readonly votes?: number;
  readonly moderated?: number;
  readonly approved?: number;
  readonly question?: number;
}

/** More rows than that have too many cells: it is the file that is broken. */
const MAX_RAGGED_SHARE = 0.1;

export interface Rows {
  readonly rows: readonly Row[];
  readonly fields: Fields;
  readonly notes: readonly string[];
}

/** @throws InputFault `MALFORMED_CSV` where rows have too many cells and it cannot be told which belong together. */
export function rowsOf(grid: Grid, table: Table, columns: Columns, attributes: readonly number[]): Rows {
  const fields = fieldsOf(table, columns);
  const { lines, joined, ragged } = straighten(grid, table, columns);
  const notes = joined === 0 ? [] : [`${joined} rows have delimiters in the last column without quotes: joined again`];
  const rows = lines.map((line) => rowOf(line, table, { columns, fields, attributes }, ragged.has(line)));
  return { rows, fields, notes };
}

function fieldsOf(table: Table, { named, comments }: Columns): Fields {
  const all = (role: Role): readonly number[] => (named.get(role) ?? []).filter((at) => !comments.includes(at));
  const one = (role: Role, fits: (cells: readonly string[]) => boolean = () => true): number | undefined =>
    all(role).find((at) => fits(table.rows.flatMap(({ cells }) => (cells[at] ?? '').trim() || [])));
  const unique = (cells: readonly string[]): boolean => new Set(cells).size === cells.length;
  const id = one('id', unique) ?? one('id');
  // Beside the id of the answer, that of a respondent names who speaks.
  const respondent = all('id').find((at) => at !== id && plainName(table.header[at] ?? '').startsWith('respondent'));
  const found = {
    id,
    speaker: one('speaker', (cells) => cells.length > 0) ?? respondent,
    agrees: one('agrees'),
    disagrees: one('disagrees'),
    votes: one('votes'),
    moderated: one('moderated', (cells) => cells.length > 0 && cells.every(isModeration)),
    approved: one('approved', (cells) => cells.length > 0),
    question: one('question', (cells) => cells.length > 0),
  };
  return Object.fromEntries(Object.entries(found).filter(([, at]) => at !== undefined));
}

/** Rows with more cells than the header: those of a comment in the last column are one cell that had delimiters in it. */
function straighten(grid: Grid, { rows, width }: Table, { comments }: Columns) {
  const ragged = new Set<Line>();
  let joined = 0;
  const lines = rows.map((line): Line => {
    const last = line.cells.findLastIndex((cell) => cell.trim() !== '');
    if (last < width) return line;
    if (comments.length === 1 && comments[0] === width - 1 && grid.separator !== undefined) {
      joined += 1;
      const whole = line.cells.slice(width - 1, last + 1).join(grid.separator);
      return { at: line.at, cells: [...line.cells.slice(0, width - 1), whole] };
    }
    ragged.add(line);
    return line;
  });
  const [first] = ragged;
  if (first !== undefined && ragged.size > lines.length * MAX_RAGGED_SHARE) {
    throw new InputFault('MALFORMED_CSV', {
      what: 'The file is not a well-formed CSV',
      where: `row ${first.at}, and ${ragged.size - 1} more`,
      why: `it has ${first.cells.length} cells where the header has ${width}: a ${grid.delimiter ?? 'delimiter'} in a text without quotes?`,
      remedy: 'Export it again with texts in quotes, or name the delimiter with --delimiter',
    });
  }
  return { lines, joined, ragged };
}

interface Places {
  readonly columns: Columns;
  readonly fields: Fields;
  readonly attributes: readonly number[];
}

function rowOf({ cells, at }: Line, table: Table, { columns, fields, attributes }: Places, ragged: boolean): Row {
  const cell = (column: number | undefined): string => (column === undefined ? '' : (cells[column] ?? '').trim());
  const total = countOf(cell(fields.votes), undefined);
  const [agrees, disagrees] = [countOf(cell(fields.agrees), total), countOf(cell(fields.disagrees), total)];
  const left = ragged
    ? {
        reason: `${cells.length} cells, the header has ${table.width}: a delimiter in a text without quotes?`,
        fault: true,
      }
    : moderation(table.header, fields, cell);
  const question = cell(fields.question);
  return {
    number: at,
    id: cell(fields.id),
    texts: columns.comments.map(cell),
    speaker: cell(fields.speaker),
    attributes: attributes.map(cell),
    ...(agrees !== undefined && disagrees !== undefined && { agrees, disagrees }),
    ...(question !== '' && { question }),
    ...(left && { left }),
  };
}

function moderation(header: readonly string[], fields: Fields, cell: (at: number | undefined) => string): Row['left'] {
  const rejected = (
    [
      [fields.moderated, isRejection],
      [fields.approved, isNo],
    ] as const
  ).find(([at, says]) => at !== undefined && says(cell(at)));
  if (rejected === undefined) return undefined;
  const name = (header[rejected[0] ?? 0] ?? '').trim();
  return { reason: `rejected by moderation (${name} = ${cell(rejected[0]).slice(0, 40)})`, fault: false };
}

/** `1,030`, `1 030`, `60.0`; a share only of a total that the row has. */
function countOf(cell: string, total: number | undefined): number | undefined {
  const share = /^(\d{1,3}(?:[.,]\d{1,4})?)\s*%$/.exec(cell)?.[1];
  if (share !== undefined) {
    return total === undefined ? undefined : Math.round((Number(share.replace(',', '.')) / 100) * total);
  }
  const plain = cell.replace(/[\s'’\u00a0\u202f]/g, '');
  if (/^\d{1,3}(?:[.,]\d{3}){1,2}$/.test(plain)) return Number(plain.replace(/[.,]/g, ''));
  return /^\d{1,9}(?:[.,]0{1,6})?$/.test(plain) ? Number.parseInt(plain, 10) : undefined;
}
