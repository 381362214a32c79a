import type { LedgerEntry } from '../model';
import type { PipelineOutput } from '../report-schema';
import { page } from './page';

/**
 * Renders `report.html`: one page that needs no script, no network and no other file. Every text of the input is escaped,
 * and the page's own policy forbids scripts and requests. A function of its arguments.
 */
export function renderReport(output: PipelineOutput, ledger: readonly LedgerEntry[]): string {
  return page(output, ledger).markup;
}
