import { stringify } from 'csv-stringify/sync';

/** What the end of a cell is to a spreadsheet of another country, which takes a file with commas apart at these. */
const FORMULA = /(^|[;\n])(?=\s*[=+\-@＝＋－＠])/gu;
/** Not the line break, which a quoted cell may hold. */
const UNSEEN = /(?!\n)[\p{Control}\u2028-\u202E\u2066-\u2069]+/gu;

/** Besides what must be quoted: what would be lost at the ends of a cell, and a line break, which is half the end of a row. */
const QUOTED = /\n|^\s|\s$/;

/**
 * The text of a CSV file: RFC 4180, with a byte order mark, by which spreadsheets know UTF-8. Ids, names and texts come from strangers: what
 * a spreadsheet would take for a formula gets an apostrophe in front, and what nobody sees becomes a space.
 */
export function csvOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(harmless));
  return stringify(cells, { bom: true, record_delimiter: 'windows', quoted_match: QUOTED });
}

function harmless(content: string): string {
  return content.replaceAll('\r\n', '\n').replace(UNSEEN, ' ').replace(FORMULA, "$1'");
}
