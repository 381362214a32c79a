import type { Bytes } from '../bytes';
import { growing, type Commands, type Surroundings } from '../command';
import { integerOf } from '../numbers';
import { RedisError, syntaxError, type RawReply } from '../replies';
import { change, view } from './collections';

/** SSCAN key cursor [COUNT n]. All at once, as Redis does with a small set. */
function scan([key = '', cursor = '', ...words]: Bytes[], { db }: Surroundings): RawReply {
  if (!/^\d+$/.test(cursor)) throw new RedisError('ERR invalid cursor');
  const [option, count] = words;
  if (option !== undefined && (option.toUpperCase() !== 'COUNT' || words.length !== 2 || integerOf(count) < 1))
    throw syntaxError();
  return ['0', [...view(db, key, 'set')]];
}

export const sets: Commands = {
  SADD: {
    arity: [2],
    ...growing,
    run: ([key = '', ...members], { db }) =>
      change(db, key, 'set', (set) => {
        const before = set.size;
        for (const member of members) set.add(member);
        return set.size - before;
      }),
  },
  SREM: {
    arity: [2],
    write: true,
    run: ([key = '', ...members], { db }) =>
      change(db, key, 'set', (set) => members.filter((member) => set.delete(member)).length),
  },
  SCARD: { arity: [1, 1], run: ([key = ''], { db }) => view(db, key, 'set').size },
  SISMEMBER: { arity: [2, 2], run: ([key = '', member = ''], { db }) => Number(view(db, key, 'set').has(member)) },
  SSCAN: { arity: [2], run: scan },
  SMEMBERS: { arity: [1, 1], run: ([key = ''], { db }) => [...view(db, key, 'set')] },
};
