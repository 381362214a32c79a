/** One step as lines of the tree: what fits is shown, the most important first. */
import type { Colors } from '../colors';
import type { Step } from './tree';
import { fitted, harmless, shortened, widthOf } from './text';

export interface RowOptions {
  readonly columns: number;
  readonly nowMs: number;
  readonly colors: Colors;
  readonly isLast: boolean;
  readonly isMoving: boolean;
}

const SPINNER = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const SPIN_MS = 200;
/** Branch, mark and the spaces around them. */
const LEAD = 5;
const COUNT = 11;
const TIME = 12;
/** Fewer columns show less. */
export const NARROW = 60;
const NAME = { narrow: 20, wide: 30 };
const BAR = { least: 8, most: 30 };
/** `12 of these a second, 3 min left` takes about this. */
const PACE = 24;

export function rowOf(step: Step, { columns, nowMs, colors, isLast, isMoving }: RowOptions): string[] {
  const lead = `${colors.dim(isLast ? '╰─' : '├─')} ${markOf(step, isMoving ? nowMs : undefined, colors)} `;
  const left = columns - LEAD;
  const isNarrow = columns < NARROW;
  const count = step.items ? `${step.items.done}/${step.items.total}` : '';
  const took = tookOf(step, nowMs);
  // With little room a step shows its count while it works, and its time when it is done.
  const ends = isNarrow ? [(step.endedAt === undefined && count) || took] : [count, took];
  const right = ends.map((text, i) => text.padStart(!isNarrow && i === 0 ? COUNT : TIME)).join('');
  const nameColumns = Math.max(4, Math.min(isNarrow ? NAME.narrow : NAME.wide, left - widthOf(right)));
  const line = fitted(harmless(step.step), nameColumns) + right;
  const rest = left - widthOf(line) - 2;
  const extra = step.status === 'running' && isMoving ? progressOf(step, rest, nowMs, colors) : '';
  const message = messageOf(step);
  const stem = isLast ? '   ' : '│  ';
  const lines = [`${lead}${line}${extra === '' ? '' : `  ${extra}`}`.trimEnd()];
  if (message !== '') lines.push(colors.dim(`${stem}  ${shortened(message, columns - LEAD)}`));
  return lines;
}

function messageOf({ message = '', attempt, items, status }: Step): string {
  const again = attempt > 1 && status === 'running' ? `attempt ${attempt}` : '';
  const failed = items && items.failed > 0 ? `${items.failed} failed` : '';
  return [again, failed, harmless(message)].filter((part) => part !== '').join(' · ');
}

function markOf({ status }: Step, nowMs: number | undefined, colors: Colors): string {
  if (status === 'done') return colors.green('✓');
  if (status === 'failed') return colors.red('✗');
  if (status !== 'running') return colors.yellow('‖');
  if (nowMs === undefined) return colors.cyan('›');
  return colors.cyan(SPINNER[Math.floor(nowMs / SPIN_MS) % SPINNER.length] ?? '');
}

function tookOf({ startedAt, endedAt }: Step, nowMs: number): string {
  return secondsOf((endedAt === undefined ? nowMs : Date.parse(endedAt)) - Date.parse(startedAt));
}

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function secondsOf(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

function progressOf({ items, rate }: Step, room: number, nowMs: number, colors: Colors): string {
  if (!items || items.total === 0 || room < BAR.least) return '';
  const speed = rate.perSecond(nowMs);
  const hasPace = speed !== undefined && room >= BAR.least + PACE + 2;
  const width = Math.min(BAR.most, hasPace ? room - PACE - 2 : room);
  const full = Math.round((items.done / items.total) * width);
  const bar = `${colors.cyan('━'.repeat(full))}${colors.dim('─'.repeat(width - full))}`;
  if (!hasPace) return bar;
  const left = secondsOf(((items.total - items.done) / speed) * 1000);
  const pace = `${speed < 10 ? speed.toFixed(1) : Math.round(speed)}/s, ${left} left`;
  return `${bar}  ${colors.dim(shortened(pace, PACE))}`;
}
