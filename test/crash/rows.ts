/**
 * The kill matrix: what dies, and where. Each row is lived twice, with a worker that is killed and with one that is stopped
 * past its lease and goes on (docs/failures.md says what each costs).
 */
import type { Point } from './points';

export interface Row extends Omit<Point, 'how'> {
  /** Part of a sentence: a worker is killed … */
  readonly where: string;
  readonly group: 'run' | 'step' | 'items' | 'effect';
  readonly pipeline?: 'sumPipeline' | 'paidPipeline';
  /** Its step fails once first, so that a lock is released. */
  readonly failing?: string;
  /** What the dead had begun there and another begins once more: the last column of the page. */
  readonly again: Again;
  /** What of it the journal shows, where the step of these tests calls nothing but the effect. */
  readonly seen?: Again;
}

/** Own code of one step; own code of items; an effect that was sent, or was on its way. */
export type Again = 'nothing' | 'a step' | 'items' | 'an effect';

export const rows: readonly Row[] = [
  { group: 'run', where: 'before it opens the run', again: 'nothing', at: 'open', when: 'before' },
  { group: 'run', where: 'after it opened the run', again: 'nothing', at: 'open', when: 'after' },
  {
    group: 'run',
    where: 'with a workflow task done and not reported',
    again: 'nothing',
    at: 'workflow',
    when: 'before',
    of: 'sum.total',
  },
  {
    group: 'run',
    where: 'with a workflow task reported',
    again: 'nothing',
    at: 'workflow',
    when: 'after',
    of: 'sum.total',
  },
  { group: 'step', where: 'before begin', again: 'nothing', at: 'begin', when: 'before', of: 'sum.total' },
  { group: 'step', where: 'after begin, unheard', again: 'nothing', at: 'begin', when: 'after', of: 'sum.total' },
  { group: 'step', where: 'in the code of a step', again: 'a step', at: 'step', when: 'before', of: 'total' },
  { group: 'step', where: 'after a blob is named, unheard', again: 'a step', at: 'name', when: 'after' },
  { group: 'step', where: 'before a blob is stored', again: 'a step', at: 'blob', when: 'before' },
  { group: 'step', where: 'between blobs and commit', again: 'a step', at: 'commit', when: 'before', of: 'sum.list' },
  { group: 'step', where: 'after commit, unheard', again: 'nothing', at: 'commit', when: 'after', of: 'sum.total' },
  {
    group: 'step',
    where: 'between commit and completion',
    again: 'nothing',
    at: 'activity',
    when: 'before',
    of: 'sum.total',
  },
  { group: 'step', where: 'after completion', again: 'nothing', at: 'activity', when: 'after', of: 'sum.total' },
  {
    group: 'step',
    where: 'before release',
    again: 'a step',
    at: 'release',
    when: 'before',
    of: 'sum.total',
    failing: 'total',
  },
  {
    group: 'step',
    where: 'after release, unheard',
    again: 'a step',
    at: 'release',
    when: 'after',
    of: 'sum.total',
    failing: 'total',
  },
  { group: 'items', where: 'in an item', again: 'items', at: 'step', when: 'before', of: 'square 9' },
  { group: 'items', where: 'before record', again: 'items', at: 'record', when: 'before', of: 'sum.square' },
  { group: 'items', where: 'after record, unheard', again: 'nothing', at: 'record', when: 'after', of: 'sum.square' },
  {
    group: 'items',
    where: 'before its shards are joined',
    again: 'nothing',
    at: 'commit',
    when: 'before',
    of: 'kit.gather',
  },
  {
    group: 'items',
    where: 'between answer and cache',
    again: 'items',
    at: 'cache',
    when: 'before',
    pipeline: 'paidPipeline',
  },
  {
    group: 'items',
    where: 'between cache and record',
    again: 'nothing',
    at: 'cache',
    when: 'after',
    pipeline: 'paidPipeline',
  },
  {
    group: 'items',
    where: 'in a paid call',
    again: 'items',
    at: 'step',
    when: 'before',
    of: 'paid 9',
    pipeline: 'paidPipeline',
  },
  { group: 'effect', where: 'before it asks for a resource', again: 'nothing', at: 'acquire', when: 'before' },
  { group: 'effect', where: 'with a resource granted and unconfirmed', again: 'nothing', at: 'acquire', when: 'after' },
  {
    group: 'effect',
    where: 'before it confirms the step lock',
    again: 'nothing',
    at: 'renew',
    when: 'before',
    of: 'sum.note',
  },
  {
    group: 'effect',
    where: 'after it confirmed the step lock',
    again: 'nothing',
    at: 'renew',
    when: 'after',
    of: 'sum.note',
  },
  { group: 'effect', where: 'before the effect', again: 'a step', seen: 'nothing', at: 'effect', when: 'before' },
  { group: 'effect', where: 'during the effect', again: 'an effect', at: 'effect', when: 'during' },
  { group: 'effect', where: 'after the effect', again: 'an effect', at: 'effect', when: 'after' },
  {
    group: 'effect',
    where: 'after the commit of an effect',
    again: 'nothing',
    at: 'commit',
    when: 'after',
    of: 'sum.note',
  },
  { group: 'effect', where: 'before it hands the resource on', again: 'nothing', at: 'hand', when: 'before' },
  { group: 'effect', where: 'after it handed the resource on', again: 'nothing', at: 'hand', when: 'after' },
];

export const titleOf = ({ where }: Row, how: Point['how']): string =>
  how === 'kill'
    ? `a worker is killed ${where}`
    : `a worker is stopped ${where}, and goes on when another has finished`;
