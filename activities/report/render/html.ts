import type { Groups } from '../groups';
import type { LedgerEntry } from '../model';
import type { PipelineOutput } from '../report-schema';
import { page } from './page';

/**
 * Renders `report.html`: one page that needs no network and no other file, and can be read without its script. Every text
 * of the input is escaped, and the page's own policy forbids all but its own style and script. `groups` says whom the filters find;
 * the report itself does not. A function of its arguments.
 */
export function renderReport(
  output: PipelineOutput,
  ledger: readonly LedgerEntry[],
  groups: readonly Groups[] = [],
): string {
  return page(output, ledger, groups).markup;
}
