import { outOfMemory, type Answer, type Cases, type Step } from './case';

const lua = (source: string, answer: Answer, ...keys: string[]): Step => [
  ['EVAL', source, keys.length, ...keys],
  answer,
];
const refused = (name: string): Step =>
  lua(`local r = redis.pcall("${name}", KEYS[1], 1, 1) return r.err or r`, outOfMemory.error, 'new');

/** With memory full from the first step on; `h` is a hash, `s` a set, `z` a sorted set and `k` a string. */
export const memoryFull: Cases = {
  'what may need memory is refused': [
    ['SET k v', outOfMemory],
    ['SET k v XX', outOfMemory],
    ['SETNX k v', outOfMemory],
    ['APPEND k v', outOfMemory],
    ['INCR n', outOfMemory],
    ['HSET h f v', outOfMemory],
    ['HSETNX h f v', outOfMemory],
    ['HINCRBY h n 1', outOfMemory],
    ['SADD s m', outOfMemory],
    ['ZADD z 1 m', outOfMemory],
    ['SET k', { error: "ERR wrong number of arguments for 'set' command" }],
  ],
  'what needs none is done': [
    ['GET k', 'v'],
    ['PEXPIRE k 100000', 1],
    ['PERSIST k', 1],
    ['HDEL h f', 1],
    ['SREM s m', 1],
    ['ZPOPMIN z', ['m', '1']],
    ['ZREM z m', 0],
    ['PUBLISH c m', 0],
    ['DEL k', 1],
    ['UNLINK h', 0],
    ['SCRIPT LOAD return', '63143b6f8007b98c53ca2149822777b3566f9241'],
  ],
  'a script is refused its first write when that may need memory': [
    ...['SET', 'HSET', 'HSETNX', 'HINCRBY', 'ZADD'].map(refused),
    ['EXISTS new', 0],
    lua('return redis.pcall("SADD", KEYS[1], 1).err', outOfMemory.error, 's2'),
    lua('return redis.call("GET", KEYS[1])', 'v', 'k'),
  ],
  'a script that has begun to write may go on': [
    lua('redis.call("DEL", KEYS[1]) return redis.call("SET", KEYS[2], "v")', 'OK', '{a}gone', '{a}new'),
    lua('redis.call("PEXPIRE", KEYS[1], 100000) return redis.call("HSET", KEYS[2], "a", "b")', 1, '{a}new', '{a}hash'),
    lua('redis.pcall("DEL", KEYS[1]) return redis.call("INCR", KEYS[2])', 1, '{a}never', '{a}count'),
  ],
  'a write that failed counts as begun, one that was refused does not': [
    lua('redis.pcall("HDEL", KEYS[1], "f") return redis.call("SET", KEYS[2], "v")', 'OK', 'k', 'new'),
    lua('redis.pcall("SET", KEYS[1], "a") return redis.pcall("SET", KEYS[1], "b").err', outOfMemory.error, 'other'),
    lua('redis.call("GET", KEYS[1]) return redis.pcall("SET", KEYS[1], "b").err', outOfMemory.error, 'k'),
    lua('redis.call("PUBLISH", "c", "m") return redis.pcall("SET", KEYS[1], "b").err', outOfMemory.error, 'k'),
  ],
};

/** What is there before. */
export const before: readonly Step[] = [
  ['SET k v', 'OK'],
  ['HSET h f v', 1],
  ['SADD s m', 1],
  ['ZADD z 1 m', 1],
];
