/** What a body can do besides calling steps: remember a decision, wait for a person, sleep, end. */
import { ApplicationFailure } from '@temporalio/workflow';
import { msToNumber } from '@temporalio/common/lib/time';
import type { Duration } from '../../activities/kit/contract';
import { remember } from './facts';
import { here, inBody } from './epoch';
import { cut, stop } from './failure';
import type { Kernel } from './kernel';
import { quoted, sizes, utf8Bytes } from './shapes';

export interface Run<Input> {
  readonly id: string;
  /** The input as its schema gives it: checked, with defaults. */
  readonly input: Input;
  /** ISO; fixed by the first opening of the run and the same for every execution of its id. */
  readonly date: string;
  /** Since this execution began. Not the same when the body runs again: pass it through `once`. */
  elapsedMs(): number;
  /** True when a person skipped a step: the result is then partial. */
  skippedByHand(): boolean;
  /**
   * Runs `fn` once in the life of the run, whatever number of times the body runs, and remembers its (JSON) result. `fn`
   * calls no steps, whose results are kept anyway, and waits for nobody.
   */
  once<T>(key: string, fn: () => Promise<T>): Promise<T>;
  /** Waits for the update `answer { name, value }`. Fails the run after `timeout`; without one, when nothing in
   * the run was decided for 7 days. */
  waitFor(name: string, options?: { readonly timeout?: Duration }): Promise<unknown>;
  /**
   * Waits, at most a year, without being active: whatever the time limit of the run, its state is kept alive. The time at which it
   * ends is fixed when it begins: a body that runs again, and from a minute on another execution, sleeps what is left.
   */
  sleep(duration: Duration): Promise<void>;
  /** The same until a time of the workflow's clock; at once when that is past. */
  sleepUntil(time: Date): Promise<void>;
  /** Ends the run failed, for this reason: what a person would have to decide anew is another run. */
  fail(reason: string): never;
}

export function runOf<Input>(kernel: Kernel, input: Input, date: string): Run<Input> {
  return {
    id: kernel.id,
    input,
    date,
    elapsedMs: () => kernel.sdk.now() - kernel.sdk.execution().startedAtMs,
    skippedByHand: () => kernel.wasSkipped,
    once: <T>(key: string, fn: () => Promise<T>) => remembered(kernel, 'once', key, fn) as Promise<T>,
    waitFor: (name, options = {}) => remembered(kernel, 'answer', name, () => answered(kernel, name, options.timeout)),
    sleep: async (duration) => sleepUntil(kernel, await wakeTime(kernel, duration)),
    sleepUntil: (time) => sleepUntil(kernel, time.getTime()),
    fail(reason) {
      throw ApplicationFailure.nonRetryable(cut(reason), 'Failed');
    },
  };
}

/** A body that runs again while `fn` is under way waits for the same result. What two kinds call alike are two facts. */
function remembered(
  kernel: Kernel,
  kind: 'once' | 'answer',
  name: string,
  fn: () => Promise<unknown>,
): Promise<unknown> {
  const place = inBody(`'${name}'`);
  const key = `${kind}:${name}`;
  const { asked } = kernel.facts;
  const known = asked.get(key) ?? ask(kernel, key, () => here.run({ ...place, once: name }, fn));
  asked.set(key, known);
  return place.epoch.whileOpen(known);
}

async function ask(kernel: Kernel, key: string, fn: () => Promise<unknown>): Promise<unknown> {
  if (kernel.facts.has(key)) return kernel.facts.get(key);
  if (utf8Bytes(key) > sizes.nameBytes)
    throw stop('TooLarge', `a name has more than ${sizes.nameBytes} bytes: ${quoted(key)}`);
  return remember(kernel, key, await fn());
}

async function answered(kernel: Kernel, name: string, timeout: Duration | undefined): Promise<unknown> {
  const isAnswered = (): boolean => kernel.answers.has(name);
  kernel.waitingFor.add(name);
  kernel.changed();
  try {
    // With a time limit of its own a wait is not one of those that end when nobody decides anything.
    if (timeout === undefined) await kernel.parking.until(isAnswered);
    else if (!(await kernel.sdk.condition(isAnswered, msToNumber(timeout), `waits for '${cut(name, 50)}'`)))
      throw stop('NoAnswer', `nobody answered '${name}' in time`);
    return kernel.answers.get(name);
  } finally {
    kernel.waitingFor.delete(name);
    kernel.changed();
  }
}

/** @returns NaN for what is no duration. */
export function durationMs(duration: Duration): number {
  try {
    return msToNumber(duration);
  } catch {
    return Number.NaN;
  }
}

/** What is shorter is slept again by another execution, rather than costing an activity. */
const REMEMBERED_MS = 60_000;

/** When a sleep that begins now ends; of the same sleep of an earlier body: when that was to end. */
async function wakeTime(kernel: Kernel, duration: Duration): Promise<number> {
  const place = inBody('run.sleep');
  const ms = durationMs(duration);
  if (!(ms >= 0 && ms <= sizes.timeoutMs))
    throw stop(
      'OptionInvalid',
      `run.sleep takes a duration of at most a year, such as '25 hours'; not ${quoted(String(duration))}`,
    );
  const key = `sleep:${place.epoch.sleepOf(String(duration))}`;
  const { asked } = kernel.facts;
  const wakes = kernel.sdk.now() + ms;
  const known =
    asked.get(key) ?? (ms < REMEMBERED_MS ? Promise.resolve(wakes) : ask(kernel, key, () => Promise.resolve(wakes)));
  asked.set(key, known);
  return Number(await place.epoch.whileOpen(known));
}

async function sleepUntil(kernel: Kernel, wakesMs: number): Promise<void> {
  const { epoch } = inBody('run.sleepUntil');
  const left = wakesMs - kernel.sdk.now();
  if (!(left <= sizes.timeoutMs))
    throw stop('OptionInvalid', 'run.sleepUntil takes a time within a year, such as new Date(Date.now() + 60_000)');
  if (left <= 0) return;
  await epoch.whileOpen(kernel.sleeping(wakesMs, () => kernel.sdk.condition(() => epoch.abandoned, left, 'sleeps')));
}
