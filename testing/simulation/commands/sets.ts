import { growing, type Commands } from '../command';
import { change, scanned, view } from './collections';

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
  SSCAN: { arity: [2], run: (words, { db }) => scanned(words, (key) => [...view(db, key, 'set')]) },
  SMEMBERS: { arity: [1, 1], run: ([key = ''], { db }) => [...view(db, key, 'set')] },
};
