/** `run.waitFor`: a question to people, with a deadline and reminders. Its states: waits.ts. */
import type { z } from 'zod';
import { isCancellation } from '@temporalio/workflow';
import type { Duration, Json, JsonSchema } from '../../activities/kit/contract';
import { durationMs } from './duration';
import { here, inBody } from './epoch';
import type { Place } from './epoch';
import { mustBeName, remember } from './facts';
import { cut, stop } from './failure';
import type { Kernel } from './kernel';
import type { WaitFile } from './messages';
import { quoted, sizes } from './shapes';
import { Wait } from './waits';

export interface WaitOptions<T extends Json | undefined = Json | undefined> {
  /** At most a year, from when it was first asked. Without one it waits for ever. */
  readonly timeout?: Duration;
  /** What the wait gives when nobody answered in time: any JSON value. Without it the run fails with `NoAnswer`. */
  readonly onTimeout?: T;
  readonly remind?: Reminding;
  /** What is to be looked at before it is answered: texts that steps gave by reference. They live as long as the wait. */
  readonly files?: readonly WaitFile[];
}

export interface Reminding {
  /** At least a minute, counted from when it was first asked. What was missed while no worker was there is not made up for. */
  readonly every: Duration;
  /**
   * Calls steps, as the body does; they are made anew each time, though their inputs are the same. Of a call that fails for good
   * its own `onFailure` decides; what this throws, `waitFor` throws. When the answer comes, what is under way is cancelled.
   */
  readonly run: () => Promise<unknown>;
}

/** A wait reminds so often, then it only waits. */
const MAX_REMINDERS = 365;
const SHORTEST_MS = 60_000;

export interface WaitFor {
  <S extends JsonSchema, const T extends Json = never>(
    name: string,
    schema: S,
    options?: WaitOptions<T>,
  ): Promise<z.output<S> | T>;
  (name: string, options?: WaitOptions): Promise<unknown>;
}

export const waitForOf = (kernel: Kernel): WaitFor =>
  ((name: string, first: JsonSchema | WaitOptions = {}, second: WaitOptions = {}) => {
    const isSchema = 'safeParse' in first;
    return waitFor(kernel, name, isSchema ? { ...second, schema: first } : first);
  }) as WaitFor;

type Question = WaitOptions & { readonly schema?: JsonSchema };

/** A body that runs again while the question is open waits for the same answer. */
async function waitFor(kernel: Kernel, name: string, question: Question): Promise<unknown> {
  const place = inBody(`run.waitFor('${name}')`);
  if (place.epoch.abandoned) return place.epoch.nothing();
  const { schema, timeout, remind, files } = question;
  const timeoutMs = timeout === undefined ? undefined : limitOf(name, 'timeout', timeout, 1);
  const everyMs = remind === undefined ? undefined : limitOf(name, 'remind.every', remind.every, SHORTEST_MS);
  const key = `answer:${name}`;
  const { asked } = kernel.facts;
  const known =
    asked.get(key) ?? ask(kernel, key, new Wait(name, kernel.sdk.now(), schema, timeoutMs, files), question);
  asked.set(key, known);
  // A scope of the body's own that is cancelled ends this wait, not one that comes later.
  known.catch((error: unknown) => void (isCancellation(error) && asked.delete(key)));
  const answer = place.epoch.whileOpen(known);
  const wait = kernel.waits.get(name);
  if (!wait || !remind || everyMs === undefined || wait.remindedBy === place.epoch) return answer;
  wait.remindedBy = place.epoch;
  return whileReminding(answer, place, wait, { everyMs, run: remind.run });
}

async function ask(kernel: Kernel, key: string, wait: Wait, question: Question): Promise<unknown> {
  if (kernel.facts.has(key)) return kernel.facts.get(key);
  mustBeName(key);
  kernel.waits.set(wait.name, wait);
  kernel.changed();
  let answer: unknown;
  try {
    answer = await settled(kernel, wait, question);
  } finally {
    kernel.waits.delete(wait.name);
    kernel.changed();
  }
  return remember(kernel, key, answer);
}

async function settled(kernel: Kernel, wait: Wait, { timeout, onTimeout, remind }: Question): Promise<unknown> {
  const { sdk } = kernel;
  if (remind || wait.isLong) await fixBeginning(kernel, wait);
  wait.hasBegun = true;
  const left = wait.deadlineMs === undefined ? undefined : Math.max(1, wait.deadlineMs - sdk.now());
  if (await sdk.condition(() => wait.isAnswered, left, `waits for '${cut(wait.name, 50)}'`)) return wait.answer;
  if (onTimeout !== undefined) return onTimeout;
  throw stop('NoAnswer', `nobody answered ${quoted(wait.name)} within ${timeout}`);
}

/** The deadline and the reminders of another execution count from when the first one asked. */
async function fixBeginning(kernel: Kernel, wait: Wait): Promise<void> {
  const key = `asked:${wait.name}`;
  const sinceMs = kernel.facts.get(key) ?? (await remember(kernel, key, wait.sinceMs));
  wait.askedBefore(Number(sinceMs), kernel.sdk.now());
  kernel.changed();
}

function limitOf(name: string, what: string, duration: Duration, atLeastMs: number): number {
  const ms = durationMs(duration);
  if (ms >= atLeastMs && ms <= sizes.timeoutMs) return ms;
  const shortest = atLeastMs > 1 ? 'at least a minute and ' : '';
  throw stop(
    'OptionInvalid',
    `the ${what} of run.waitFor(${quoted(name)}) is ${quoted(String(duration))}: give a duration, ${shortest}at most a year, such as '1 day'`,
  );
}

interface Reminders {
  readonly everyMs: number;
  readonly run: () => Promise<unknown>;
}

/** The answer. No call of a reminder is under way any more when it reaches the body. */
async function whileReminding(answer: Promise<unknown>, place: Place, wait: Wait, how: Reminders): Promise<unknown> {
  const scope = place.kernel.sdk.scope();
  const reminding = scope.run(() => remindUntilOver(place, wait, how));
  const failed = new Promise<never>((_resolve, reject) => void reminding.catch(reject));
  try {
    return await Promise.race([answer, place.epoch.whileOpen(failed)]);
  } finally {
    scope.cancel();
    await reminding.catch(() => undefined);
  }
}

/** A reminder that the body before this one did not bring to its end is taken up again, under the same occasion. */
async function remindUntilOver(place: Place, wait: Wait, { everyMs, run }: Reminders): Promise<void> {
  const { epoch, kernel } = place;
  const { sdk } = kernel;
  // Whatever else ends the wait cancels the scope in which this runs.
  const isOver = (): boolean => wait.isAnswered || epoch.abandoned;
  await sdk.condition(() => wait.hasBegun || isOver());
  while (wait.sent < MAX_REMINDERS) {
    const number = wait.reminderAfter(sdk.now(), everyMs);
    const dueMs = wait.sinceMs + number * everyMs;
    if (wait.deadlineMs !== undefined && dueMs >= wait.deadlineMs) return;
    const left = dueMs - sdk.now();
    if (left > 0) await sdk.condition(isOver, left, `reminds of '${cut(wait.name, 50)}'`);
    if (isOver()) return;
    const occasion = { at: `${wait.name} ${new Date(dueMs).toISOString()}`, label: `reminder ${number}` };
    await here.run({ ...place, occasion }, run);
    wait.reminded();
    kernel.changed();
  }
}
