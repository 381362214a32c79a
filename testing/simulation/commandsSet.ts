import { integerOf, textOf, type Command, type Surroundings, type Word } from './command';
import { RedisError, type Reply } from './replies';

const readSet = (db: Surroundings['db'], key: Word | undefined) => db.typed(textOf(key), 'set') ?? new Set<string>();
const readZset = (db: Surroundings['db'], key: Word | undefined) =>
  db.typed(textOf(key), 'zset') ?? new Map<string, number>();

/** Members by score, and by name where scores are equal. */
function sorted(zset: Map<string, number>): [member: string, score: number][] {
  return [...zset].toSorted(([a, x], [b, y]) => x - y || Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function scoreOf(word: Word | undefined): number {
  const score = Number(textOf(word));
  if (Number.isNaN(score)) throw new RedisError('ERR value is not a valid float');
  return score;
}

const flat = (members: [string, number][]): Reply[] => members.flatMap(([member, score]) => [member, String(score)]);

/** Sets, and sorted sets. */
export const sets: Record<string, Command> = {
  SADD: {
    arity: [2],
    denyOom: true,
    write: true,
    run([key, ...members], { db }) {
      const set = readSet(db, key);
      const before = set.size;
      for (const member of members) set.add(textOf(member));
      if (before === 0) db.set(textOf(key), { kind: 'set', value: set });
      return set.size - before;
    },
  },
  SCARD: { arity: [1, 1], run: ([key], { db }) => readSet(db, key).size },
  SMEMBERS: { arity: [1, 1], run: ([key], { db }) => [...readSet(db, key)] },
  ZADD: {
    arity: [3],
    denyOom: true,
    write: true,
    run([key, ...pairs], { db }) {
      if (pairs.length % 2 === 1) throw new RedisError('ERR syntax error');
      const zset = readZset(db, key);
      const before = zset.size;
      for (let i = 0; i < pairs.length; i += 2) zset.set(textOf(pairs[i + 1]), scoreOf(pairs[i]));
      if (before === 0) db.set(textOf(key), { kind: 'zset', value: zset });
      return zset.size - before;
    },
  },
  ZREM: {
    arity: [2],
    write: true,
    run([key, ...members], { db }) {
      const zset = readZset(db, key);
      const removed = members.filter((member) => zset.delete(textOf(member))).length;
      if (zset.size === 0) db.delete(textOf(key));
      return removed;
    },
  },
  ZCARD: { arity: [1, 1], run: ([key], { db }) => readZset(db, key).size },
  ZSCORE: {
    arity: [2, 2],
    run([key, member], { db }) {
      const score = readZset(db, key).get(textOf(member));
      return score === undefined ? null : String(score);
    },
  },
  ZRANK: {
    arity: [2, 2],
    run([key, member], { db }) {
      const rank = sorted(readZset(db, key)).findIndex(([name]) => name === textOf(member));
      return rank === -1 ? null : rank;
    },
  },
  ZRANGE: {
    arity: [3],
    run([key, first, last, ...options], { db }) {
      const members = sorted(readZset(db, key));
      const index = (word: Word | undefined) => {
        const n = integerOf(word);
        return n < 0 ? members.length + n : n;
      };
      const range = members.slice(Math.max(0, index(first)), index(last) + 1);
      return textOf(options[0]).toUpperCase() === 'WITHSCORES' ? flat(range) : range.map(([member]) => member);
    },
  },
  ZPOPMIN: {
    arity: [1, 1],
    write: true,
    run([key], { db }) {
      const zset = readZset(db, key);
      const first = sorted(zset).slice(0, 1);
      for (const [member] of first) zset.delete(member);
      if (zset.size === 0) db.delete(textOf(key));
      return flat(first);
    },
  },
};
