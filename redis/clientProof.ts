/**
 * What a client does with Redis that only uploads, downloads and looks: one table, of which its rights are made (rights.ts), and
 * which is tried when it first reaches Redis.
 */
import { randomBytes } from 'node:crypto';
import { asError, redisFailure } from './errors';
import { RunKeys } from './keys';
import type { DataCommands, Link } from './link';
import { named, type Space } from './proof';
import { lacksRight } from './refusals';
import { scripts, type ScriptName } from './scripts';

type Ask = (link: Link, keys: RunKeys, blob: string) => Promise<unknown>;

/** What is written on trial lives for this long: a client may not delete. */
const TTL_MS = 1;

/** Its plain commands, each as it sends it. */
export const clientCommands = {
  info: ({ data }) => data.info(),
  time: ({ data }) => data.time(),
  zrange: ({ data }, keys) => data.zrange(keys.state, 0, '-1', 'WITHSCORES'),
  set: ({ data }, _keys, blob) => data.set(blob, '', 'PX', TTL_MS),
  pexpire: ({ data }, _keys, blob) => data.pexpire(blob, TTL_MS),
  get: ({ data }, keys) => data.get(keys.state),
  pttl: ({ data }, keys) => data.pttl(keys.state),
  hgetall: ({ data }, keys) => data.hgetall(keys.state),
  hmget: ({ data }, keys) => data.hmget(keys.state, 'f'),
  hscan: ({ data }, keys) => data.hscan(keys.state, '0', 'COUNT', 1),
  smembers: ({ data }, keys) => data.smembers(keys.state),
  sscan: ({ data }, keys) => data.sscan(keys.index, '0', 'COUNT', 1),
  memory: ({ data }, keys) => data.memory('USAGE', keys.state),
} satisfies Partial<Record<keyof DataCommands, Ask>>;

/** Its scripts, which it may have to bring along. */
export const clientScripts = {
  name: async (link, keys, blob) => {
    const named = [TTL_MS, keys.nameOf(blob)];
    await link.data.eval(scripts.name.source, 1, keys.index, ...named);
    await link.dataScript('name', [keys.index], named);
  },
} satisfies Partial<Record<ScriptName, Ask>>;

/**
 * Throws RedisRefused where this user lacks a right that a client needs. Whatever else Redis says (it is full, a replica, away) is left to
 * the calls that come: most of them read, and may do that all the same.
 */
export async function proveClient(link: Link, { prefix, namespace }: Space): Promise<void> {
  const keys = new RunKeys(prefix, namespace, `proof of a client ${randomBytes(9).toString('base64url')}`);
  const blob = keys.chunk('proof', 0);
  // A script that is stopped in its middle has written a key that does not end: the right to make it end is tried before.
  for (const asks of [clientCommands, clientScripts]) {
    const answers = await Promise.allSettled(Object.values(asks).map((ask: Ask) => ask(link, keys, blob)));
    const errors = answers.flatMap((answer) => (answer.status === 'rejected' ? [asError(answer.reason)] : []));
    const refusal = errors.find(({ message }) => lacksRight(message));
    if (refusal) throw redisFailure('Trying what a client does', link.endpoint, named(refusal, 'name'));
  }
}
