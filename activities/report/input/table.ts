import { CsvError, parse } from 'csv-parse/sync';
import { InputFault } from './fault';

/** One row of the file. `number` counts data rows from 1, as a spreadsheet would below its header. */
export interface Row {
  readonly number: number;
  readonly id: string;
  readonly text: string;
  readonly speaker: string;
  readonly agrees: string;
  readonly disagrees: string;
  readonly moderated: string;
}

type Field = Exclude<keyof Row, 'number'>;

/** Names under which a column is known, best first. `row-id` and `i` are what other exporters write. */
const ALIASES: Readonly<Record<Field, readonly string[]>> = {
  id: ['id', 'comment-id', 'row-id', 'i'],
  text: ['comment', 'comment-body', 'response', 'answer', 'text'],
  speaker: ['interview', 'name', 'speaker-name', 'speaker', 'author', 'speaker-id', 'author-id', 'participant'],
  agrees: ['agrees', 'agree'],
  disagrees: ['disagrees', 'disagree'],
  moderated: ['moderated', 'moderation'],
};

/** The rows of a CSV. Refuses, as an `InputFault`, what is no CSV, has no comment column, or has too many rows. */
export function readTable(text: string, maxRows: number): Row[] {
  const [header, ...records] = parseCsv(text, maxRows);
  if (header === undefined || records.length === 0) throw empty(header === undefined);
  const columns = findColumns(header);
  const cell = (record: readonly string[], field: Field): string => record[columns.get(field) ?? -1]?.trim() ?? '';
  return records.map((record, at) => ({
    number: at + 1,
    id: cell(record, 'id'),
    text: cell(record, 'text'),
    speaker: cell(record, 'speaker'),
    agrees: cell(record, 'agrees'),
    disagrees: cell(record, 'disagrees'),
    moderated: cell(record, 'moderated'),
  }));
}

function parseCsv(text: string, maxRows: number): string[][] {
  let records: string[][];
  try {
    // One row more than allowed is enough to know that there are too many.
    records = parse(text, { bom: true, skip_empty_lines: true, to: maxRows + 2 });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw malformed(cause);
  }
  if (records.length > maxRows + 1) {
    throw new InputFault('TOO_MANY_ROWS', {
      what: 'The file has too many rows',
      where: `row ${maxRows + 1}`,
      why: `the limit is ${maxRows} rows`,
      remedy: 'Split the file, or take a sample of it',
    });
  }
  return records;
}

function malformed(cause: CsvError): InputFault {
  const line = typeof cause['lines'] === 'number' ? `line ${cause['lines']}` : 'the file';
  return new InputFault(
    'MALFORMED_CSV',
    {
      what: 'The file is not a well-formed CSV',
      where: line,
      why: cause.message.replace(/\.$/, ''),
      remedy:
        'Check quotes and the number of cells near that line (a quote inside a quoted cell is doubled), then send it again',
    },
    { cause },
  );
}

function findColumns(header: readonly string[]): ReadonlyMap<Field, number> {
  const names = header.map((name) =>
    name
      .trim()
      .toLowerCase()
      .replace(/[\s_]+/g, '-'),
  );
  const found = new Map<Field, number>();
  for (const field of Object.keys(ALIASES) as Field[]) {
    const at = ALIASES[field].map((alias) => names.indexOf(alias)).find((index) => index >= 0);
    if (at !== undefined) found.set(field, at);
  }
  if (found.has('text')) return found;
  const listed = header.slice(0, 20).map((name) => JSON.stringify(name.slice(0, 40)));
  throw new InputFault('NO_COMMENT_COLUMN', {
    what: 'The file has no comment column',
    where: `line 1, columns found: ${listed.join(', ')}`,
    why: `none of them is called ${ALIASES.text.join(', ')}`,
    remedy: 'Rename the column that holds the comments to "comment"',
  });
}

function empty(nothingAtAll: boolean): InputFault {
  return new InputFault('EMPTY_FILE', {
    what: 'The file holds no rows',
    where: nothingAtAll ? 'no header, no rows' : 'a header without rows',
    why: 'there is nothing to analyse',
    remedy: 'Send a CSV with a header line and one comment a row',
  });
}
