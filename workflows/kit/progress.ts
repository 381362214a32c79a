/** What people see while the run goes on: current details in the Web UI, search attributes where registered. */
import type { Kernel } from './kernel';
import type { RunProgress, StepRow, WaitRow } from './messages';
import { tell } from './notify';

/** Called after every change that people see. */
export function showProgress(kernel: Kernel): void {
  const now = kernel.progress();
  kernel.sdk.showDetails(details(now));
  // Without anything to undo it ends at once: another event of its history would tell nobody anything.
  if (now.status === 'cancelling' && !kernel.undos.any) return;
  if (!kernel.turnedTo(now.status)) return;
  if (kernel.searchable) kernel.sdk.showStatus(now.status);
  if (now.status === 'paused' || now.status === 'waiting') tell(kernel, now);
}

/**
 * Markdown for the Web UI. The table is a block of code, because the Web UI sets no space between the columns of a Markdown
 * table; what was written by others is code too, so that nothing in it is Markdown.
 */
function details({ status, steps, heals, waits, sleepsUntil, error }: RunProgress): string {
  const head = [
    `**${status}**`,
    ...(heals > 0 ? [`state rebuilt ${heals}×`] : []),
    ...(waits.length > 0 ? [`waiting for: ${waits.map(toldWait).join(', ')}`] : []),
    ...(sleepsUntil === undefined ? [] : [`sleeps until ${sleepsUntil}`]),
    ...(error === undefined ? [] : [code(error)]),
  ];
  const shown = shownOf(steps);
  const table = aligned([['step', 'status', 'items', 'size', 'time'], ...shown.map(cells)]);
  const remarks = shown.flatMap((row) => remarksOn(row).map((text) => `- ${row.name}: ${text}`));
  const more = steps.length > shown.length ? [`and ${steps.length - shown.length} more calls`] : [];
  return [head.join(' · '), table.map((line) => `    ${line}`).join('\n'), ...remarks, ...more].join('\n\n');
}

function toldWait({ name, until, reminders }: WaitRow): string {
  const facts = [
    ...(until === undefined ? [] : [`until ${until}`]),
    ...(reminders === undefined ? [] : [`reminders sent: ${reminders}`]),
  ];
  return code(name) + (facts.length === 0 ? '' : ` (${facts.join(', ')})`);
}

/** It is made anew at each change: of a thousand calls all rows would take seconds, and more than may be shown. */
const MAX_ROWS = 100;

/** Those that somebody waits for come before those that are done. */
function shownOf(steps: readonly StepRow[]): readonly StepRow[] {
  if (steps.length <= MAX_ROWS) return steps;
  const open = steps.filter(({ status }) => status !== 'done').slice(0, MAX_ROWS);
  return [...steps.filter(({ status }) => status === 'done').slice(open.length - MAX_ROWS || steps.length), ...open];
}

function cells({ name, status, items, bytes, startedAt, endedAt }: StepRow): string[] {
  const size = bytes === undefined ? '' : `${Math.ceil(bytes / 1024)} KB`;
  const ms = endedAt === undefined ? undefined : Date.parse(endedAt) - Date.parse(startedAt);
  const time = ms === undefined ? '' : `${(ms / 1000).toFixed(1)} s`;
  const done = items && items.ok + items.failed + items.skipped;
  return [name, status, items ? `${done} / ${items.total}` : '', size, time];
}

/** Words to the left, numbers to the right. */
function aligned(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const set = (cell: string, column: number): string =>
    column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(set).join('   ').trimEnd());
}

function remarksOn({ items, message, skippedFor }: StepRow): string[] {
  const some = (count: number, ended: string): string[] => (count > 0 ? [`${count} items ${ended}`] : []);
  const counts = items ? [...some(items.failed, 'failed'), ...some(items.skipped, 'skipped')] : [];
  const skipped = skippedFor === undefined ? [] : [`skipped by hand: ${code(skippedFor)}`];
  return [...counts, ...skipped, ...(message === undefined || message === skippedFor ? [] : [code(message)])];
}

const code = (text: string): string => `\`${text.replace(/[\s`]+/g, ' ').slice(0, 300)}\``;
