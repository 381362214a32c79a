import type { Bytes } from '../bytes';
import { growing, pairsOf, type Commands, type Surroundings } from '../command';
import { floatOf, formatDouble, integerOf } from '../numbers';
import { RedisError, syntaxError, type RawReply } from '../replies';
import { change, view } from './collections';

type Scored = [member: Bytes, score: number];

/** By score, and by bytes where scores are equal. */
function sorted(zset: Map<Bytes, number>): Scored[] {
  return [...zset].sort(([a, x], [b, y]) => (x === y ? (a < b ? -1 : 1) : x - y));
}

function shown(members: Scored[], withScores: boolean): RawReply {
  return members.flatMap(([member, score]) => (withScores ? [member, formatDouble(score)] : [member]));
}

const addFlags = ['NX', 'XX', 'GT', 'LT', 'CH'];

/** ZADD key [NX | XX] [GT | LT] [CH] score member ... */
function add([key = '', ...words]: Bytes[], { db }: Surroundings): RawReply {
  const firstScore = words.findIndex((word) => !addFlags.includes(word.toUpperCase()));
  const pairs = firstScore === -1 ? [] : words.slice(firstScore);
  const flags = new Set(words.slice(0, words.length - pairs.length).map((word) => word.toUpperCase()));
  if (pairs.length === 0 || pairs.length % 2 === 1) throw syntaxError();
  if (flags.has('NX') && flags.has('XX')) {
    throw new RedisError('ERR XX and NX options at the same time are not compatible');
  }
  if ([...flags].filter((flag) => ['NX', 'GT', 'LT'].includes(flag)).length > 1) {
    throw new RedisError('ERR GT, LT, and/or NX options at the same time are not compatible');
  }
  const scored = pairsOf(pairs).map(([score, member]): Scored => [member, floatOf(score)]);
  return change(db, key, 'zset', (zset) => {
    let [added, changed] = [0, 0];
    for (const [member, score] of scored) {
      const old = zset.get(member);
      if (old === undefined ? flags.has('XX') : !mayReplace(flags, old, score)) continue;
      zset.set(member, score);
      added += Number(old === undefined);
      changed += Number(old !== score);
    }
    return flags.has('CH') ? changed : added;
  });
}

function mayReplace(flags: Set<string>, old: number, score: number): boolean {
  return !flags.has('NX') && !(flags.has('GT') && score <= old) && !(flags.has('LT') && score >= old);
}

/** ZRANGE key first last [REV] [WITHSCORES], by index. */
function range([key = '', firstWord, lastWord, ...words]: Bytes[], { db }: Surroundings): RawReply {
  const options = words.map((word) => word.toUpperCase());
  if (options.some((option) => option !== 'REV' && option !== 'WITHSCORES')) throw syntaxError();
  const [first, last] = [integerOf(firstWord), integerOf(lastWord)];
  const members = sorted(view(db, key, 'zset'));
  if (options.includes('REV')) members.reverse();
  const from = Math.max(0, first < 0 ? members.length + first : first);
  const to = last < 0 ? members.length + last : last;
  return shown(to < from ? [] : members.slice(from, to + 1), options.includes('WITHSCORES'));
}

/** ZRANGEBYSCORE key min max [WITHSCORES] [LIMIT offset count]; `(` in front of a bound excludes it. */
function rangeByScore([key = '', least, most, ...words]: Bytes[], { db }: Surroundings): RawReply {
  const [isAbove, isBelow] = [bound(least, (score, at) => score >= at), bound(most, (score, at) => score <= at)];
  let [withScores, offset, count] = [false, 0, -1];
  for (let i = 0; i < words.length; i++) {
    const option = words[i]?.toUpperCase();
    if (option === 'WITHSCORES') withScores = true;
    else if (option === 'LIMIT' && i + 2 < words.length) {
      [offset, count] = [integerOf(words[i + 1]), integerOf(words[i + 2])];
      i += 2;
    } else throw syntaxError();
  }
  const found = sorted(view(db, key, 'zset')).filter(([, score]) => isAbove(score) && isBelow(score));
  if (offset < 0) return [];
  return shown(found.slice(offset, count < 0 ? undefined : offset + count), withScores);
}

function bound(word: Bytes | undefined, isInside: (score: number, at: number) => boolean): (score: number) => boolean {
  const isOpen = word?.startsWith('(') ?? false;
  const at = floatOf(isOpen ? word?.slice(1) : word, 'ERR min or max is not a float');
  return (score) => isInside(score, at) && !(isOpen && score === at);
}

function popLeast([key = '', countWord]: Bytes[], { db }: Surroundings): RawReply {
  const message = 'ERR value is out of range, must be positive';
  const count = countWord === undefined ? 1 : integerOf(countWord, message);
  if (count < 0) throw new RedisError(message);
  return change(db, key, 'zset', (zset) => {
    const least = sorted(zset).slice(0, count);
    for (const [member] of least) zset.delete(member);
    return shown(least, true);
  });
}

export const sortedSets: Commands = {
  ZADD: { arity: [3], ...growing, run: add },
  ZREM: {
    arity: [2],
    write: true,
    run: ([key = '', ...members], { db }) =>
      change(db, key, 'zset', (zset) => members.filter((member) => zset.delete(member)).length),
  },
  ZCARD: { arity: [1, 1], run: ([key = ''], { db }) => view(db, key, 'zset').size },
  ZSCORE: {
    arity: [2, 2],
    run([key = '', member = ''], { db }) {
      const score = view(db, key, 'zset').get(member);
      return score === undefined ? null : formatDouble(score);
    },
  },
  ZRANK: {
    arity: [2, 2],
    run([key = '', member = ''], { db }) {
      const rank = sorted(view(db, key, 'zset')).findIndex(([name]) => name === member);
      return rank === -1 ? null : rank;
    },
  },
  ZRANGE: { arity: [3], run: range },
  ZRANGEBYSCORE: { arity: [3], run: rangeByScore },
  ZPOPMIN: { arity: [1, 2], write: true, run: popLeast },
};
