/** The failures a step can end with, and what each one makes Temporal and the kernel do (design: one type a decision). */
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { LeaseLost, RedisFailure, ValueTooLarge } from '../../redis';
import type { Duration, FailureType, LostInput } from './contract';
import { messageOf, readable, sendable, shortened } from './thrown';

export { messageOf } from './thrown';

interface FailureFacts {
  readonly details?: unknown;
  readonly cause?: unknown;
  readonly nextRetryDelayMs?: number;
}

/** Ends the call for good: the kernel pauses the run, stops it, or (StateLost) runs its body again. */
export function nonRetryable(type: FailureType, message: string, facts: FailureFacts = {}): ApplicationFailure {
  return make(type, message, facts, true);
}

/** Temporal tries again. Nobody's fault: kept out of failure metrics. */
export function again(type: FailureType, message: string, facts: FailureFacts = {}): ApplicationFailure {
  return make(type, message, facts, false);
}

function make(type: FailureType, message: string, facts: FailureFacts, nonRetryable: boolean): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message: shortened(message),
    nonRetryable,
    ...(nonRetryable ? {} : { category: ApplicationFailureCategory.BENIGN }),
    ...(facts.details === undefined ? {} : { details: [facts.details] }),
    ...(facts.cause instanceof Error ? { cause: facts.cause } : {}),
    ...(facts.nextRetryDelayMs === undefined ? {} : { nextRetryDelay: facts.nextRetryDelayMs }),
  });
}

/** All lost inputs of a call at once, so that one run of the body rebuilds them together. */
export function stateLost(step: string, lost: readonly LostInput[]): ApplicationFailure {
  const what = lost.map((input) => `${input.field} (of ${input.step}, ${input.corrupt ? 'corrupt' : 'missing'})`);
  return nonRetryable(
    'StateLost',
    `${step}: stored input is gone: ${what.join(', ')}. It is rebuilt by running its producer again.`,
    {
      details: lost,
    },
  );
}

/** Wraps what the step's own code threw, so that only this counts towards `maximumFailures`. */
export class OwnFailure extends Error {
  override readonly name = 'OwnFailure';
  override readonly cause: Error;
  constructor(thrown: unknown) {
    super(messageOf(thrown));
    this.cause = readable(thrown);
  }
}

/** Why nothing new starts while the worker shuts down. It never leaves the guard, which tells Temporal `HandedOver`. */
export class ShuttingDown extends Error {
  constructor() {
    super('The worker shuts down: it starts nothing new, and hands over.');
  }
}

/** What Temporal is told then. A worker that shuts down polls no more, so the next attempt is another's and may come at once. */
export function handedOver(step: string): ApplicationFailure {
  return again('HandedOver', `${step}: its worker shuts down; what is finished is recorded, another goes on.`, {
    nextRetryDelayMs: 1,
  });
}

/**
 * True for what is not the step's fault: Redis away or refusing, a lease lost, a shutdown, a failure that the kit itself made. All else
 * counts towards `maximumFailures`, also what nobody foresaw: a failure that does not count is tried for ever.
 */
export function isForeign(error: unknown, lease: AbortSignal): boolean {
  const kinds = [LeaseLost, RedisFailure, ValueTooLarge, ShuttingDown, ApplicationFailure];
  return lease.aborted || kinds.some((kind) => error instanceof kind);
}

const FIRST_BACK_OFF_MS = 100;
const MAX_BACK_OFF_MS = 10_000;

/**
 * A failure of the step's own code, to be tried again: each waits twice as long as the one before, unless it says itself
 * how long. Temporal's own back-off is kept short (workflows/kit/calls.ts), for it would count kills as well.
 * @param failed own failures of this call so far, this one included.
 */
export function tryLater(cause: unknown, failed: number): ApplicationFailure {
  const failure = sendable(cause);
  const asked = failure.nextRetryDelay as Duration | null | undefined;
  const backOffMs = Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** Math.max(0, failed - 1));
  return ApplicationFailure.fromError(failure, { nextRetryDelay: asked ?? backOffMs });
}

/** True when the step's own code said that trying again is useless. */
export function isFinal(error: unknown): boolean {
  return error instanceof ApplicationFailure && error.nonRetryable === true;
}
