import { fromBytes, type Bytes } from './bytes';

/** What a command answers, as the types of RESP2. A bulk string is text where it is UTF-8, otherwise a Buffer. */
export type Reply = string | Buffer | number | null | Status | RedisError | Reply[];

/** The same inside the server: bulk strings are bytes. */
export type RawReply = Bytes | number | null | Status | RedisError | RawReply[];

/** `+OK` and its like. */
export class Status {
  constructor(readonly text: string) {}
}

export const OK = new Status('OK');

/** An error reply, with Redis' own wording. Thrown by commands; a value only inside a script's answer. */
export class RedisError extends Error {
  override readonly name = 'ReplyError';
}

export const syntaxError = (): RedisError => new RedisError('ERR syntax error');

export function toReply(raw: RawReply): Reply {
  if (typeof raw === 'string') return fromBytes(raw);
  return Array.isArray(raw) ? raw.map(toReply) : raw;
}

/** As ioredis gives it: statuses are text. */
export function plain(reply: Reply): Reply {
  if (reply instanceof Status) return reply.text;
  return Array.isArray(reply) ? reply.map(plain) : reply;
}
