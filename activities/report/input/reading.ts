/** What was read, left out and not looked at: for the person who sent the file. */
import type { Columns } from './columns';
import type { Grid } from './grid';
import type { Table } from './header';
import type { Row, Fields } from './rows';

/** How a file was read. Names of columns are those of its header. */
export interface Reading {
  /** `CSV`, `Excel workbook`, `JSON`, `JSON lines`. */
  readonly form: string;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly rows: number;
  readonly columns: number;
  /** The columns with comments. */
  readonly questions: readonly string[];
  /** Why these: they were asked for, called so, or are what looks like comments. */
  readonly by: 'option' | 'name' | 'content';
  readonly fields: Readonly<Partial<Record<keyof Fields, string>>>;
  /** What the columns of attributes say, and of how many people; empty where none was asked for. */
  readonly attributes: readonly AttributeRead[];
  readonly ignored: readonly string[];
  readonly notes: readonly string[];
  /** What a person should look at before the report is shown to anybody. */
  readonly warnings: readonly string[];
}

export interface AttributeRead {
  readonly name: string;
  /** How many people have each value, in natural order. */
  readonly values: readonly { readonly value: string; readonly people: number }[];
  readonly notSaid: number;
}

const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(', ');

interface Found {
  readonly grid: Grid;
  readonly table: Table;
  readonly columns: Columns;
  readonly fields: Fields;
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
  /** The columns of attributes. */
  readonly attributes: readonly number[];
}

/** Of use only where both sides of a row are told. */
const VOTES: ReadonlySet<string> = new Set(['agrees', 'disagrees', 'votes']);

/** As a person is told it. */
export const columnName = (header: readonly string[], at: number): string => (header[at] ?? '').trim().slice(0, 200);

export function readingOf({ grid, table, columns, fields, rows, notes, attributes }: Found): Reading {
  const name = (at: number): string => columnName(table.header, at);
  const read = Object.entries<number | undefined>({ ...fields }).filter(
    ([field]) => !VOTES.has(field) || rows.some(({ agrees }) => agrees !== undefined),
  );
  const used = new Set([...columns.comments, ...attributes, ...read.map(([, at]) => at)]);
  const ignored = [...table.header.keys()].filter((at) => !used.has(at) && name(at) !== '').map(name);
  return {
    form: grid.form,
    ...(grid.encoding !== undefined && { encoding: grid.encoding }),
    ...(grid.delimiter !== undefined && { delimiter: grid.delimiter }),
    rows: rows.length,
    columns: table.header.length,
    questions: columns.comments.map(name),
    by: columns.by,
    fields: Object.fromEntries(read.map(([field, at]) => [field, name(Number(at))])),
    attributes: [],
    ignored,
    notes: [...grid.notes, ...table.notes, ...notes],
    warnings: warningsOf(columns, fields, rows, name),
  };
}

function warningsOf(columns: Columns, fields: Fields, rows: readonly Row[], name: (at: number) => string): string[] {
  const warnings: string[] = [];
  if (columns.unread.length > 0) {
    const again = columns.unread.map((at) => ` --column ${JSON.stringify(name(at))}`).join('');
    warnings.push(`free text that is not read: ${quoted(columns.unread.map(name))} (to read it:${again})`);
  }
  const replies = (columns.named.get('reply') ?? []).filter(
    (at) => !columns.comments.includes(at) && !columns.unread.includes(at),
  );
  if (replies.length > 0) warnings.push(`replies are not read: ${quoted(replies.map(name))}`);
  const speakers = new Set(rows.map(({ speaker }) => speaker));
  if (fields.speaker !== undefined && rows.length > 1 && speakers.size === 1) {
    const who = JSON.stringify([...speakers][0]?.slice(0, 60) ?? '');
    warnings.push(
      `all rows have one speaker, ${who} (column ${JSON.stringify(name(fields.speaker))}): they count as one person`,
    );
  }
  if (fields.agrees !== undefined || fields.disagrees !== undefined) {
    const without = rows.filter(({ agrees }) => agrees === undefined).length;
    const [a, b] = [fields.agrees, fields.disagrees].map((at) =>
      at === undefined ? undefined : JSON.stringify(name(at)),
    );
    if (a === undefined || b === undefined) warnings.push(`votes are not read: of ${a ?? b} the other side is missing`);
    else if (without === rows.length)
      warnings.push(`votes are not read: ${a} and ${b} hold no counts (a share needs a total beside it)`);
    else if (without > 0) warnings.push(`${without} rows have no votes in ${a} and ${b}`);
  }
  return warnings;
}

/** Those lines of the plan that tell how the file was read. `languages` as counted by the analyser. */
export function readingText(reading: Reading, languages: readonly string[] = []): string[] {
  const { form, encoding, delimiter, rows, columns, questions, by, fields, ignored, notes, warnings, attributes } =
    reading;
  const how = [form === 'CSV' ? undefined : form, encoding, delimiter && `${delimiter}-separated`].filter(Boolean);
  const what = `column${questions.length > 1 ? 's' : ''} ${quoted(questions)} (of ${columns})`;
  const why = { option: 'as asked', name: '', content: 'the only one with free text' }[by];
  const facts = [what + (why && `, ${why}`), ...how, `${rows} rows`, ...languages];
  const also = Object.entries(fields).map(([field, name]) => `${field} ${JSON.stringify(name)}`);
  return [
    `read: ${facts.join(', ')}`,
    ...(also.length > 0 ? [`also read: ${also.join(', ')}`] : []),
    ...attributes.map(attributeText),
    ...(ignored.length > 0
      ? [`not read: ${quoted(ignored.slice(0, 12))}${ignored.length > 12 ? ` and ${ignored.length - 12} more` : ''}`]
      : []),
    ...notes.map((note) => `note: ${note}`),
    ...warnings.map((warning) => `warning: ${warning}`),
  ];
}

const attributeText = ({ name, values, notSaid }: AttributeRead): string => {
  const told = values.map(({ value, people }) => `${value} ${people}`);
  return `attribute ${JSON.stringify(name)}: ${[...told, ...(notSaid > 0 ? [`not said ${notSaid}`] : [])].join(', ')} (people)`;
};
