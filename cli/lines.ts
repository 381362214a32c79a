/** A run as plain lines: one for every change of a step, item counts of a running one at most once a second. */
import type { RunEvent, StepEvent } from '../client';
import { colorsFor } from './colors';
import { harmless } from './live/text';
import { toldWait } from './waysOn';

const NAME_WIDTH = 26;
const COUNT_EVERY_MS = 1000;
const colors = colorsFor(process.stderr);

export class Lines {
  private readonly told = new Map<string, { status: string; at: number }>();

  /** @returns '' when there is nothing new to say. */
  of(event: RunEvent): string {
    return event.event === 'step' && !this.isNews(event) ? '' : lineOf(event);
  }

  private isNews({ step, status }: StepEvent): boolean {
    const last = this.told.get(step);
    const now = performance.now();
    if (last?.status === status && now - last.at < COUNT_EVERY_MS) return false;
    this.told.set(step, { status, at: now });
    return true;
  }
}

export function lineOf(event: RunEvent): string {
  switch (event.event) {
    case 'started':
      return '';
    case 'step':
      return stepLine(event);
    case 'paused':
      return event.waits.length > 0 ? `  waiting for an answer: ${event.waits.map(toldWait).join(', ')}` : '';
    case 'healed':
      return `  ${colors.yellow('↻')} stored state was lost; what is needed is rebuilt (${event.heals}×)`;
    case 'message':
      return colors.dim(`    ${harmless(event.text)}`);
    case 'finished':
      return event.error === undefined ? '' : `${colors.red(event.status)}: ${harmless(event.error)}`;
  }
}

function stepLine({ step, status, items, attempt, message = '', startedAt, endedAt }: StepEvent): string {
  const count = items ? `${items.done}/${items.total}` : '';
  const took = endedAt ? `${((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s` : '';
  const again = attempt > 1 ? `attempt ${attempt}` : '';
  const notes = [again, harmless(message)].filter((note) => note !== '').join('  ');
  return `  ${mark(status)} ${step.padEnd(NAME_WIDTH)} ${status.padEnd(9)} ${count.padStart(11)} ${took.padStart(8)}  ${colors.dim(notes)}`.trimEnd();
}

function mark(status: StepEvent['status']): string {
  if (status === 'done') return colors.green('✓');
  if (status === 'failed') return colors.red('✗');
  return status === 'running' ? colors.cyan('›') : colors.yellow('‖');
}
