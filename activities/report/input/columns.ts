/** Which column holds the comments, and what the others are for: by name, else by what stands in them; never without a word. */
import { InputFault } from './fault';
import type { Table } from './header';
import { roleOf, plainName, type Role } from './words';

export interface Columns {
  /** Those with comments, in the order of the file. */
  readonly comments: readonly number[];
  readonly by: 'option' | 'name' | 'content';
  /** Of each other role the columns that have its name, best first. */
  readonly named: ReadonlyMap<Role, readonly number[]>;
  /** Free text that is not read. */
  readonly unread: readonly number[];
}

/** A sentence, in a script with spaces or without. */
const PROSE_WORDS = 4;
const PROSE_SHARE = 0.3;
const DISTINCT_SHARE = 0.3;
const MAX_CELL_CHARACTERS = 300;
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** @throws InputFault `COLUMN_UNCLEAR`, `NO_COMMENT_COLUMN`, `NO_SUCH_COLUMN`, `NO_HEADER`. */
export function findColumns(table: Table, wanted: readonly string[] = []): Columns {
  const roles = table.header.map(roleOf);
  const named = new Map<Role, number[]>();
  for (const [at, found] of roles.entries()) {
    if (found !== undefined) named.set(found.role, [...(named.get(found.role) ?? []), at]);
  }
  for (const columns of named.values()) columns.sort((a, b) => (roles[a]?.rank ?? 0) - (roles[b]?.rank ?? 0) || a - b);
  const prose = table.header.map((_, at) => isProse(cellsOf(table, at)));
  const result = (comments: readonly number[], by: Columns['by']): Columns => {
    const others = [...prose.keys()].filter((at) => prose[at] === true && !comments.includes(at));
    return { comments: comments.toSorted((a, b) => a - b), by, named, unread: others };
  };
  if (wanted.length > 0) return result([...new Set(wanted.map((name) => columnCalled(table.header, name)))], 'option');
  if (!table.named) throw noHeader(table);
  const free = [...prose.keys()].filter((at) => prose[at] === true);
  const of = (...kinds: readonly (Role | undefined)[]): number[] =>
    free.filter((at) => kinds.includes(roles[at]?.role));
  const asked = of(undefined).filter((at) => isQuestion(table.header[at] ?? ''));
  const texts = named.get('text') ?? [];
  const steps: readonly (readonly [Columns['by'], readonly number[]])[] = [
    ['name', [...of('text'), ...asked].sort((a, b) => a - b)],
    ['content', of(undefined)],
    ['name', texts.filter((at) => cellsOf(table, at).length > 0)],
    ['content', of('other', 'question')],
    ['content', lastResort(table, roles)],
  ];
  const [by, meant] = steps.find(([, columns]) => columns.length > 0) ?? ['content' as const, []];
  if (meant.length > 1) throw unclear(table, meant);
  if (meant.length === 0) throw noColumn(table);
  return result(meant, by);
}

/** Of columns that nothing is known about, those with words in them. */
function lastResort(table: Table, roles: readonly ReturnType<typeof roleOf>[]): number[] {
  return [...table.header.keys()].filter((at) => {
    const cells = cellsOf(table, at);
    return roles[at] === undefined && cells.some((cell) => /\p{L}{2}/u.test(cell) && !isAddress(cell));
  });
}

function cellsOf(table: Table, at: number): string[] {
  return table.rows.flatMap(({ cells }) => {
    const cell = (cells[at] ?? '').slice(0, MAX_CELL_CHARACTERS).trim();
    return cell === '' ? [] : [cell];
  });
}

const isAddress = (cell: string): boolean => /^\S*(?::\/\/|@)\S*$/.test(cell);
const isQuestion = (name: string): boolean => /[?？]/.test(name) || name.trim().split(/\s+/).length >= PROSE_WORDS;

