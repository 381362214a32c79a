import { allKeys, integerOf, noKeys, textOf, type Command, type Surroundings, type Word } from './command';
import { RedisError, Status, OK, type Reply } from './replies';
import { slotOf } from './slots';

const removeAll = (keys: Word[], { db }: Surroundings) => keys.filter((key) => db.delete(textOf(key))).length;

/** Redis' glob patterns; classes (`[a-z]`) are taken as they stand. */
function matcher(pattern: string): RegExp {
  const source = pattern.replace(/\\(.)|[.+^${}()|]|\*|\?/g, (match, escaped?: string) => {
    if (escaped) return escaped.replace(/\W/g, '\\$&');
    return match === '*' ? '.*' : match === '?' ? '.' : `\\${match}`;
  });
  return new RegExp(`^${source}$`, 's');
}

function ttl([key]: Word[], { db, nowMs }: Surroundings): number {
  if (!db.get(textOf(key))) return -2;
  const atMs = db.expiryOf(textOf(key));
  return atMs === Infinity ? -1 : Math.ceil(atMs - nowMs);
}

/** Keys, expiry, and what the server says of itself. */
export const keyspace: Record<string, Command> = {
  PING: { arity: [0, 0], keys: noKeys, run: () => new Status('PONG') },
  TIME: {
    arity: [0, 0],
    keys: noKeys,
    run: (_, { nowMs }) => [String(Math.floor(nowMs / 1000)), String(Math.floor((nowMs % 1000) * 1000))],
  },
  DEL: { arity: [1], write: true, keys: allKeys, run: removeAll },
  UNLINK: { arity: [1], write: true, keys: allKeys, run: removeAll },
  EXISTS: { arity: [1], keys: allKeys, run: (keys, { db }) => keys.filter((key) => db.get(textOf(key))).length },
  TYPE: { arity: [1, 1], run: ([key], { db }) => new Status(db.get(textOf(key))?.kind ?? 'none') },
  PTTL: { arity: [1, 1], run: ttl },
  PEXPIRE: {
    arity: [2, 2],
    write: true,
    run: ([key, ms], { db, nowMs }) => Number(db.expireAt(textOf(key), nowMs + integerOf(ms))),
  },
  KEYS: { arity: [1, 1], keys: noKeys, run: ([pattern], { db }) => matching(db.keys(), textOf(pattern)) },
  SCAN: {
    arity: [1],
    keys: noKeys,
    run([, ...options], { db }) {
      const match = options.findIndex((option) => textOf(option).toUpperCase() === 'MATCH');
      return ['0', matching(db.keys(), match === -1 ? '*' : textOf(options[match + 1]))];
    },
  },
  FLUSHALL: {
    arity: [0, 0],
    write: true,
    keys: noKeys,
    run(_, { db }) {
      db.clear();
      return OK;
    },
  },
  MEMORY: {
    arity: [2, 2],
    keys: ([, key = '']) => [key],
    run: ([, key], { db }) => (db.get(textOf(key)) ? 100 : null),
  },
  CONFIG: { arity: [2, 2], keys: noKeys, run: ([, name]) => [textOf(name), textOf(name) === 'save' ? '3600 1' : ''] },
  INFO: {
    arity: [0],
    keys: noKeys,
    run: () => ['redis_version:7.0.15', 'role:master', 'maxmemory_policy:noeviction', 'aof_enabled:1'].join('\r\n'),
  },
  CLUSTER: {
    arity: [2, 2],
    keys: noKeys,
    run([subcommand, key]) {
      if (textOf(subcommand).toUpperCase() !== 'KEYSLOT') throw new RedisError('ERR unknown subcommand');
      return slotOf(textOf(key));
    },
  },
};

function matching(keys: string[], pattern: string): Reply[] {
  const regExp = matcher(pattern);
  return keys.filter((key) => regExp.test(key));
}
