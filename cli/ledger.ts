/** `ledger`: what became of every input of a run, or of every item of its maps, for people, as JSON or as CSV. */
import { NotPossible } from '../client';
import type { ItemRow, LedgerRow, RunHandle } from '../client';
import { writeWhole } from '../client/download';
import { csvOf } from '../render/csv';
import { withClient } from './connection';
import { EXIT } from './exit';
import { harmless } from './live/text';
import type { Output } from './output';

export interface LedgerFlags {
  readonly failed?: boolean;
  readonly csv?: string;
}

/** Of a report, the fate of its inputs; of every other pipeline, and of one step, that of the items of its maps. */
export const ledger = (id: string, step: string | undefined, flags: LedgerFlags, output: Output): Promise<number> =>
  withClient({ for: 'read' }, async (client) => {
    const handle = client.handle(id);
    const ofInputs = step === undefined ? await ledgerOfInputs(handle) : undefined;
    const { rows, all } = ofInputs ? inputsOf(ofInputs, flags) : await itemsOf(handle, step, flags);
    if (flags.csv !== undefined) await writeWhole(flags.csv, csvOfLedger(rows));
    if (output.json) output.document({ v: 1, id, ledger: rows });
    else if (flags.csv !== undefined) output.result(flags.csv);
    else for (const row of rows) output.result(lineOf(row));
    output.say(ofInputs ? `${rows.length} of ${all} inputs` : counted(rows.length, 'item'));
    return EXIT.ok;
  });

interface Told<Row> {
  readonly rows: readonly Row[];
  readonly all: number;
}

/** Undefined where the run has not ended, or its pipeline writes none. */
async function ledgerOfInputs(handle: RunHandle): Promise<LedgerRow[] | undefined> {
  if (await handle.isRunning()) return undefined;
  try {
    return await handle.ledger();
  } catch (error) {
    if (error instanceof NotPossible) return undefined;
    throw error;
  }
}

function inputsOf(all: readonly LedgerRow[], { failed }: LedgerFlags): Told<LedgerRow> {
  return { rows: failed === true ? all.filter(({ outcome }) => outcome === 'failed') : all, all: all.length };
}

async function itemsOf(handle: RunHandle, step: string | undefined, { failed }: LedgerFlags): Promise<Told<ItemRow>> {
  const rows: ItemRow[] = [];
  for await (const row of handle.items(step, failed === true ? { outcome: 'failed' } : {})) rows.push(row);
  return { rows, all: rows.length };
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function lineOf(row: LedgerRow | ItemRow): string {
  const { outcome, reason = '' } = row;
  const whose = 'id' in row ? `${harmless(row.step)}  ${harmless(row.id)}` : harmless(row.input);
  const remark = 'cached' in row ? 'cached' : harmless(reason);
  return `${outcome.padEnd(7)}  ${whose}  ${remark}`.trimEnd();
}

export function csvOfLedger(rows: readonly (LedgerRow | ItemRow)[]): string {
  const isOfItems = rows.some((row) => 'id' in row);
  const head = isOfItems ? ['step', 'id', 'outcome', 'reason', 'cached'] : ['input', 'outcome', 'reason'];
  const cells = rows.map((row) => {
    const { outcome, reason = '' } = row;
    return 'id' in row
      ? [row.step, row.id, outcome, reason, row.cached === true ? 'yes' : '']
      : [row.input, outcome, reason];
  });
  return csvOf(head, cells);
}
