import { plainRefusal, remedyFor, remedyOf } from './refusals';

/**
 * Redis did not do what it was asked, for one of the two reasons below. Nothing is known about the effect of what was under
 * way; every call may be repeated.
 */
export abstract class RedisFailure extends Error {
  abstract override readonly name: 'RedisUnreachable' | 'RedisRefused';

  constructor(
    readonly what: string,
    readonly endpoint: string,
    cause: Error,
    remedy: string,
  ) {
    const said = plainRefusal(cause.message).replace(/\.$/, '');
    super(`${what} failed at Redis ${endpoint}: ${said}. ${remedy}`, { cause });
  }
}

/** No working connection, or a command without an answer in its time. */
export class RedisUnreachable extends RedisFailure {
  override readonly name = 'RedisUnreachable';

  constructor(what: string, endpoint: string, cause: Error) {
    const remedy =
      'Check that the server runs there, that the address, user and password (REDIS_URL) are right, that it speaks TLS if ' +
      'that begins with rediss:// and none if not, and that the network allows the connection; then try again.';
    super(what, endpoint, cause, remedyOf(cause.message) ?? remedy);
  }
}

/** Redis answered, with an error. The message names what has to change there; until then it answers the same again. */
export class RedisRefused extends RedisFailure {
  override readonly name = 'RedisRefused';

  constructor(what: string, endpoint: string, cause: Error) {
    super(what, endpoint, cause, remedyFor(cause.message));
  }
}

/** What a command or a script rejected with, by whether Redis answered. */
export function redisFailure(what: string, endpoint: string, thrown: unknown): RedisFailure {
  if (thrown instanceof RedisFailure) return thrown;
  const cause = asError(thrown);
  return isAnswer(cause) ? new RedisRefused(what, endpoint, cause) : new RedisUnreachable(what, endpoint, cause);
}

/** Which of the two it was, and in words, of a failure or of the cause of an `unknown`. */
export function toldOf(cause: unknown): { readonly type: RedisFailure['name']; readonly message: string } {
  if (cause instanceof RedisFailure) return { type: cause.name, message: cause.message };
  const error = asError(cause);
  if (!isAnswer(error)) return { type: 'RedisUnreachable', message: error.message };
  return { type: 'RedisRefused', message: `${plainRefusal(error.message)}. ${remedyFor(error.message)}` };
}

/** Whether this is an error that Redis sent, and not one of the connection. */
export const isAnswer = (error: Error): boolean => error.name === 'ReplyError';

/** This Redis, or this user of it, cannot keep run state. Thrown by `checkFitness`; the message says what has to change. */
export class RedisUnfit extends Error {
  override readonly name = 'RedisUnfit';
}

/** A value is over its limit; nothing was written. Retrying cannot help. */
export class ValueTooLarge extends Error {
  override readonly name: string = 'ValueTooLarge';

  constructor(
    readonly what: string,
    readonly bytes: number,
    readonly limitBytes: number,
    remedy: string,
  ) {
    super(`${what} has ${bytes} bytes; at most ${limitBytes} are allowed. ${remedy}`);
  }
}

export class BlobTooLarge extends ValueTooLarge {
  override readonly name = 'BlobTooLarge';

  constructor(bytes: number, limitBytes: number) {
    super('A blob', bytes, limitBytes, 'Split the data into several outputs, or keep it outside and pass its address.');
  }
}

/** The lock was not to be had in the time its user wanted to wait. Nothing is held; try again later. */
export class LockBusy extends Error {
  override readonly name = 'LockBusy';

  constructor(
    readonly lock: string,
    readonly busy: {
      /** Owner of the lock, '' when somebody in front of the queue is about to take it. */
      readonly holder: string;
      /** What is left of its lease. */
      readonly pttlMs: number;
      /** How many stood in front, 0 for none. */
      readonly place: number;
      /** Pass it to the next `acquire` to keep the place in the queue; 0 when nothing was queued. */
      readonly ticket: number;
      readonly waitedMs: number;
    },
  ) {
    super(
      `Lock ${lock} is held by ${busy.holder || 'a waiter in front'} for another ${busy.pttlMs} ms, ${busy.place} wait in ` +
        `front; gave up after ${Math.round(busy.waitedMs)} ms. Ask again later, with a longer waitMs or with this ticket.`,
    );
  }
}

/** @returns what was thrown, as an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
