/**
 * One call of a step: scheduled, and decided on when it ends. The states of its row are running → done | paused |
 * cancelled; paused → running (retry), → skipped (skip), → failed (`onExhausted: fail`). Attempts, heartbeat timeouts and
 * back-off are Temporal's; what reaches this code is final for the activity.
 */
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  isCancellation,
  proxyActivities,
} from '@temporalio/workflow';
import { RetryState } from '@temporalio/common';
import type { CallOptions, Duration, LostInput, Skipped } from '../../activities/kit/contract';
import { inBody, inEpoch, MAX_CALLS, stop } from './kernel';
import type { Decision, Epoch, Kernel, PausedCall } from './kernel';
import type { StepRow, StepStatus } from './messages';
import { showProgress } from './progress';

export interface StepOptions {
  readonly startToCloseTimeout?: Duration;
  /** How soon a dead worker is noticed. Keep it above the longest time `run` blocks the event loop. Default 10 s. */
  readonly heartbeatTimeout?: Duration;
  /** Own failures after which the step pauses. Default 5. */
  readonly maximumFailures?: number;
  /** Items of one activity of a map. Default 500; raised so that a map has at most 200. */
  readonly shardSize?: number;
  /** Shown in the Web UI in place of the activity's name. */
  readonly summary?: string;
}

/**
 * For attempts that ended without a word: a worker killed several times in one step must not make the next one wait.
 * Every failure of a step's own brings its own delay (activities/kit/errors.ts); what never reaches the guard, such as
 * a step that no worker knows, comes to one try a second. A first wait of 100 ms was measured in the time to resume.
 */
export const QUICK_RETRY = { initialInterval: '10ms', backoffCoefficient: 1.2, maximumInterval: '1s' } as const;

type ActivityTable = Record<string, (input: unknown, options: CallOptions) => Promise<unknown>>;

/** Runs one activity of `row` until it is done, skipped, or the run ends. */
export function call(row: StepRow, name: string, input: unknown, options: StepOptions): Promise<unknown> {
  const { kernel, epoch } = inBody(name);
  if (epoch.abandoned) return inEpoch(epoch, Promise.resolve());
  epoch.calls += 1;
  if (epoch.calls > MAX_CALLS)
    throw stop('TooManyCalls', `it made more than ${MAX_CALLS} calls; use a map step for many items`);
  const running = untilDecided(kernel, epoch, row, name, input, options).finally(() => epoch.inFlight.delete(running));
  epoch.inFlight.add(running);
  return inEpoch(epoch, running);
}

async function untilDecided(
  kernel: Kernel,
  epoch: Epoch,
  row: StepRow,
  name: string,
  input: unknown,
  options: StepOptions,
): Promise<unknown> {
  let decision: Pick<CallOptions, 'skip'> = {};
  for (;;) {
    if (kernel.heldFor !== undefined) await kernel.park(() => kernel.heldFor === undefined || epoch.abandoned);
    if (epoch.abandoned) return undefined;
    setRow(kernel, row, 'running');
    row.runs += 1;
    const ended = await working(kernel, () =>
      scheduled(name, input, { ...callOptions(kernel, name, options), ...decision }, options),
    );
    if ('output' in ended) {
      if (!isSkipped(ended.output)) return ended.output;
      row.skippedFor = ended.output.$skipped;
      return ended.output.output;
    }
    const next = await onFailure(kernel, epoch, row, name, ended.error);
    if (next === 'abandoned') return undefined;
    decision = next;
  }
}

function callOptions(kernel: Kernel, name: string, { maximumFailures }: StepOptions): CallOptions {
  const fresh = kernel.fresh.get(name);
  return { ...(maximumFailures === undefined ? {} : { maximumFailures }), ...(fresh === undefined ? {} : { fresh }) };
}

function isSkipped(output: unknown): output is Skipped {
  return typeof output === 'object' && output !== null && '$skipped' in output;
}

type Ended = { readonly output: unknown } | { readonly error: unknown };

async function working(kernel: Kernel, run: () => Promise<unknown>): Promise<Ended> {
  kernel.working += 1;
  try {
    return { output: await run() };
  } catch (error) {
    return { error };
  } finally {
    kernel.working -= 1;
  }
}

function scheduled(name: string, input: unknown, callOptions: CallOptions, options: StepOptions): Promise<unknown> {
  const activities = proxyActivities<ActivityTable>({
    startToCloseTimeout: options.startToCloseTimeout ?? '10m',
    heartbeatTimeout: options.heartbeatTimeout ?? '10s',
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: QUICK_RETRY,
    ...(options.summary === undefined ? {} : { summary: options.summary }),
  });
  const activity = activities[name];
  if (!activity) throw new Error(`impossible: proxyActivities has no ${name}`);
  return activity(input, callOptions);
}

/** Cancelled and refused jobs throw, lost state abandons the epoch, everything else waits for a person. */
async function onFailure(kernel: Kernel, epoch: Epoch, row: StepRow, name: string, error: unknown): Promise<Decision> {
  if (isCancelled(error)) {
    setRow(kernel, row, 'cancelled');
    throw isCancellation(error) ? error : new CancelledFailure(`${name} was cancelled`);
  }
  const failure = error instanceof ActivityFailure ? error.cause : error;
  if (failure instanceof ApplicationFailure && failure.type === 'StateLost') {
    epoch.lost.push(...(failure.details?.[0] as LostInput[]));
    epoch.abandon();
    return 'abandoned';
  }
  const message = failure instanceof Error ? failure.message : String(failure);
  const refused = failure instanceof ApplicationFailure && failure.type === 'JobInvalid';
  if (kernel.failWhenExhausted || refused) {
    setRow(kernel, row, 'failed', message);
    throw error;
  }
  return pause(kernel, epoch, row, name, message);
}

/** Waits for `retryStep` or `skipStep` of this step, or for the end of the epoch. */
export async function pause(
  kernel: Kernel,
  epoch: Epoch,
  row: StepRow,
  name: string,
  message: string,
): Promise<Decision> {
  let decision: Decision | undefined;
  const paused: PausedCall = { step: name, decide: (given) => (decision = given) };
  kernel.paused.add(paused);
  setRow(kernel, row, 'paused', message);
  try {
    await kernel.park(() => decision !== undefined || epoch.abandoned);
  } catch (error) {
    setRow(kernel, row, isCancelled(error) ? 'cancelled' : 'failed', message);
    throw error;
  } finally {
    kernel.paused.delete(paused);
  }
  return decision ?? 'abandoned';
}

/**
 * Temporal reports a cancelled activity whose worker died as a timeout with `CANCEL_REQUESTED` (measured on server
 * 1.32.0): that is a cancellation too.
 */
function isCancelled(error: unknown): boolean {
  return (
    isCancellation(error) || (error instanceof ActivityFailure && error.retryState === RetryState.CANCEL_REQUESTED)
  );
}

/** Ends a row whose calls have all ended. Work that a person skipped stays visible. */
export function finish(kernel: Kernel, row: StepRow): void {
  setRow(kernel, row, row.skippedFor === undefined ? 'done' : 'skipped', row.skippedFor);
}

export function setRow(kernel: Kernel, row: StepRow, status: StepStatus, message?: string): void {
  row.status = status;
  if (status === 'running' || status === 'paused') delete row.endedAt;
  else row.endedAt = new Date().toISOString();
  if (message === undefined) delete row.message;
  else row.message = message;
  showProgress(kernel);
}
