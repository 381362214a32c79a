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
  workflowInfo,
} from '@temporalio/workflow';
import { RetryState } from '@temporalio/common';
import type { CallOptions, Duration, EffectAnswer, LostInput, Skipped } from '../../activities/kit/contract';
import { cut } from './failure';
import { inBody, inEpoch, MAX_CALLS, stop } from './kernel';
import type { Decision, Epoch, Kernel, PausedCall } from './kernel';
import type { StepRow, StepStatus } from './messages';
import { showProgress } from './progress';
import { jsonBytes, sizes } from './shapes';

const MAX_HISTORY_BYTES = 40_000_000;
const MAX_HISTORY_EVENTS = 40_000;
/** One line of the Web UI. It is sent with every call, beside the bytes that the room counts. */
const SUMMARY_CHARACTERS = 100;

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

/** What the kit decides itself for a call. */
export interface CallSettings extends StepOptions {
  /** The worker that schedules it may run it at once, without asking the queue (default). False: it goes to whoever polls. */
  readonly eager?: boolean;
}

/**
 * For attempts that ended without a word: a worker killed several times in one step must not make the next one wait.
 * Every failure of a step's own brings its own delay (activities/kit/errors.ts); what never reaches the guard, such as
 * a step that no worker knows, comes to one try a second. A first wait of 100 ms was measured in the time to resume.
 */
export const QUICK_RETRY = { initialInterval: '10ms', backoffCoefficient: 1.2, maximumInterval: '1s' } as const;

type ActivityTable = Record<string, (input: unknown, options: CallOptions) => Promise<unknown>>;

/** Runs one activity of `row` until it is done, skipped, or the run ends. */
export function call(row: StepRow, name: string, input: unknown, options: CallSettings): Promise<unknown> {
  const { kernel, epoch } = inBody(name);
  if (epoch.abandoned) return inEpoch(epoch, Promise.resolve());
  epoch.calls += 1;
  if (epoch.calls > MAX_CALLS)
    throw stop('TooManyCalls', `it made more than ${MAX_CALLS} calls; use a map step for many items`);
  mustFitHistory();
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
  options: CallSettings,
): Promise<unknown> {
  let decision: Pick<CallOptions, 'skip'> = {};
  const bytes = inputBytes(kernel, row, name, input);
  for (;;) {
    const ended = await inTurn(kernel, epoch, bytes, () => {
      setRow(kernel, row, 'running');
      row.runs += 1;
      const given = { ...callOptions(kernel, name, options), ...decision };
      return working(kernel, () => scheduled(name, input, given, options));
    });
    if (ended === undefined) return undefined;
    if ('output' in ended) {
      if (!isWrapped(ended.output)) return ended.output;
      if (ended.output.$skipped !== undefined) row.skippedFor = ended.output.$skipped;
      return ended.output.output;
    }
    const next = await onFailure(kernel, epoch, row, name, ended.error);
    if (next === 'abandoned') return undefined;
    decision = next;
  }
}

/**
 * Makes a call when there is room for its input and nobody holds the run. Undefined when the body was abandoned meanwhile.
 */
async function inTurn(
  kernel: Kernel,
  epoch: Epoch,
  bytes: number,
  make: () => Promise<Ended>,
): Promise<Ended | undefined> {
  const turn = kernel.room.enter(bytes);
  if (turn) await turn;
  try {
    if (kernel.heldFor !== undefined) await kernel.park(() => kernel.heldFor === undefined || epoch.abandoned);
    return epoch.abandoned ? undefined : await make();
  } finally {
    kernel.room.leave(bytes);
  }
}

/** No deploy and no retry makes this call possible: the body must change, which is another run of it. */
function inputBytes(kernel: Kernel, row: StepRow, name: string, input: unknown): number {
  const bytes = jsonBytes(input);
  const message =
    bytes === undefined ? `the input of ${name} is no JSON (a BigInt, a cycle, a function?)` : tooLarge(name, bytes);
  if (message === undefined) return bytes ?? 0;
  setRow(kernel, row, 'failed', message);
  throw stop(bytes === undefined ? 'NotJson' : 'TooLarge', message);
}

function tooLarge(name: string, bytes: number): string | undefined {
  if (bytes <= sizes.callsBytes) return undefined;
  return `the input of ${name} has ${bytes} bytes, at most ${sizes.callsBytes}: pass large fields by reference`;
}

/** Temporal terminates a run at 50 MB or 51,200 events. Stopped in time it goes on from its records in another execution. */
function mustFitHistory(): void {
  const { historyLength, historySize } = workflowInfo();
  if (historySize <= MAX_HISTORY_BYTES && historyLength <= MAX_HISTORY_EVENTS) return;
  throw stop(
    'HistoryTooLong',
    `its history has ${historyLength} events and ${historySize} bytes; retry goes on from its records`,
  );
}

function callOptions(kernel: Kernel, name: string, { maximumFailures }: StepOptions): CallOptions {
  const fresh = kernel.fresh.get(name);
  return { ...(maximumFailures === undefined ? {} : { maximumFailures }), ...(fresh === undefined ? {} : { fresh }) };
}

function isWrapped(output: unknown): output is Skipped | EffectAnswer {
  return typeof output === 'object' && output !== null && ('$skipped' in output || '$effect' in output);
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

function scheduled(name: string, input: unknown, callOptions: CallOptions, options: CallSettings): Promise<unknown> {
  const activities = proxyActivities<ActivityTable>({
    startToCloseTimeout: options.startToCloseTimeout ?? '10m',
    heartbeatTimeout: options.heartbeatTimeout ?? '10s',
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: QUICK_RETRY,
    allowEagerDispatch: options.eager ?? true,
    ...(options.summary === undefined ? {} : { summary: cut(options.summary, SUMMARY_CHARACTERS) }),
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
  const paused: PausedCall = { step: name, decide: (given) => (decision ??= given) };
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
  else row.message = cut(message);
  showProgress(kernel);
}
