/**
 * The law of the kernel. The body runs; a call whose record exists answers from that record. When calls report lost
 * inputs, the calls in flight settle, the loss is counted (a heal; for corruption a strike against the step that made
 * the bad state), and the body runs again from the top. Resuming a failed run, `retry --from` and a later execution of
 * the same id are the same law: there is no other recovery path.
 */
import { ApplicationFailure, CancelledFailure, isCancellation } from '@temporalio/workflow';
import type { Duration, Opened, Opening } from '../../activities/kit/contract';
import { keepAlive } from './alive';
import { endChildren } from './child';
import { forget, handleUpdates } from './decisions';
import { durationMs } from './duration';
import { Epoch, here } from './epoch';
import { cut, sendable, stop } from './failure';
import { Kernel } from './kernel';
import { progress } from './messages';
import type { StartOptions } from './messages';
import { kit, resetSurely } from './own';
import { Unreadable } from './payloadConverter';
import { runOf } from './run';
import type { Run } from './run';
import type { Sdk } from './sdk';
import { checkedStart, checkId, checkInput, jsonBytes, Misshapen, sizes } from './shapes';
import { standIn } from './standIn';
import { temporal } from './temporal';
import { undone } from './undoing';
import { AnotherKernel, KERNEL, mustBeOurs } from './version';

const RUN_TIMEOUT = '30 minutes';

/** What a pipeline says of its runs, where whoever starts one says nothing. */
export interface Defaults {
  readonly onFailure?: 'pause' | 'fail';
  /**
   * Of active time: pauses and `waitFor` do not count, timers of the body and delays between attempts do. Default 30
   * minutes.
   */
  readonly runTimeout?: Duration;
}
export type OpenOptions = StartOptions & Pick<Defaults, 'runTimeout'>;

/**
 * Opens the run and lives its life: checks the input, handles messages, runs the body by the law above, ends with the
 * body's result. The body may run more than once: everything in it that is not a step goes through `run.once` or
 * `run.waitFor`. `options` is the workflow's second argument.
 */
export function openRun<Input, R>(
  input: Input,
  body: (run: Run<Input>) => Promise<R>,
  options: OpenOptions = {},
): Promise<R> {
  return live(standIn.getStore() ?? temporal, input, body, options);
}

/** The same, on whatever stands for Temporal. */
export async function live<Input, R>(
  sdk: Sdk,
  input: unknown,
  body: (run: Run<Input>) => Promise<R>,
  options: OpenOptions = {},
  defaults: Defaults = {},
): Promise<R> {
  const kernel = new Kernel(sdk);
  sdk.onQuery(progress.name, 'Status of the run, one row a step', () => kernel.progress());
  handleUpdates(kernel);
  void sdk.condition(() => kernel.hasEnded).catch(() => kernel.cancelling());
  try {
    const { limitMs, ...start } = accepted(kernel.id, input, options, defaults.runTimeout);
    kernel.onFailure = start.onFailure ?? defaults.onFailure ?? 'pause';
    const { from } = start;
    const open = (opening: Omit<Opening, 'input' | 'kernel'>): Promise<Opened> =>
      kit(kernel, 'kit.open', { input, kernel: KERNEL, ...opening });
    const opened = await open(from === undefined ? {} : { from });
    mustBeOurs(kernel.id, opened);
    kernel.opened(opened);
    void keepAlive(kernel);
    await startOver(kernel, start);
    const reopen = (): Promise<unknown> => open({ kept: kernel.kept(opened.date) });
    const result = await withinActiveTime(kernel, limitMs, async () => {
      try {
        return await obeyLaw(kernel, reopen, () => body(runOf(kernel, opened.input as Input, opened.date)));
      } finally {
        await endChildren(kernel.children);
      }
    });
    // A body that has caught the cancellation of a call has not done what was wanted.
    if (kernel.undos.any && sdk.isCancelled()) throw new CancelledFailure('it was cancelled');
    mustFit(result);
    kernel.end('ok');
    await left(kernel);
    return result;
  } catch (error) {
    // Not an end of the run: nothing is shown, and no handler waited for. A worker of that kernel goes on with it.
    if (error instanceof AnotherKernel) throw error;
    const why = sendable(error);
    const isCancelled = sdk.isCancelled();
    const failure = await undone(kernel, why);
    kernel.end(isCancelled && failure === why ? 'cancelled' : 'failed', failure);
    await left(kernel);
    throw failure;
  }
}

