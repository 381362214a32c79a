/**
 * What a run fails with, made so that it arrives. Without this a message of 3 MB, or details that are no JSON, fail the
 * workflow task for ever, and half a surrogate pair in a short message ends the whole worker: the SDK's core cannot decode
 * it (measured: `Cannot decode Completion from buffer`, SDK 1.24.0).
 */
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  isCancellation,
  TemporalFailure,
} from '@temporalio/workflow';
import { RetryState } from '@temporalio/common';
import type { Begun, EffectKey } from '../../activities/kit/contract';
import { jsonBytes, Misshapen } from './shapes';

/** A message, and a stack. Temporal itself cuts failures at 4 KB. */
const MESSAGE_CHARACTERS = 1000;
const STACK_CHARACTERS = 2000;
const DETAILS_BYTES = 16 * 1024;
const CAUSES = 5;

/** At most so many characters, well-formed. */
export function cut(text: string, characters: number = MESSAGE_CHARACTERS): string {
  const short = text.length > characters ? `${text.slice(0, characters - 1)}…` : text;
  return short.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** The same failure; or a shorter one that says the same, where the thing itself could not be sent. */
export function sendable(error: unknown): unknown {
  try {
    return fitting(error, CAUSES);
  } catch {
    return new Error('something was thrown that cannot be read');
  }
}

function fitting(error: unknown, causes: number): unknown {
  if (!(error instanceof Error)) return new Error(cut(String(error)));
  error.message = cut(error.message);
  if (error.stack !== undefined) error.stack = cut(error.stack, STACK_CHARACTERS);
  if (error.cause !== undefined) {
    const cause = causes > 0 ? fitting(error.cause, causes - 1) : undefined;
    Object.defineProperty(error, 'cause', { value: cause, configurable: true, writable: true });
  }
  return error instanceof ApplicationFailure ? withFittingDetails(error) : error;
}

function withFittingDetails(failure: ApplicationFailure): ApplicationFailure {
  const bytes = jsonBytes(failure.details ?? []);
  const type = typeof failure.type === 'string' ? cut(failure.type, 200) : failure.type;
  if (bytes !== undefined && bytes <= DETAILS_BYTES && type === failure.type) return failure;
  const { message, nonRetryable, cause, category } = failure;
  return ApplicationFailure.create({
    message,
    nonRetryable: nonRetryable === true,
    ...(type == null ? {} : { type }),
    ...(category == null ? {} : { category }),
    ...(cause instanceof Error ? { cause } : {}),
    details: ['its details were left out: they are too large, or no JSON'],
  });
}

/** A handler or a check of a message threw `error`: what the sender is told. Other failures would fail the task. */
export function refusal(what: string, error: unknown): TemporalFailure {
  if (error instanceof TemporalFailure) return sendable(error) as TemporalFailure;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Misshapen) return refused('MessageInvalid', message);
  return refused('MessageFailed', `${what} could not be done: ${message}`);
}

export function refused(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(cut(message), type);
}

/** The run ends with this: nothing that its body could do makes it go on. */
export function stop(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(cut(`The run was stopped: ${message}.`), type);
}

interface Cause {
  readonly type: string;
  readonly message: string;
  readonly details: readonly unknown[];
  /** The effect may have begun: the guard says so behind the details. */
  readonly begun: EffectKey | undefined;
  readonly cause: Error | undefined;
}

/** What an activity or a child failed for: the failure that it threw, where it did. */
export function causeOf(error: unknown): Cause {
  // A child may have failed for what an activity, or a child, of its own failed for.
  if (error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) return causeOf(error.cause);
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ApplicationFailure))
    return { type: '', message, details: [], begun: undefined, cause: undefined };
  const all = error.details ?? [];
  const last: unknown = all.at(-1);
  const begun = typeof last === 'object' && last !== null && '$begun' in last ? (last as Begun).$begun : undefined;
  const details = begun === undefined ? all : all.slice(0, -1);
  return { type: error.type ?? '', message, details, begun, cause: error.cause };
}

/** What an activity that failed may have done: nothing where the guard says so, and nobody knows where it says nothing. */
export function begunIn(error: unknown): EffectKey | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure ? causeOf(error).begun : {};
}

/**
 * What a body catches of a step that failed for good, where it asked for that (`onFailure: 'throw'`). Its message is the reason:
 * what the step's own code threw, or what stood in its way. Thrown on, it ends the run with that reason. A cancellation is
 * never one.
 */
export class StepFailed extends ApplicationFailure {
  /** Full name of the step, and the label of the call if it has one. */
  readonly step: string;
  readonly label?: string;

  constructor({ step, label }: { readonly step: string; readonly label?: string | undefined }, error: unknown) {
    const { type, message, details, cause } = causeOf(error);
    const inner = type === 'StepExhausted' && cause !== undefined ? causeOf(cause) : { type, message, details };
    super(inner.message, inner.type || 'Error', true, [...inner.details], error instanceof Error ? error : undefined);
    this.step = step;
    if (label !== undefined) this.label = label;
  }

  /** The same as the message. */
  get reason(): string {
    return this.message;
  }
}

/**
 * Whether a failure is a cancellation. Temporal reports a cancelled activity whose worker died as a timeout with
 * `CANCEL_REQUESTED` (measured on server 1.32.0): that is one too, and becomes a failure that says so.
 */
export function cancellationIn(error: unknown): Error | undefined {
  if (isCancellation(error)) return error as Error;
  if (!(error instanceof ActivityFailure) || error.retryState !== RetryState.CANCEL_REQUESTED) return undefined;
  return new CancelledFailure(`${error.activityType} was cancelled`);
}
