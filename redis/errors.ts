/** No working connection, or a command without an answer in its time. Nothing is known about the command's effect. */
export class RedisUnreachable extends Error {
  override readonly name = 'RedisUnreachable';

  constructor(
    readonly what: string,
    readonly endpoint: string,
    cause: Error,
  ) {
    super(
      `${what} failed at Redis ${endpoint}: ${cause.message}. Check that the server runs there, that the address, ` +
        'user and password (REDIS_URL) are right, and that the network allows the connection; then try again.',
      { cause },
    );
  }
}

/** This Redis would lose or refuse run state. Thrown by `checkFitness`; fix the server's configuration. */
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
