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

/** @returns what was thrown, as an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