/** The run has ended: its last word is shown, and whoever told it something has an answer. */
async function left(kernel: Kernel): Promise<void> {
  kernel.changed();
  await kernel.sdk.shielded(() => kernel.sdk.allHandled());
}

/** What a plain client sent is anything. What can never work fails the run here, before anything of it began. */
function accepted(
  id: string,
  input: unknown,
  options: unknown,
  limit: Duration = RUN_TIMEOUT,
): StartOptions & { readonly limitMs: number } {
  try {
    for (const argument of [input, options]) {
      if (argument instanceof Unreadable) throw new Misshapen(`An argument of the run cannot be read: ${argument.why}`);
    }
    checkId(id);
    checkInput(input);
    const { runTimeout = limit, ...start } = checkedStart(options) as OpenOptions;
    return { ...start, limitMs: timeoutOf(runTimeout) };
  } catch (error) {
    if (error instanceof Misshapen) throw ApplicationFailure.nonRetryable(cut(error.message), 'StartInvalid');
    throw error;
  }
}

/** A longer one is no timer that Temporal can hold. */
function timeoutOf(runTimeout: Duration): number {
  const limitMs = durationMs(runTimeout);
  if (limitMs > 0 && limitMs <= sizes.timeoutMs) return limitMs;
  throw new Misshapen("'runTimeout' must be a duration of at most a year, such as '30 minutes'");
}

/** Too large a result, or one that is no JSON, would fail the last workflow task for ever. */
function mustFit(result: unknown): void {
  const bytes = ArrayBuffer.isView(result) ? result.byteLength : jsonBytes(result);
  if (bytes === undefined) throw stop('NotJson', 'its result is no JSON (a BigInt, a cycle, a function?)');
  if (bytes <= sizes.resultBytes) return;
  throw stop(
    'TooLarge',
    `its result has ${bytes} bytes, at most ${sizes.resultBytes}: return references to large data`,
  );
}

/**
 * `--from`, `--failed-items` and `--fresh` of a closed run started again under its id. What its effects answered holds on,
 * but for those that a person wants made again.
 */
async function startOver(kernel: Kernel, { from, failedItems, fresh = false, continues }: StartOptions): Promise<void> {
  if (continues !== undefined) await adopt(kernel, continues);
  const reset = (step?: string): Promise<string[]> =>
    resetSurely(kernel, { floor: true, fresh, ...(step === undefined ? {} : { step }) });
  if (from !== undefined) await reset(from);
  const withFailures = failedItems ? await reset() : [];
  const anew = from === undefined ? [] : [from];
  forget(kernel, { told: [...anew, ...withFailures], effects: anew });
}

async function adopt(kernel: Kernel, execution: string): Promise<void> {
  for (let page = 0, more = true; more; page += 1) {
    const kept = await kit(kernel, 'kit.kept', { execution, page });
    kernel.effects.adopt(kept.effects);
    more = kept.more;
  }
}

/** `reopen` because what was lost may be the input and the date too: without them another input could take the id. */
async function obeyLaw<R>(kernel: Kernel, reopen: () => Promise<unknown>, body: () => Promise<R>): Promise<R> {
  for (;;) {
    const epoch = new Epoch();
    kernel.begin(epoch);
    const result = here.run({ kernel, epoch }, body).then((value) => ({ value }));
    const ended = await Promise.race([result, epoch.end]);
    if (ended) return ended.value;
    await epoch.settled();
    if (epoch.lost.length === 0) continue;
    kernel.countHeal(epoch.lost);
    await reopen();
  }
}

/** A clock that runs while somebody works on the run. When it is out, work in flight is cancelled and the run fails. */
async function withinActiveTime<R>(kernel: Kernel, limitMs: number, run: () => Promise<R>): Promise<R> {
  const { sdk } = kernel;
  const scope = sdk.scope();
  const watch = sdk.scope();
  const clock = { out: false };
  void watch
    .run(async () => {
      while (kernel.activeMs < limitMs) {
        await sdk.condition(() => !kernel.idle);
        const from = sdk.now();
        await sdk.condition(() => kernel.idle, limitMs - kernel.activeMs, 'limit of active time');
        kernel.activeMs += sdk.now() - from;
      }
      clock.out = true;
      scope.cancel();
    })
    .catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  try {
    return await scope.run(run);
  } catch (error) {
    // Its other calls end too, before anything is undone.
    if (kernel.undos.any) scope.cancel();
    throw clock.out
      ? stop('RunTimeout', `it was active for ${Math.round(kernel.activeMs / 1000)} s, its limit`)
      : error;
  } finally {
    watch.cancel();
  }
}
