/** What a body can do besides calling steps: remember a decision, wait for a person, sleep, end. */
import { ApplicationFailure } from '@temporalio/workflow';
import type { Duration } from '../../activities/kit/contract';
import { callChild } from './child';
import type { ChildOptions, ChildPipeline } from './child';
import { durationMs } from './duration';
import { mustBeName, remember } from './facts';
import { here, inBody } from './epoch';
import { cut, stop } from './failure';
import type { Kernel } from './kernel';
import { stored } from './lists';
import type { List } from './lists';
import { quoted, sizes } from './shapes';
import { waitForOf } from './waitFor';
import type { WaitFor } from './waitFor';

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
  /**
   * Waits for an answer: the update `answer { name, value }`, `handle.answer`, `pipeline-worker answer`. With a `schema` the answer
   * is checked where it is given, what it does not take is refused there, and the wait goes on; the body gets what the
   * schema makes of it, for good. A body that runs again asks nothing anew. Waits for ever, or until `timeout`.
   */
  readonly waitFor: WaitFor;
  /** A list that stands in the body (at most 16 KiB of JSON), by reference: each content once. */
  list<T>(items: readonly T[]): Promise<List<T>>;
  /**
   * Runs another pipeline as a run of its own, with its own id, time limit and steps, and gives its result: one row here. It is kept by
   * pipeline and id, whatever number of times the body runs. Of a child that does not end well `onFailure` decides, as of a step. When
   * this run is cancelled, or ends before the child does, the child is cancelled and waited for.
   */
  child<P extends ChildPipeline>(
    pipeline: P,
    input: Parameters<P>[0],
    options?: ChildOptions,
  ): Promise<Awaited<ReturnType<P>>>;
  child<P extends ChildPipeline = never>(
    name: string,
    input: [P] extends [never] ? unknown : Parameters<P>[0],
    options?: ChildOptions,
  ): Promise<[P] extends [never] ? unknown : Awaited<ReturnType<P>>>;
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
    once: <T>(key: string, fn: () => Promise<T>) => remembered(kernel, key, fn) as Promise<T>,
    waitFor: waitForOf(kernel),
    child: (pipeline: ChildPipeline | string, input: unknown, options: ChildOptions = {}) =>
      callChild(pipeline, input, options) as Promise<never>,
    list: (items) => stored(items, true),
    sleep: async (duration) => sleepUntil(kernel, await wakeTime(kernel, duration)),
    sleepUntil: (time) => sleepUntil(kernel, time.getTime()),
    fail(reason) {
      throw ApplicationFailure.nonRetryable(cut(reason), 'Failed');
    },
  };
}

/** A body that runs again while `fn` is under way waits for the same result. */
function remembered(kernel: Kernel, name: string, fn: () => Promise<unknown>): Promise<unknown> {
  const place = inBody(`'${name}'`);
  if (place.epoch.abandoned) return place.epoch.nothing();
  const key = `once:${name}`;
  const { asked } = kernel.facts;
  const known = asked.get(key) ?? ask(kernel, key, () => here.run({ ...place, once: name }, fn));
  asked.set(key, known);
  return place.epoch.whileOpen(known);
}

async function ask(kernel: Kernel, key: string, fn: () => Promise<unknown>): Promise<unknown> {
  if (kernel.facts.has(key)) return kernel.facts.get(key);
  mustBeName(key);
  return remember(kernel, key, await fn());
}

/** What is shorter is slept again by another execution, rather than costing an activity. */
const REMEMBERED_MS = 60_000;

/** When a sleep that begins now ends; of the same sleep of an earlier body: when that was to end. */
async function wakeTime(kernel: Kernel, duration: Duration): Promise<number> {
  const place = inBody('run.sleep');
  if (place.epoch.abandoned) return place.epoch.nothing();
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
