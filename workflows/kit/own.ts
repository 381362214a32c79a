/**
 * The kit's own short activities, and what becomes of a run when they fail. Named refusals are final. All else is tried again
 * for half an hour, with its cause at the pending activity; then the run pauses under the activity's name, and `retryStep`
 * tries again.
 */
import { ActivityFailure, isCancellation, TimeoutFailure } from '@temporalio/workflow';
import { RetryState } from '@temporalio/common';
import type { ActivityOptions } from '@temporalio/workflow';
import type { KeptPage, Opened, Opening } from '../../activities/kit/contract';
import { cut, stop } from './failure';
import type { Kernel } from './kernel';

interface Kit {
  'kit.open': { takes: Opening; gives: Opened };
  'kit.remember': { takes: { key: string; value: unknown }; gives: unknown };
  'kit.reset': { takes: { step?: string; floor: boolean; fresh?: boolean }; gives: string[] };
  'kit.kept': { takes: { execution: string; page: number }; gives: KeptPage };
}

/** The heartbeat timeout is there to notice a killed worker soon. */
const OPTIONS: ActivityOptions = {
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '30m',
  heartbeatTimeout: '2s',
  retry: { initialInterval: '100ms', maximumInterval: '5s' },
};

/** Calls an activity of the kit once: a failure is the answer to a person, who may ask again. */
function kitOnce<N extends keyof Kit>(kernel: Kernel, name: N, input: Kit[N]['takes']): Promise<Kit[N]['gives']> {
  return kernel.working(() => kernel.sdk.activity(name, [input], OPTIONS)) as Promise<Kit[N]['gives']>;
}

/** Calls an activity of the kit until it succeeds; what is final is thrown. */
export async function kit<N extends keyof Kit>(
  kernel: Kernel,
  name: N,
  input: Kit[N]['takes'],
): Promise<Kit[N]['gives']> {
  for (;;) {
    try {
      return await kitOnce(kernel, name, input);
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure) || isFinal(error)) throw error;
      const why = error.cause instanceof TimeoutFailure ? error.cause.cause?.message : error.cause?.message;
      // No attempt failed: there was no worker. There is one now.
      if (why !== undefined) await untilRetried(kernel, name, why);
    }
  }
}

const isFinal = ({ retryState }: ActivityFailure): boolean =>
  retryState === RetryState.NON_RETRYABLE_FAILURE || retryState === RetryState.CANCEL_REQUESTED;

async function untilRetried(kernel: Kernel, name: string, why: string): Promise<void> {
  const message = cut(
    `${name} did not succeed in 30 minutes, last: ${why.replace(/\.$/, '')}. Mend the cause, then retry it`,
  );
  if (kernel.onFailure === 'fail') throw stop('KitExhausted', message);
  await kernel.ownCall(name, (call) => call.pause({ message, cannotBeSkipped: true }));
}

export interface Reset {
  /** Without a step: every step whose output has failed items. */
  readonly step?: string;
  /** The records of so far count no more: it runs again. */
  readonly floor: boolean;
  /** What was paid is paid again. */
  readonly fresh: boolean;
}

/** Forgets the failures of a step, and more as asked. @returns the steps that it was done to. */
export const reset = (kernel: Kernel, asked: Reset): Promise<string[]> => resetBy(kernel, asked, kitOnce);

/** The same where nobody hears of a failure: it is tried until it succeeds. */
export const resetSurely = (kernel: Kernel, asked: Reset): Promise<string[]> => resetBy(kernel, asked, kit);

async function resetBy(kernel: Kernel, asked: Reset, call: typeof kit): Promise<string[]> {
  const steps = (await call(kernel, 'kit.reset', asked)) as string[];
  if (asked.fresh) for (const step of steps) kernel.fresh.set(step, kernel.sdk.uuid());
  return steps;
}
