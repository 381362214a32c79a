import { textOf, type Command, type Surroundings, type Word } from './command';
import { RedisError } from './replies';

function hashAt(db: Surroundings['db'], key: Word | undefined): Map<string, string> {
  const name = textOf(key);
  const found = db.typed(name, 'hash');
  if (found) return found;
  const value = new Map<string, string>();
  db.set(name, { kind: 'hash', value });
  return value;
}

const read = (db: Surroundings['db'], key: Word | undefined) =>
  db.typed(textOf(key), 'hash') ?? new Map<string, string>();

export const hashes: Record<string, Command> = {
  HGET: { arity: [2, 2], run: ([key, field], { db }) => read(db, key).get(textOf(field)) ?? null },
  HMGET: {
    arity: [2],
    run: ([key, ...fields], { db }) => fields.map((field) => read(db, key).get(textOf(field)) ?? null),
  },
  HGETALL: { arity: [1, 1], run: ([key], { db }) => [...read(db, key)].flat() },
  HKEYS: { arity: [1, 1], run: ([key], { db }) => [...read(db, key).keys()] },
  HLEN: { arity: [1, 1], run: ([key], { db }) => read(db, key).size },
  HSET: {
    arity: [3],
    denyOom: true,
    write: true,
    run([key, ...pairs], { db }) {
      if (pairs.length % 2 === 1) throw new RedisError("ERR wrong number of arguments for 'hset' command");
      const hash = hashAt(db, key);
      const before = hash.size;
      for (let i = 0; i < pairs.length; i += 2) hash.set(textOf(pairs[i]), textOf(pairs[i + 1]));
      return hash.size - before;
    },
  },
  HSETNX: {
    arity: [3, 3],
    denyOom: true,
    write: true,
    run([key, field, value], { db }) {
      const hash = hashAt(db, key);
      if (hash.has(textOf(field))) return 0;
      hash.set(textOf(field), textOf(value));
      return 1;
    },
  },
  HDEL: {
    arity: [2],
    write: true,
    run([key, ...fields], { db }) {
      const hash = read(db, key);
      const removed = fields.filter((field) => hash.delete(textOf(field))).length;
      if (hash.size === 0) db.delete(textOf(key));
      return removed;
    },
  },
};
