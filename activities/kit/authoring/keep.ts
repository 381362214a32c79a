/** How long what was paid for is kept, and under which names of its step it is looked for. */
import { durationMs } from '../../../workflows/kit/duration';
import type { AnyDefinition } from './define';

const HOUR_MS = 3_600_000;
/** Below it an attempt after a crash, or a run that heals, would pay again for what the same run has paid. */
const LEAST_KEEP_MS = HOUR_MS;
/** Answers lie in the memory of Redis: what is never asked for again has to end, also after a slip (`900 days`). */
const MOST_KEEP_MS = 366 * 24 * HOUR_MS;
/** Each is asked for before a call is paid for. */
const MOST_NAMES = 10;

/** Undefined where the step leaves it to the worker (`PIPELINE_CACHE_TTL_SECONDS`). */
export const keepMsOf = ({ keep }: Pick<AnyDefinition, 'keep'>): number | undefined =>
  keep === undefined ? undefined : durationMs(keep);

/** Names of activities that this step had before. */
export const formerNames = ({ was }: Pick<AnyDefinition, 'was'>): readonly string[] =>
  was === undefined ? [] : typeof was === 'string' ? [was] : was;

export function keepFaults(step: AnyDefinition): string[] {
  const ms = keepMsOf(step);
  if (ms === undefined || (ms >= LEAST_KEEP_MS && ms <= MOST_KEEP_MS)) return [];
  return [`its keep is ${JSON.stringify(step.keep)}; give a duration from '1 hour' to '366 days', such as '90 days'`];
}

/** What is wrong with the former names of these steps, which belong to one set or to all sets of a worker. */
export function nameFaults(steps: readonly (readonly [name: string, AnyDefinition])[]): string[] {
  const present = new Set(steps.map(([name]) => name));
  const takenBy = new Map<string, string>();
  return steps.flatMap(([name, step]) => {
    const given: unknown = step.was ?? [];
    const names: readonly unknown[] = Array.isArray(given) ? given : [given];
    if (names.length > MOST_NAMES) return [`${name}: its was has ${names.length} names, at most ${MOST_NAMES}`];
    return names.flatMap((was) => {
      if (typeof was !== 'string' || !/^.+\..+$/.test(was)) {
        return [`${name}: its was is ${JSON.stringify(was)}; give the whole name that it had, as 'shop.charge'`];
      }
      if (present.has(was)) return [`${name}: its was is ${was}, which is a step still: its answers are its own`];
      const other = takenBy.get(was);
      takenBy.set(was, name);
      return other === undefined
        ? []
        : [`${name}: its was is ${was}, and so is that of ${other}: one step has been it`];
    });
  });
}
