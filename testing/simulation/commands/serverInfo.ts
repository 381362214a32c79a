import type { Bytes } from '../bytes';
import { noKeys, type Commands, type Surroundings } from '../command';
import { RedisError, Status, type RawReply } from '../replies';
import { slotOfBytes } from '../slots';

/** What a well-kept server would say. */
const settings: Readonly<Record<string, string>> = {
  appendonly: 'yes',
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
  save: '3600 1',
};

const info = ['redis_version:7.0.15', 'role:master', 'maxmemory_policy:noeviction', 'aof_enabled:1', ''].join('\r\n');

/** Throws for a subcommand other than this one. */
function only(subcommand: string, command: string, given = ''): void {
  if (given.toUpperCase() === subcommand) return;
  throw new RedisError(`ERR unknown subcommand '${given}'. Try ${command} HELP.`);
}

/** What the server says of itself; none of it changes anything. */
export const serverInfo: Commands = {
  PING: { arity: [0, 1], keys: noKeys, run: ([message]) => message ?? new Status('PONG') },
  ECHO: { arity: [1, 1], keys: noKeys, run: ([message = '']) => message },
  TIME: {
    arity: [0, 0],
    keys: noKeys,
    run: (_, { nowMs }) => [String(Math.floor(nowMs / 1000)), String(Math.floor((nowMs % 1000) * 1000))],
  },
  INFO: { arity: [0], keys: noKeys, run: () => info },
  CONFIG: {
    arity: [2, 2],
    noScript: true,
    keys: noKeys,
    run([subcommand, name = '']) {
      only('GET', 'CONFIG', subcommand);
      const value = settings[name.toLowerCase()];
      return value === undefined ? [] : [name.toLowerCase(), value];
    },
  },
  MEMORY: { arity: [2, 2], keys: ([, key = '']) => [key], run: memoryUsage },
  CLUSTER: {
    arity: [2, 2],
    keys: noKeys,
    run([subcommand, key = '']) {
      only('KEYSLOT', 'CLUSTER', subcommand);
      return slotOfBytes(key);
    },
  },
};

/** An estimate: the bytes of key and value, and about what Redis needs around them. */
function memoryUsage([subcommand, key = '']: Bytes[], { db }: Surroundings): RawReply {
  only('USAGE', 'MEMORY', subcommand);
  const found = db.get(key);
  if (!found) return null;
  const around = 48 + key.length;
  switch (found.kind) {
    case 'string':
      return around + found.value.length;
    case 'hash':
      return [...found.value].reduce((sum, [field, value]) => sum + 16 + field.length + value.length, around);
    case 'set':
      return [...found.value].reduce((sum, member) => sum + 16 + member.length, around);
    case 'zset':
      return [...found.value.keys()].reduce((sum, member) => sum + 32 + member.length, around);
  }
}
