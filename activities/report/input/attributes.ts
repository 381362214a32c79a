/** What a file says of who wrote (age, district): columns that were asked for, value by value. */
import { byName } from '../hash';
import { MAX_ATTRIBUTES, MIN_GROUP, type Attribute } from '../model';
import { columnCalled, type Columns } from './columns';
import { InputFault } from './fault';
import type { Table } from './header';
import type { AttributeRead } from './reading';
import { cleanText } from './text';
import { plainName } from './words';

/** A column with more different values is free text, an id or a number that nobody grouped. */
export const MAX_VALUES = 40;
const MAX_VALUE_CHARACTERS = 80;
const SHOWN_VALUES = 5;

/** What one row says, column by column, of whom it names. */
export interface Said {
  readonly speaker: string;
  readonly values: readonly string[];
}

/**
 * The columns with attributes.
 * @throws InputFault `NO_SUCH_COLUMN`, naming the nearest; `NOT_AN_ATTRIBUTE` where a column holds the comments, or what tells people apart
 * (names, ids, free text) and not what several of them have in common.
 */
export function attributeColumns(table: Table, columns: Columns, wanted: readonly string[]): number[] {
  if (wanted.length > MAX_ATTRIBUTES) {
    throw new InputFault('TOO_MANY_ATTRIBUTES', {
      what: `${wanted.length} attributes are too many`,
      where: '--attribute',
      why: `at most ${MAX_ATTRIBUTES} are taken: with each of them groups are smaller, and less can be shown`,
      remedy: 'Ask for those that matter most, or make several reports',
    });
  }
  const found = [...new Set(wanted.map((name) => columnCalled(table.header, name, '--attribute')))];
  for (const at of found) {
    const name = (table.header[at] ?? '').trim().slice(0, 80);
    if (columns.comments.includes(at)) throw notAnAttribute(name, 'it holds the comments');
    const values = new Map<string, string>();
    let said = 0;
    for (const { cells } of table.rows) {
      const value = valueOf(cells[at] ?? '');
      if (value === '') continue;
      said += 1;
      values.set(keyOf(value), value);
    }
    if (said === 0) throw notAnAttribute(name, 'no row says anything there');
    const examples = [...values.values()]
      .sort(byName)
      .slice(0, SHOWN_VALUES)
      .map((value) => JSON.stringify(value.slice(0, 40)));
    const found = `it has ${values.size} different values in ${said} rows (like ${examples.join(', ')})`;
    if (values.size > MAX_VALUES) throw notAnAttribute(name, `${found}, at most ${MAX_VALUES} are taken`);
    if ([...values.values()].some((value) => value.length > MAX_VALUE_CHARACTERS)) {
      throw notAnAttribute(name, `${found}, one of more than ${MAX_VALUE_CHARACTERS} characters: free text`);
    }
    if (values.size === said && said > 1)
      throw notAnAttribute(name, `${found}: no two rows have one in common, like ids`);
  }
  return found;
}

/**
 * What each speaker is, in the order of their names. A speaker who is told to be two things is told to be none: `conflicts` says how many.
 * A value is written as most rows write it.
 */
export function attributesOf(
  names: readonly string[],
  said: readonly Said[],
): { attributes: Attribute[]; conflicts: number[] } {
  const conflicts: number[] = [];
  const attributes = names.map((name, at) => {
    const spelling = spellings(said.map(({ values }) => values[at] ?? ''));
    const told = new Map<string, Set<string>>();
    for (const { speaker, values } of said) {
      const value = spelling.get(keyOf(values[at] ?? ''));
      const own = told.get(speaker) ?? new Set();
      told.set(speaker, own);
      if (value !== undefined) own.add(value);
    }
    conflicts.push([...told.values()].filter(({ size }) => size > 1).length);
    const people = [...told].flatMap(([speaker, [value, other]]): [string, string][] =>
      value === undefined || other !== undefined ? [] : [[speaker, value]],
    );
    return { name, people: people.sort(([a], [b]) => byName(a, b)) };
  });
  return { attributes, conflicts };
}

/** What was read of them, for who sends the file; `warnings` say what of it a report will not show. */
export function readAttributes(
  attributes: readonly Attribute[],
  conflicts: readonly number[],
  said: readonly Said[],
): { attributes: AttributeRead[]; warnings: string[] } {
  const speakers = new Set(said.map(({ speaker }) => speaker)).size;
  const read = attributes.map(({ name, people }) => {
    const counts = new Map<string, number>();
    for (const [, value] of people) counts.set(value, (counts.get(value) ?? 0) + 1);
    const values = [...counts].map(([value, n]) => ({ value, people: n })).sort((a, b) => byName(a.value, b.value));
    return { name, values, notSaid: speakers - people.length };
  });
  const warnings = read.flatMap(({ name, values }, at) => {
    const few = values.filter(({ people }) => people < MIN_GROUP).map(({ value }) => value);
    const both = conflicts[at] ?? 0;
    const who = `attribute ${JSON.stringify(name)}`;
    return [
      ...(both > 0 ? [`${who}: ${both} speakers have different values in different rows: they count as not said`] : []),
      ...(few.length > 0 ? [`${who}: fewer than ${MIN_GROUP} people each, not shown: ${few.join(', ')}`] : []),
    ];
  });
  return { attributes: read, warnings };
}

/** Of what differs in capitals alone the spelling of most rows, by its key. */
function spellings(values: readonly string[]): Map<string, string> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  const found = new Map<string, string>();
  for (const [value] of [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))) {
    if (!found.has(keyOf(value))) found.set(keyOf(value), value);
  }
  return found;
}

/** What stands in a cell where somebody did not say; as `plainName` makes it. */
const SILENT = new Set(
  `na n-a not-applicable no-answer no-response not-said not-stated not-given not-specified unspecified unknown blank null undefined nan
  prefer-not-to-say i-prefer-not-to-say rather-not-say declined k-a keine-angabe ohne-angabe unbekannt mochte-ich-nicht-sagen weiss-nicht
  non-renseigne sans-reponse non-precise inconnu ne-souhaite-pas-repondre ns-nc no-contesta sin-respuesta prefiero-no-decirlo desconocido
  無回答 未回答 回答しない 答えたくない 不明`
    .split(/\s+/)
    .map(plainName),
);

/** Empty where nothing is said: no cell, "n/a", "Prefer not to say". */
export function valueOf(cell: string): string {
  const value = cleanText(cell).replace(/\s+/g, ' ');
  return SILENT.has(plainName(value)) || !/[\p{L}\p{N}]/u.test(value) ? '' : value;
}

const keyOf = (value: string): string => value.toLowerCase();

function notAnAttribute(name: string, why: string): InputFault {
  return new InputFault('NOT_AN_ATTRIBUTE', {
    what: `The column ${JSON.stringify(name)} cannot be an attribute`,
    where: 'asked for with --attribute',
    why,
    remedy:
      'Name a column that sorts people into a few groups, such as an age group or a district; group numbers in the file first',
  });
}
