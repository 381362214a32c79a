import type { Bytes } from '../bytes';
import { allKeys, growing, type Commands, type Surroundings } from '../command';
import { integerOf } from '../numbers';
import { OK } from '../replies';
import { writeString } from './set';

const read = ({ db }: Surroundings, key: Bytes): Bytes => db.typed(key, 'string') ?? '';

function write({ db }: Surroundings, key: Bytes, value: Bytes): void {
  db.set(key, { kind: 'string', value }, { keepTtl: true });
}

/** Both ends are included; negative ones count from the end. */
function slice(value: Bytes, first: number, last: number): Bytes {
  if (first < 0 && last < 0 && first > last) return '';
  const from = Math.max(0, first < 0 ? value.length + first : first);
  const to = Math.max(0, last < 0 ? value.length + last : last);
  return value.slice(from, to + 1);
}

export const strings: Commands = {
  GET: { arity: [1, 1], run: ([key = ''], { db }) => db.typed(key, 'string') ?? null },
  MGET: {
    arity: [1],
    keys: allKeys,
    run: (keys, { db }) =>
      keys.map((key) => {
        const value = db.get(key);
        return value?.kind === 'string' ? value.value : null;
      }),
  },
  STRLEN: { arity: [1, 1], run: ([key = ''], around) => read(around, key).length },
  GETRANGE: {
    arity: [3, 3],
    run: ([key = '', first, last], around) => {
      const [from, to] = [integerOf(first), integerOf(last)];
      return slice(read(around, key), from, to);
    },
  },
  SET: { arity: [2], ...growing, run: writeString },
  SETNX: {
    arity: [2, 2],
    ...growing,
    run: ([key = '', value = ''], around) => (writeString([key, value, 'NX'], around) === OK ? 1 : 0),
  },
  APPEND: {
    arity: [2, 2],
    ...growing,
    run([key = '', tail = ''], around) {
      const value = read(around, key) + tail;
      write(around, key, value);
      return value.length;
    },
  },
  INCR: {
    arity: [1, 1],
    ...growing,
    run([key = ''], around) {
      const next = integerOf(around.db.typed(key, 'string') ?? '0') + 1;
      write(around, key, String(next));
      return next;
    },
  },
};
