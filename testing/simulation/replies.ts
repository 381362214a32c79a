/** What a command answers, as the types of RESP2. */
export type Reply = string | Buffer | number | null | Status | RedisError | Reply[];

/** `+OK` and its like. */
export class Status {
  constructor(readonly text: string) {}
}

export const OK = new Status('OK');

/** An error reply, with Redis' own wording. Thrown by commands; a value only inside a script's answer. */
export class RedisError extends Error {
  override readonly name = 'ReplyError';
}

/** Values as the Lua side reads them (luaPrelude.ts). */
export function toTokens(reply: Reply | Error): string[] {
  if (reply === null) return ['_'];
  if (typeof reply === 'string') return [`$${reply}`];
  if (typeof reply === 'number') return [`:${reply}`];
  if (reply instanceof Status) return [`+${reply.text}`];
  if (reply instanceof Error) return [`-${reply.message}`];
  if (Array.isArray(reply)) return [`*${reply.length}`, ...reply.flatMap(toTokens)];
  return [`$${reply.toString('utf8')}`];
}

export function fromTokens(tokens: string[]): Reply {
  let at = 0;
  const next = (): Reply => {
    const token = tokens[at++] ?? '_';
    const rest = token.slice(1);
    switch (token.charAt(0)) {
      case '$':
        return rest;
      case ':':
        return Number(rest);
      case '+':
        return new Status(rest);
      case '-':
        return new RedisError(rest);
      case '*':
        return Array.from({ length: Number(rest) }, next);
      default:
        return null;
    }
  };
  return next();
}

/** As ioredis gives it: statuses are text. */
export function plain(reply: Reply): Reply {
  if (reply instanceof Status) return reply.text;
  return Array.isArray(reply) ? reply.map(plain) : reply;
}
