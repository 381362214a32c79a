/** Where words go: progress and errors to stderr, results to stdout, and with `--json` one object a line to stdout. */
import { writeSync } from 'node:fs';
import colors from 'picocolors';
import type { RunEvent, StepEvent } from '../client';

const NAME_WIDTH = 26;
const COUNT_EVERY_MS = 1000;

export class Output {
  private seq = 0;
  private readonly told = new Map<string, { status: string; at: number }>();

  constructor(readonly json: boolean) {}

  /** One event of a run. `--json` alone decides the form; nothing else looks at the terminal. */
  event<Event extends { readonly event: string; readonly id: string }>(event: Event): void {
    if (!this.json) return;
    this.seq += 1;
    this.result(JSON.stringify({ v: 1, seq: this.seq, ...event }));
  }

  /** A line for people, on stderr. */
  say(line: string): void {
    if (!this.json) writeSync(2, `${line}\n`);
  }

  /** A line of the result, on stdout. */
  result(line: string): void {
    writeSync(1, `${line}\n`);
  }

  /** One line a change of a step; item counts of a running step at most once a second. */
  progress(event: RunEvent): void {
    if (event.event === 'step' && !this.isNews(event)) return;
    const line = lineOf(event);
    if (line !== '') this.say(line);
  }

  private isNews({ step, status }: StepEvent): boolean {
    const last = this.told.get(step);
    const now = performance.now();
    if (last?.status === status && now - last.at < COUNT_EVERY_MS) return false;
    this.told.set(step, { status, at: now });
    return true;
  }
}

function lineOf(event: RunEvent): string {
  switch (event.event) {
    case 'started':
      return '';
    case 'step':
      return stepLine(event);
    case 'paused':
      return event.waitingFor.length > 0 ? `  waiting for an answer: ${event.waitingFor.join(', ')}` : '';
    case 'healed':
      return `  ${colors.yellow('↻')} stored state was lost; what is needed is rebuilt (${event.heals}×)`;
    case 'message':
      return colors.dim(`    ${event.text}`);
    case 'finished':
      return event.error === undefined ? '' : `${colors.red(event.status)}: ${event.error}`;
  }
}

function stepLine({ step, status, items, attempt, message = '', startedAt, endedAt }: StepEvent): string {
  const count = items ? `${items.done}/${items.total}` : '';
  const took = endedAt ? `${((Date.parse(endedAt) - Date.parse(startedAt)) / 1000).toFixed(1)} s` : '';
  const again = attempt > 1 ? `attempt ${attempt}` : '';
  const notes = [again, message].filter((note) => note !== '').join('  ');
  return `  ${mark(status)} ${step.padEnd(NAME_WIDTH)} ${status.padEnd(9)} ${count.padStart(11)} ${took.padStart(8)}  ${colors.dim(notes)}`.trimEnd();
}

function mark(status: StepEvent['status']): string {
  if (status === 'done') return colors.green('✓');
  if (status === 'failed') return colors.red('✗');
  return status === 'running' ? colors.cyan('›') : colors.yellow('‖');
}

/** An error for people: what it is, without a stack. */
export function errorLine(error: unknown): string {
  return `${colors.red('error:')} ${error instanceof Error ? error.message : String(error)}`;
}
