/** Numbers and states in words. Every state has a sign of its own: colour never says anything alone. */
import type { ActivityReport, StepReport } from '../../client';

const number = new Intl.NumberFormat('en-GB');
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const count = (n: number): string => number.format(n);

export const counted = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

export function duration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1)} s`;
  const pair = (unit: number, name: string, small: number, smallName: string): string => {
    const rest = Math.floor((ms % unit) / small);
    return `${Math.floor(ms / unit)} ${name}${rest > 0 ? ` ${rest} ${smallName}` : ''}`;
  };
  if (ms < HOUR) return pair(MINUTE, 'min', SECOND, 's');
  return ms < DAY ? pair(HOUR, 'h', MINUTE, 'min') : pair(DAY, 'd', HOUR, 'h');
}

export function bytes(n: number): string {
  if (n < 1024) return `${n} B`;
  return n < 1024 * 1024 ? `${Math.ceil(n / 1024)} KB` : `${(n / 1024 / 1024).toFixed(1)} MB`;
}

export const between = (from: string, to: string): number => Math.max(0, Date.parse(to) - Date.parse(from));

/** `2026-11-25 22:19:16 UTC` */
export const moment = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')} UTC`;

/** `report.load` is `load` where all steps are of one set. */
export function shortNames(steps: readonly StepReport[]): (name: string) => string {
  const first = steps[0]?.name ?? '';
  const set = first.slice(0, first.indexOf('.') + 1);
  return steps.every(({ name }) => name.startsWith(set)) ? (name) => name.slice(set.length) : (name) => name;
}

type State = ActivityReport['outcome'] | 'ok' | 'partial' | 'paused' | 'cancelling' | 'undoing';
/** Which of four colours goes with it. */
type Tone = 'good' | 'bad' | 'warn' | 'calm';

const STATES: Readonly<Record<State, readonly [sign: string, tone: Tone]>> = {
  done: ['✓', 'good'],
  ok: ['✓', 'good'],
  answered: ['○', 'good'],
  partial: ['◐', 'warn'],
  skipped: ['–', 'warn'],
  paused: ['‖', 'warn'],
  lost: ['↻', 'warn'],
  waiting: ['…', 'calm'],
  running: ['▸', 'calm'],
  failed: ['✗', 'bad'],
  'timed out': ['✗', 'bad'],
  cancelling: ['▸', 'warn'],
  undoing: ['▸', 'warn'],
  cancelled: ['⊘', 'bad'],
};

const stateOf = (status: string): readonly [string, Tone] =>
  Object.hasOwn(STATES, status) ? STATES[status as State] : ['·', 'calm'];

export const signOf = (status: string): string => stateOf(status)[0];
export const toneOf = (status: string): Tone => stateOf(status)[1];
