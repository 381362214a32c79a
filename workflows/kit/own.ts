/**
 * What becomes of a run whose kit activities (`kit.open`, `kit.reset`, `kit.remember`) fail. Named refusals are final. All
 * else is tried again for half an hour, with its cause at the pending activity; then the run pauses under the activity's
 * name, and `retryStep` tries again.
 */
import { ActivityFailure, isCancellation, TimeoutFailure } from '@temporalio/workflow';
import { RetryState } from '@temporalio/common';
import { stop } from './kernel';
import type { Kernel, PausedCall } from './kernel';
import { showProgress } from './progress';
import { cut } from './failure';

export async function insist<T>(kernel: Kernel, name: string, call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure) || isFinal(error)) throw error;
      const why = error.cause instanceof TimeoutFailure ? error.cause.cause?.message : error.cause?.message;
      // No attempt failed: there was no worker. There is one now.
      if (why !== undefined) await retried(kernel, name, why);
    }
  }
}

const isFinal = ({ retryState }: ActivityFailure): boolean =>
  retryState === RetryState.NON_RETRYABLE_FAILURE || retryState === RetryState.CANCEL_REQUESTED;

async function retried(kernel: Kernel, name: string, why: string): Promise<void> {
  const message = cut(`${name} did not succeed in 30 minutes, last: ${why}. Mend the cause, then retry it`);
  if (kernel.failWhenExhausted) throw stop('KitExhausted', message);
  const row = { name, status: 'paused' as const, runs: 1, startedAt: new Date().toISOString(), message };
  let decided = false;
  const paused: PausedCall = { step: name, decide: () => (decided = true) };
  kernel.ownRows.push(row);
  kernel.paused.add(paused);
  showProgress(kernel);
  try {
    await kernel.park(() => decided);
  } finally {
    kernel.paused.delete(paused);
    kernel.ownRows.splice(kernel.ownRows.indexOf(row), 1);
    showProgress(kernel);
  }
}
