/** What people see while the run goes on: current details in the Web UI, search attributes where registered. */
import { defineSearchAttributeKey } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { STATUS_ATTRIBUTE } from './kernel';
import type { Kernel } from './kernel';
import type { RunProgress, StepRow } from './messages';
import { tell } from './notify';

const statusKey = defineSearchAttributeKey(STATUS_ATTRIBUTE, 'KEYWORD');

/** Called after every change of a row. The Web UI renders Markdown, without images and HTML. */
export function showProgress(kernel: Kernel): void {
  const now = kernel.progress();
  setCurrentDetails(details(now));
  if (!kernel.turnedTo(now.status)) return;
  // Only where registered: an unregistered one would hang the run.
  if (kernel.searchable) upsertSearchAttributes([{ key: statusKey, value: now.status }]);
  if (now.status === 'paused' || now.status === 'waiting') tell(kernel, now);
}

function details({ status, steps, heals, waitingFor, error }: RunProgress): string {
  const notes = [
    `**${status}**`,
    ...(heals > 0 ? [`state rebuilt ${heals}×`] : []),
    ...(waitingFor.length > 0 ? [`waiting for: ${waitingFor.join(', ')}`] : []),
    ...(error === undefined ? [] : [cell(error)]),
  ];
  const table = ['| step | status | items | size | |', '|---|---|--:|--:|---|', ...steps.map(line)];
  return `${notes.join(' · ')}\n\n${table.join('\n')}`;
}

function line(row: StepRow): string {
  const items = row.items ? `${row.items.ok} / ${row.items.total}` : '';
  const lost = row.items && row.items.failed > 0 ? `${row.items.failed} failed` : '';
  return `| ${[row.name, row.status, items, size(row.bytes), cell(row.message ?? lost)].join(' | ')} |`;
}

const size = (bytes: number | undefined): string => (bytes === undefined ? '' : `${Math.ceil(bytes / 1024)} KB`);

const cell = (text: string): string => text.replace(/[\r\n|]+/g, ' ').slice(0, 300);
