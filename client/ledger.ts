/** What became of every input of a run. */
import { readResultFile } from './download';
import { NotPossible } from './errors';
import type { Link } from './link';
import type { RunOutcome } from './outcome';

/** The fate of one input; `input` is unique in a run. A reason is there unless it ended ok without remark. */
export interface LedgerRow {
  readonly input: string;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly reason?: string;
}

/** The file of a result that holds the ledger, as JSON. */
const LEDGER_FILE = 'ledger.json';

/** Rejects with NotPossible where the run made no ledger, and as `readResultFile` does. */
export async function readLedger(link: Link, id: string, { status, files }: RunOutcome): Promise<LedgerRow[]> {
  const file = files.find(({ name }) => name === LEDGER_FILE);
  if (file) return JSON.parse(await readResultFile(link, id, file)) as LedgerRow[];
  throw new NotPossible(
    status === 'ok' || status === 'partial'
      ? `The pipeline of run ${id} returns no file ${LEDGER_FILE}, so there is no ledger. Counts of its items: inspect ${id}`
      : `The run ${id} ended ${status} before it wrote its ledger. Let it go on with \`retry ${id}\`; counts so far: inspect ${id}`,
  );
}
