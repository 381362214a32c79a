import { growing, pairsOf, wrongArity, type Commands } from '../command';
import { integerOf } from '../numbers';
import { change, scanned, view } from './collections';

export const hashes: Commands = {
  HGET: { arity: [2, 2], run: ([key = '', field = ''], { db }) => view(db, key, 'hash').get(field) ?? null },
  HMGET: {
    arity: [2],
    run([key = '', ...fields], { db }) {
      const hash = view(db, key, 'hash');
      return fields.map((field) => hash.get(field) ?? null);
    },
  },
  HGETALL: { arity: [1, 1], run: ([key = ''], { db }) => [...view(db, key, 'hash')].flat() },
  HSCAN: { arity: [2], run: (words, { db }) => scanned(words, (key) => [...view(db, key, 'hash')].flat()) },
  HKEYS: { arity: [1, 1], run: ([key = ''], { db }) => [...view(db, key, 'hash').keys()] },
  HLEN: { arity: [1, 1], run: ([key = ''], { db }) => view(db, key, 'hash').size },
  HEXISTS: { arity: [2, 2], run: ([key = '', field = ''], { db }) => Number(view(db, key, 'hash').has(field)) },
  HSET: {
    arity: [3],
    ...growing,
    run([key = '', ...words], { db }) {
      if (words.length % 2 === 1) throw wrongArity('hset');
      return change(db, key, 'hash', (hash) => {
        const before = hash.size;
        for (const [field, value] of pairsOf(words)) hash.set(field, value);
        return hash.size - before;
      });
    },
  },
  HSETNX: {
    arity: [3, 3],
    ...growing,
    run: ([key = '', field = '', value = ''], { db }) =>
      change(db, key, 'hash', (hash) => {
        if (hash.has(field)) return 0;
        hash.set(field, value);
        return 1;
      }),
  },
  HINCRBY: {
    arity: [3, 3],
    ...growing,
    run([key = '', field = '', by], { db }) {
      const step = integerOf(by);
      return change(db, key, 'hash', (hash) => {
        const sum = integerOf(hash.get(field) ?? '0', 'ERR hash value is not an integer') + step;
        hash.set(field, String(sum));
        return sum;
      });
    },
  },
  HDEL: {
    arity: [2],
    write: true,
    run: ([key = '', ...fields], { db }) =>
      change(db, key, 'hash', (hash) => fields.filter((field) => hash.delete(field)).length),
  },
};
