/** `ledger`: what became of every input of a run, for people, as JSON or as CSV. */
import { writeWhole } from '../client';
import type { LedgerRow } from '../client';
import { withClient } from './connection';
import { EXIT } from './exit';
import { harmless } from './live/text';
import type { Output } from './output';

export interface LedgerFlags {
  readonly failed?: boolean;
  readonly csv?: string;
}

export const ledger = (id: string, { failed, csv }: LedgerFlags, output: Output): Promise<number> =>
  withClient({ for: 'read' }, async (client) => {
    const all = await client.handle(id).ledger();
    const rows = failed === true ? all.filter(({ outcome }) => outcome === 'failed') : all;
    if (csv !== undefined) await writeWhole(csv, csvOf(rows));
    if (output.json) output.document({ v: 1, id, ledger: rows });
    else if (csv !== undefined) output.result(csv);
    else for (const row of rows) output.result(lineOf(row));
    output.say(`${rows.length} of ${all.length} inputs`);
    return EXIT.ok;
  });

const lineOf = ({ input, outcome, reason = '' }: LedgerRow): string =>
  `${outcome.padEnd(7)}  ${harmless(input)}  ${harmless(reason)}`.trimEnd();

/** RFC 4180, with a byte order mark, by which spreadsheets know UTF-8. */
export function csvOf(rows: readonly LedgerRow[]): string {
  const lines = rows.map(({ input, outcome, reason = '' }) => [input, outcome, reason].map(cellOf).join(','));
  return `\uFEFF${['input,outcome,reason', ...lines].join('\r\n')}\r\n`;
}

/** What a spreadsheet would take for a formula gets an apostrophe in front: ids and reasons come from strangers. */
function cellOf(content: string): string {
  const text = content.split(/\r?\n/).map(harmless).join('\n');
  const safe = /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
