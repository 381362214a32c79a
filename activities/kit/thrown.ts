/**
 * What somebody else's code threw: anything at all, also what cannot be read (a proxy, a getter that throws) or never ends
 * (its own cause, megabytes of text). Nothing here throws, and what it gives, Temporal's SDK can send: a failure that it
 * cannot encode ends the whole worker.
 */
import { ApplicationFailure } from '@temporalio/common';
import { durationMs } from '../../workflows/kit/duration';
import { canonicalJson } from '../../redis/canonical';
import type { Duration } from './contract';

/** Longer texts are of no use to a reader, and count in every history. */
const MAX_MESSAGE_CHARACTERS = 4000;
const MAX_STACK_CHARACTERS = 8000;
const MAX_DETAILS_CHARACTERS = 16_000;
const MAX_CAUSES = 5;

/** The text of what was thrown. */
export function messageOf(thrown: unknown): string {
  try {
    if (typeof thrown === 'string') return thrown;
    if (typeof thrown !== 'object' || thrown === null) return `${String(thrown)} was thrown`;
    const { message } = thrown as { message?: unknown };
    if (typeof message === 'string' && message !== '') return message;
    return thrown instanceof Error ? thrown.name : `an object was thrown: ${canonicalJson(thrown)}`;
  } catch {
    return 'something was thrown that cannot be read';
  }
}

/** The error that was thrown, or one in place of what is none. */
export function readable(thrown: unknown): Error {
  return isReadable(thrown) ? thrown : new Error(messageOf(thrown));
}

function isReadable(thrown: unknown): thrown is Error {
  try {
    return (
      thrown instanceof Error && isText(thrown.message) && isText(thrown.stack ?? '') && isText(thrown.constructor.name)
    );
  } catch {
    return false;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

type Facts = Partial<Pick<ApplicationFailure, 'type' | 'nonRetryable' | 'details' | 'nextRetryDelay' | 'category'>>;

/**
 * What was thrown, as a failure that can be sent: type, delay and details of an ApplicationFailure as far as they can be,
 * texts and causes as long as they are of use.
 */
export function sendable(thrown: unknown, causesLeft = MAX_CAUSES): ApplicationFailure {
  const error = readable(thrown);
  const facts: Facts = error instanceof ApplicationFailure ? error : { type: error.constructor.name };
  const failure = new ApplicationFailure(
    shortened(messageOf(error)),
    isText(facts.type) ? shortened(facts.type) : undefined,
    facts.nonRetryable === true,
    isSendable(facts.details) ? facts.details : undefined,
    causesLeft > 0 && hasCause(error) ? sendable(error.cause, causesLeft - 1) : undefined,
    isDuration(facts.nextRetryDelay) ? facts.nextRetryDelay : undefined,
    facts.category === 'BENIGN' ? facts.category : undefined,
  );
  failure.stack = cut(error.stack ?? '', MAX_STACK_CHARACTERS);
  return failure;
}

function hasCause(error: Error): boolean {
  try {
    return error.cause instanceof Error;
  } catch {
    return false;
  }
}

function isSendable(details: unknown): boolean {
  try {
    return details === undefined || details === null || canonicalJson(details).length <= MAX_DETAILS_CHARACTERS;
  } catch {
    return false;
  }
}

const isDuration = (delay: unknown): boolean => durationMs(delay as Duration) >= 0;

/** A message as long as it is of use. */
export const shortened = (message: string): string => cut(message, MAX_MESSAGE_CHARACTERS);

/** Half a surrogate pair (a text cut within an emoji) is no text to Temporal's core: in a short one it ends the worker. */
const cut = (text: string, most: number): string =>
  (text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`).replace(
    /\p{Surrogate}/gu,
    '\ufffd',
  );
