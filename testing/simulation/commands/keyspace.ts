import type { Bytes } from '../bytes';
import { allKeys, noKeys, type Commands, type Surroundings } from '../command';
import { integerOf } from '../numbers';
import { OK, RedisError, Status, syntaxError, type RawReply } from '../replies';
import { matcher } from './glob';

const removeAll = (keys: Bytes[], { db }: Surroundings) => keys.filter((key) => db.delete(key)).length;

/** ms, as PTTL answers it: -2 without a key, -1 without an expiry. */
function ttlMs(key: Bytes, { db, nowMs }: Surroundings): number {
  if (!db.get(key)) return -2;
  const atMs = db.expiryOf(key);
  return atMs === Infinity ? -1 : Math.max(0, atMs - Math.floor(nowMs));
}

const expireIn =
  (unitMs: number) =>
  ([key = '', time]: Bytes[], { db, nowMs }: Surroundings) =>
    Number(db.expireAt(key, Math.floor(nowMs) + integerOf(time) * unitMs));

/** SCAN cursor [MATCH pattern] [COUNT n]. A key that is there from the first call to the last is returned. */
function scan([cursorWord = '', ...words]: Bytes[], { db }: Surroundings): RawReply {
  if (!/^\d+$/.test(cursorWord)) throw new RedisError('ERR invalid cursor');
  let [pattern, count] = ['*', 10];
  for (let i = 0; i < words.length; i += 2) {
    const [option, value] = [words[i]?.toUpperCase(), words[i + 1]];
    if (value !== undefined && option === 'MATCH') pattern = value;
    else if (value !== undefined && option === 'COUNT') count = integerOf(value);
    else throw syntaxError();
  }
  if (count < 1) throw syntaxError();
  const { keys, cursor } = db.after(Number(cursorWord), count);
  return [String(cursor), keys.filter(matcher(pattern))];
}

/** Keys of any kind, and their expiry. */
export const keyspace: Commands = {
  DEL: { arity: [1], write: true, keys: allKeys, run: removeAll },
  UNLINK: { arity: [1], write: true, keys: allKeys, run: removeAll },
  EXISTS: { arity: [1], keys: allKeys, run: (keys, { db }) => keys.filter((key) => db.get(key)).length },
  TYPE: { arity: [1, 1], run: ([key = ''], { db }) => new Status(db.get(key)?.kind ?? 'none') },
  PTTL: { arity: [1, 1], run: ([key = ''], around) => ttlMs(key, around) },
  TTL: {
    arity: [1, 1],
    run([key = ''], around) {
      const ms = ttlMs(key, around);
      return ms < 0 ? ms : Math.floor((ms + 500) / 1000);
    },
  },
  PEXPIRE: { arity: [2, 2], write: true, run: expireIn(1) },
  EXPIRE: { arity: [2, 2], write: true, run: expireIn(1000) },
  PEXPIREAT: { arity: [2, 2], write: true, run: ([key = '', at], { db }) => Number(db.expireAt(key, integerOf(at))) },
  PERSIST: {
    arity: [1, 1],
    write: true,
    run: ([key = ''], { db }) => Number(db.expiryOf(key) !== Infinity && db.expireAt(key, Infinity)),
  },
  KEYS: { arity: [1, 1], keys: noKeys, run: ([pattern = ''], { db }) => db.keys().filter(matcher(pattern)) },
  SCAN: { arity: [1], keys: noKeys, run: scan },
  DBSIZE: { arity: [0, 0], keys: noKeys, run: (_, { db }) => db.keys().length },
  FLUSHALL: {
    arity: [0, 1],
    write: true,
    keys: noKeys,
    run([mode], { db }) {
      if (mode !== undefined && !/^a?sync$/i.test(mode)) throw syntaxError();
      db.clear();
      return OK;
    },
  },
};