/** Free text: sentences, and not the same few of them. */
function isProse(cells: readonly string[]): boolean {
  const sentences = cells.filter((cell) => {
    if (isAddress(cell)) return false;
    const words = cell.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
    return words >= PROSE_WORDS || (cell.match(WITHOUT_SPACES)?.length ?? 0) >= 2 * PROSE_WORDS;
  });
  if (sentences.length === 0 || sentences.length < cells.length * PROSE_SHARE) return false;
  return new Set(sentences).size >= sentences.length * DISTINCT_SHARE || sentences.length < 4;
}

/**
 * By its name as it stands there, by the same name written otherwise, or by its place from 1.
 * @throws InputFault `NO_SUCH_COLUMN`, naming those there are, the nearest first.
 */
export function columnCalled(header: readonly string[], wanted: string, option = '--column'): number {
  const exact = header.findIndex((name) => name.trim() === wanted.trim());
  const similar =
    exact >= 0 ? exact : header.findIndex((name) => plainName(name) !== '' && plainName(name) === plainName(wanted));
  if (similar >= 0) return similar;
  const place = /^\d{1,4}$/.test(wanted.trim()) ? Number(wanted) - 1 : -1;
  if (place >= 0 && place < header.length) return place;
  throw new InputFault('NO_SUCH_COLUMN', {
    what: `The file has no column ${JSON.stringify(wanted.slice(0, 80))}`,
    where: `columns found: ${listed(nearestFirst(header, wanted))}`,
    why: `it was asked for with ${option}`,
    remedy: `Name one of them, or its place (${option} 2)`,
  });
}

/** By how many pairs of letters they have in common with what was asked for; else in the order of the file. */
function nearestFirst(header: readonly string[], wanted: string): string[] {
  const pairs = (name: string): Set<string> => {
    const letters = plainName(name);
    return new Set(Array.from(letters, (_, at) => letters.slice(at, at + 2)).slice(0, -1));
  };
  const own = pairs(wanted);
  const share = (name: string): number => {
    const theirs = pairs(name);
    return [...theirs].filter((pair) => own.has(pair)).length / Math.max(1, theirs.size + own.size);
  };
  return header.toSorted((a, b) => share(b) - share(a));
}

const listed = (header: readonly string[]): string =>
  header
    .slice(0, 20)
    .map((name) => JSON.stringify(name.trim().slice(0, 40)))
    .join(', ') + (header.length > 20 ? ` and ${header.length - 20} more` : '');

function unclear(table: Table, columns: readonly number[]): InputFault {
  const shown = columns.slice(0, 5).map((at) => {
    const example = cellsOf(table, at).toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1))[0] ?? '';
    return `${JSON.stringify((table.header[at] ?? '').trim().slice(0, 80))} (like ${JSON.stringify(example.slice(0, 60))})`;
  });
  const more = columns.length > shown.length ? ` and ${columns.length - shown.length} more` : '';
  const names = columns.map((at) => JSON.stringify((table.header[at] ?? '').trim().slice(0, 80)));
  // Of two with one name only the place tells which.
  const [first = '', second = ''] = new Set(names).size < names.length ? columns.map((at) => String(at + 1)) : names;
  return new InputFault('COLUMN_UNCLEAR', {
    what: 'More than one column may hold the comments',
    where: `${shown.join('; ')}${more}`,
    why: 'which of them is meant cannot be told',
    remedy: `Say it: --column ${first}, or for both in one report --column ${first} --column ${second}`,
  });
}

function noColumn(table: Table): InputFault {
  return new InputFault('NO_COMMENT_COLUMN', {
    what: 'The file has no comment column',
    where: `columns found: ${listed(table.header)}`,
    why: 'none of them is called like one ("comment", "feedback", "answer" …), and none holds free text alone',
    remedy: 'Say which it is: --column NAME',
  });
}

function noHeader(table: Table): InputFault {
  const first = table.rows[0]?.cells.map((cell) => JSON.stringify(cell.trim().slice(0, 40))).slice(0, 5) ?? [];
  return new InputFault('NO_HEADER', {
    what: 'It looks as if the file has no header',
    where: `its first line: ${first.join(', ')}`,
    why: 'that is data, not the names of columns',
    remedy: 'Put a line above it (id,comment), or say which column holds the comments: --column 2 for the second',
  });
}
