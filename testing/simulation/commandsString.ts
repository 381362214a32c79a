import { allKeys, integerOf, textOf, type Command, type Surroundings, type Word } from './command';
import { OK, RedisError, type Reply } from './replies';

const bytesOf = (value: Word): Buffer => (typeof value === 'string' ? Buffer.from(value) : value);

/** Out of Lua a number comes as text that Redis would have made; everything else stays as it was given. */
export const strings: Record<string, Command> = {
  GET: { arity: [1, 1], run: ([key], { db }) => db.typed(textOf(key), 'string') ?? null },
  MGET: {
    arity: [1],
    keys: allKeys,
    run: (keys, { db }) =>
      keys.map((key) => {
        const value = db.get(textOf(key));
        return value?.kind === 'string' ? value.value : null;
      }),
  },
  STRLEN: { arity: [1, 1], run: ([key], { db }) => bytesOf(db.typed(textOf(key), 'string') ?? '').length },
  GETRANGE: {
    arity: [3, 3],
    run([key, first, last], { db }) {
      const bytes = bytesOf(db.typed(textOf(key), 'string') ?? '');
      const [from, to] = [first, last].map((index) => {
        const n = integerOf(index);
        return n < 0 ? Math.max(0, bytes.length + n) : n;
      });
      return bytes.subarray(from, (to ?? 0) + 1);
    },
  },
  SET: { arity: [2], denyOom: true, write: true, run: set },
};

function set([keyWord, value = '', ...options]: Word[], { db, nowMs }: Surroundings): Reply {
  const key = textOf(keyWord);
  let expiresAtMs = Infinity;
  let keepTtl = false;
  for (let i = 0; i < options.length; i++) {
    const option = textOf(options[i]).toUpperCase();
    if (option === 'NX' || option === 'XX') {
      if ((db.get(key) !== undefined) === (option === 'NX')) return null;
    } else if (option === 'KEEPTTL') keepTtl = true;
    else if (option === 'PX' || option === 'EX') {
      const time = integerOf(options[(i += 1)]);
      if (time <= 0) throw new RedisError("ERR invalid expire time in 'set' command");
      expiresAtMs = nowMs + time * (option === 'EX' ? 1000 : 1);
    } else throw new RedisError('ERR syntax error');
  }
  db.set(key, { kind: 'string', value }, { expiresAtMs, keepTtl });
  return OK;
}
