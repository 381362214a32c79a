import type { Bytes } from '../bytes';
import type { Database, Kinds, Value } from '../database';
import { integerOf } from '../numbers';
import { RedisError, syntaxError, type RawReply } from '../replies';

type Collection = Exclude<keyof Kinds, 'string'>;

const empty: { [K in Collection]: () => Kinds[K] } = {
  hash: () => new Map(),
  set: () => new Set(),
  zset: () => new Map(),
};

/** For reading only: the collection at a key, an empty one where there is none. Throws WRONGTYPE. */
export function view<K extends Collection>(db: Database, key: Bytes, kind: K): Kinds[K] {
  return db.typed(key, kind) ?? empty[kind]();
}

/** SSCAN and HSCAN key cursor [COUNT n]. All at once, as Redis does with a small one. */
export function scanned([key = '', cursor = '', ...words]: Bytes[], all: (key: Bytes) => Bytes[]): RawReply {
  if (!/^\d+$/.test(cursor)) throw new RedisError('ERR invalid cursor');
  const [option, count] = words;
  if (option !== undefined && (option.toUpperCase() !== 'COUNT' || words.length !== 2 || integerOf(count) < 1))
    throw syntaxError();
  return ['0', all(key)];
}

/** Lets `work` change a collection: the key comes with the first member and goes with the last. Throws WRONGTYPE. */
export function change<K extends Collection, R>(
  db: Database,
  key: Bytes,
  kind: K,
  work: (collection: Kinds[K]) => R,
): R {
  const collection = view(db, key, kind);
  const result = work(collection);
  if (collection.size === 0) db.delete(key);
  else if (!db.get(key)) db.set(key, { kind, value: collection } as Value);
  return result;
}
