/**
 * The law of the kernel. The body runs; a call whose record exists answers from that record. When calls report lost
 * inputs, the calls in flight settle, the loss is counted (a heal; for corruption a strike against the step that made
 * the bad state), and the body runs again from the top. Resuming a failed run, `retry --from` and a later execution of
 * the same id are the same law: there is no other recovery path.
 */
import { allHandlersFinished, CancellationScope, condition, isCancellation, setHandler } from '@temporalio/workflow';
import { msToNumber } from '@temporalio/common/lib/time';
import type { Duration } from '../../activities/kit/contract';
import { handleUpdates } from './decisions';
import { here, Kernel, kit, newEpoch, stop } from './kernel';
import { progress } from './messages';
import type { StartOptions } from './messages';
import { showProgress } from './progress';
import { runOf } from './run';
import type { Run } from './run';

const RUN_TIMEOUT = '30 minutes';

export interface OpenOptions extends StartOptions {
  /**
   * Of active time: pauses and `waitFor` do not count, timers of the body and delays between attempts do. Default 30
   * minutes. Only pauses and `waitFor` keep the state of a run alive; a body that sleeps longer than its TTL rebuilds it.
   */
  readonly runTimeout?: Duration;
}

/**
 * Opens the run and lives its life: checks the job, handles messages, runs the body by the law above, ends with the
 * body's result. The body may run more than once: everything in it that is not a step goes through `run.once` or
 * `run.waitFor`. `options` is the workflow's second argument.
 */
export async function openRun<Job, R>(
  job: Job,
  body: (run: Run<Job>) => Promise<R>,
  options: OpenOptions = {},
): Promise<R> {
  const kernel = new Kernel(options.onExhausted === 'fail');
  setHandler(progress, () => kernel.progress(), { description: 'Status of the run, one row a step' });
  handleUpdates(kernel);
  try {
    const opened = await kit['kit.open']({ job });
    kernel.opened(opened);
    await startOver(kernel, options);
    const reopen = () => kit['kit.open']({ job, kept: kernel.kept(opened.date) });
    const result = await withinActiveTime(kernel, msToNumber(options.runTimeout ?? RUN_TIMEOUT), () =>
      obeyLaw(kernel, reopen, () => body(runOf(kernel, opened.job as Job, opened.date))),
    );
    kernel.end('ok');
    return result;
  } catch (error) {
    kernel.end(CancellationScope.current().consideredCancelled ? 'cancelled' : 'failed', error);
    throw error;
  } finally {
    showProgress(kernel);
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }
}

/** `--from`, `--failed-items` and `--fresh` of a closed run started again under its id. */
async function startOver(kernel: Kernel, { from, failedItems, fresh = false }: StartOptions): Promise<void> {
  if (from !== undefined) await kernel.reset(from, true, fresh);
  if (failedItems) await kernel.reset(undefined, true, fresh);
}

/** `reopen` because what was lost may be the job and the date too: without them another job could take the id. */
async function obeyLaw<R>(kernel: Kernel, reopen: () => Promise<unknown>, body: () => Promise<R>): Promise<R> {
  for (;;) {
    const epoch = newEpoch();
    kernel.begin(epoch);
    const result = here.run({ kernel, epoch }, body).then((value) => ({ value }));
    const ended = await Promise.race([result, epoch.end]);
    if (ended) return ended.value;
    await Promise.allSettled(epoch.inFlight);
    if (epoch.lost.length === 0) continue;
    kernel.countHeal(epoch.lost);
    await reopen();
  }
}

/** A clock that runs while somebody works on the run. When it is out, work in flight is cancelled and the run fails. */
async function withinActiveTime<R>(kernel: Kernel, limitMs: number, run: () => Promise<R>): Promise<R> {
  const scope = new CancellationScope();
  const watch = new CancellationScope();
  const clock = { out: false };
  const watching = watch
    .run(async () => {
      while (kernel.activeMs < limitMs) {
        await condition(() => !kernel.idle);
        const from = Date.now();
        await condition(() => kernel.idle, limitMs - kernel.activeMs, { summary: 'limit of active time' });
        kernel.activeMs += Date.now() - from;
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
    throw clock.out
      ? stop('RunTimeout', `it was active for ${Math.round(kernel.activeMs / 1000)} s, its limit`)
      : error;
  } finally {
    watch.cancel();
    await watching;
  }
}
