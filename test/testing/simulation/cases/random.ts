import fc from 'fast-check';
import type { Word } from '../../../../testing/simulation/bytes';

/** One step of a random history: a command, sent as it is or by a script; or memory becomes full, or free again. */
export type Move = { readonly command: readonly [string, ...Word[]]; readonly isScripted: boolean } | 'full' | 'free';

export const keys = ['{t}a', '{t}b', '{t}c'];

/** Runs the command that its arguments spell. */
export const forwarder = 'return redis.pcall(unpack(ARGV))';

const key = fc.constantFrom(...keys);
const field = fc.constantFrom('f', 'g', 'é');
const value = fc.constantFrom<Word>('x', '10', '-1', '', '3.5', '007', 'inf', Buffer.from([0, 1, 0xff]), 'ö');
const integer = fc.constantFrom('0', '1', '2', '-1', '-2', '5', '-9', '+1', 'x', '');
const score = fc.constantFrom('1', '2', '-1', '0.1', '1e3', 'inf', '-inf', '(1', 'nan', 'x', '3.0');
const expiry = fc.constantFrom('100000', '0', '-5', 'x');

const optional = (...words: string[][]) => fc.constantFrom([], ...words);

type Part = fc.Arbitrary<Word> | fc.Arbitrary<string[]> | string;

function command(name: string, ...parts: Part[]): fc.Arbitrary<readonly [string, ...Word[]]> {
  const words = parts.map((part): fc.Arbitrary<Word | string[]> =>
    typeof part === 'string' ? fc.constant(part) : part,
  );
  return fc.tuple(...words).map((found) => [name, ...found.flat()] as const);
}

const setOptions = optional(
  ['NX'],
  ['XX'],
  ['KEEPTTL'],
  ['GET'],
  ['XX', 'GET'],
  ['NX', 'GET'],
  ['PX', '100000'],
  ['PX', '0'],
  ['EX', '100', 'NX'],
  ['PX'],
  ['KEEPTTL', 'PX', '5'],
);

const commands = [
  command('SET', key, value, setOptions),
  command('SETNX', key, value),
  command('GET', key),
  command('MGET', key, key),
  command('STRLEN', key),
  command('APPEND', key, value),
  command('INCR', key),
  command('GETRANGE', key, integer, integer),
  command('DEL', key, key),
  command('UNLINK', key),
  command('EXISTS', key, key),
  command('TYPE', key),
  command('PEXPIRE', key, expiry),
  command('EXPIRE', key, fc.constantFrom('100', '-1')),
  command('PERSIST', key),
  command('TTL', key),
  command('HSET', key, field, value),
  command('HSET', key, field, value, field, value),
  command('HSETNX', key, field, value),
  command('HGET', key, field),
  command('HMGET', key, field, field),
  command('HGETALL', key),
  command('HKEYS', key),
  command('HLEN', key),
  command('HEXISTS', key, field),
  command('HDEL', key, field, field),
  command('HINCRBY', key, field, integer),
  command('SADD', key, value, value),
  command('SREM', key, value),
  command('SCARD', key),
  command('SMEMBERS', key),
  command('SISMEMBER', key, value),
  command(
    'ZADD',
    key,
    optional(['NX'], ['XX'], ['GT'], ['LT', 'CH'], ['CH'], ['NX', 'XX'], ['GT', 'LT']),
    score,
    field,
  ),
  command('ZADD', key, score, field, score, field),
  command('ZREM', key, field),
  command('ZCARD', key),
  command('ZSCORE', key, field),
  command('ZRANK', key, field),
  command('ZRANGE', key, integer, integer, optional(['WITHSCORES'], ['REV'], ['REV', 'WITHSCORES'], ['x'])),
  command('ZRANGEBYSCORE', key, score, score, optional(['WITHSCORES'], ['LIMIT', '0', '1'], ['LIMIT', '1', '-1'])),
  command('ZPOPMIN', key, optional(['2'], ['0'], ['-1'], ['x'])),
  command('DBSIZE'),
  command('KEYS', fc.constantFrom('*', '*[ab]', '???', '{t}?', '*[^a]')),
  command('PUBLISH', 'channel', value),
  command('GET'),
  command('HSET', key, field),
];

export const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    { weight: 40, arbitrary: fc.record({ command: fc.oneof(...commands), isScripted: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constantFrom('full' as const, 'free' as const) },
  ),
  { minLength: 1, maxLength: 40 },
);

/** Answers without an order of their own. */
export const unordered = ['HGETALL', 'HKEYS', 'SMEMBERS', 'KEYS'];
