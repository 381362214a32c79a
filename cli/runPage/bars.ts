/** An activity as shapes in a lane. Places are percentages, so that a lane is as wide as the window and nothing is stretched. */
import type { ActivityReport } from '../../client';
import { html, type Html } from '../../render/escape';
import type { Axis } from './axis';
import { between, duration, signOf } from './format';

/** Thinner could not be seen. */
const LEAST_WIDTH = 0.3;
/** Waits that are shorter are no news. */
const LEAST_WAIT_MS = 20;

export interface Place {
  readonly axis: Axis;
  readonly now: string;
  readonly top: number;
  readonly height: number;
}

const percent = (share: number): string => (share * 100).toFixed(2);

function box(place: Place, name: string, from: string | number, to: string | number, title: string): Html {
  const [x, end] = [from, to].map((time) => percent(place.axis.at(typeof time === 'number' ? time : Date.parse(time))));
  const width = Math.max(LEAST_WIDTH, Number(end) - Number(x)).toFixed(2);
  return html`<rect class="${name}" x="${x}%" y="${place.top}" width="${width}%" height="${place.height}">
    <title>${title}</title>
  </rect>`;
}

/** Not working: before the first attempt, and between attempts. */
function line(place: Place, from: string, to: string): Html {
  const y = place.top + place.height / 2;
  const [x1, x2] = [from, to].map((time) => percent(place.axis.at(Date.parse(time))));
  return html`<line class="idle" x1="${x1}%" x2="${x2}%" y1="${y}" y2="${y}" />`;
}

/** What the bar of an attempt looks like. An attempt that gave no end was cut off: its worker died, or lost its lease. */
function kindOf(activity: ActivityReport, i: number): string {
  const { attempts, attempt, outcome } = activity;
  const one = attempts[i];
  if (one?.type === 'LockBusy') return 'lock';
  if (one?.number === attempt) return outcome.replace(' ', '');
  return one?.endedAt === undefined ? 'cut' : 'failed';
}

/** All attempts of one activity, with what lies between. */
export function bars(activity: ActivityReport, place: Place): Html[] {
  const { attempts, scheduledAt, lockWaitMs = 0, endedAt } = activity;
  const shapes: Html[] = [];
  let from = scheduledAt;
  for (const [i, { number, startedAt, endedAt: stopped, why }] of attempts.entries()) {
    const to = stopped ?? attempts[i + 1]?.startedAt ?? endedAt ?? place.now;
    const kind = kindOf(activity, i);
    const said = why ?? (kind === 'cut' ? 'gave no end' : (activity.phase ?? activity.outcome));
    shapes.push(line(place, from, startedAt));
    shapes.push(
      box(place, `bar ${kind}`, startedAt, to, `attempt ${number}, ${duration(between(startedAt, to))}: ${said}`),
    );
    if (i === attempts.length - 1 && lockWaitMs >= LEAST_WAIT_MS) shapes.push(lockWait(place, startedAt, lockWaitMs));
    if (attempts.length > 1) shapes.push(tick(place, startedAt));
    from = to;
  }
  if (endedAt === undefined && Date.parse(from) < Date.parse(place.now)) shapes.push(line(place, from, place.now));
  return shapes;
}

function lockWait(place: Place, startedAt: string, ms: number): Html {
  const from = Date.parse(startedAt);
  return box(place, 'bar lock', from, from + ms, `waited ${duration(ms)} for a lock`);
}

/** Where an attempt begins. */
function tick({ axis, top, height }: Place, at: string): Html {
  const x = percent(axis.at(Date.parse(at)));
  return html`<line class="tick" x1="${x}%" x2="${x}%" y1="${top - 2}" y2="${top + height + 2}" />`;
}

/** The sign of what did not simply end well, behind the bar. */
export function mark(
  { outcome, endedAt, scheduledAt }: ActivityReport,
  { axis, now, top, height }: Place,
): Html | undefined {
  if (outcome === 'done') return undefined;
  const share = axis.at(Date.parse(endedAt ?? (outcome === 'waiting' ? scheduledAt : now)));
  const atEdge = share > 0.97;
  const [x, side] = atEdge ? [share - 0.004, 'end'] : [share + 0.004, 'start'];
  return html`<text class="sign" x="${percent(x)}%" y="${top + height - 2}" text-anchor="${side}"
    >${signOf(outcome)}</text
  >`;
}

/** What a lane shows, for those who do not see it. */
export function spoken(
  { part, outcome, attempt, scheduledAt, endedAt, lockWaitMs = 0 }: ActivityReport,
  now: string,
): string {
  const took = duration(between(scheduledAt, endedAt ?? now));
  const wait = lockWaitMs >= LEAST_WAIT_MS ? `, ${duration(lockWaitMs)} of it waiting for a lock` : '';
  return `${part === undefined ? '' : `${part}: `}${outcome} after ${took}${wait}${attempt > 1 ? `, ${attempt} attempts` : ''}`;
}
