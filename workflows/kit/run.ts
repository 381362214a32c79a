/** What a body can do besides calling steps: remember a decision, wait for a person. */
import { msToNumber } from '@temporalio/common/lib/time';
import type { Duration } from '../../activities/kit/contract';
import { workflowInfo } from '@temporalio/workflow';
import { remember } from './facts';
import { here, inBody, inEpoch, stop } from './kernel';
import type { Kernel } from './kernel';
import { showProgress } from './progress';
import { quoted, sizes, utf8Bytes } from './shapes';

export interface Run<Job> {
  readonly id: string;
  /** The job as its schema gives it: checked, with defaults. */
  readonly job: Job;
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
  /** Waits for the update `answer { name, value }`. Fails the run after `timeout` (default 7 days). */
  waitFor(name: string, options?: { readonly timeout?: Duration }): Promise<unknown>;
}

export function runOf<Job>(kernel: Kernel, job: Job, date: string): Run<Job> {
  return {
    id: kernel.id,
    job,
    date,
    elapsedMs: () => Date.now() - workflowInfo().startTime.getTime(),
    skippedByHand: () => kernel.rows.some((row) => row.skippedFor !== undefined),
    once: <T>(key: string, fn: () => Promise<T>) => remembered(kernel, 'once', key, fn) as Promise<T>,
    waitFor: (name, options = {}) => remembered(kernel, 'answer', name, () => answered(kernel, name, options.timeout)),
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
  const known = kernel.onces.get(key) ?? ask(kernel, key, () => here.run({ ...place, once: name }, fn));
  kernel.onces.set(key, known);
  return inEpoch(place.epoch, known);
}

async function ask(kernel: Kernel, key: string, fn: () => Promise<unknown>): Promise<unknown> {
  if (kernel.remembered.has(key)) return kernel.remembered.get(key);
  if (utf8Bytes(key) > sizes.nameBytes)
    throw stop('TooLarge', `a name has more than ${sizes.nameBytes} bytes: ${quoted(key)}`);
  return remember(kernel, key, await fn());
}

async function answered(kernel: Kernel, name: string, timeout: Duration | undefined): Promise<unknown> {
  kernel.waitingFor.add(name);
  showProgress(kernel);
  try {
    const timeoutMs = timeout === undefined ? undefined : msToNumber(timeout);
    if (!(await kernel.park(() => kernel.answers.has(name), timeoutMs))) {
      throw stop('NoAnswer', `nobody answered '${name}' in time`);
    }
    return kernel.answers.get(name);
  } finally {
    kernel.waitingFor.delete(name);
    showProgress(kernel);
  }
}
