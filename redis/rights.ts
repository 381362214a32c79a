/** What a user of Redis must be allowed, read from the code: the scripts, the plain commands, the messages. */
import { asGlob, encodeBraces } from './keys';
import type { DataCommands } from './link';
import { scripts } from './scripts';

/** The command of each call, as ACL names it. A new one does not compile until it stands here. */
const plain: Record<keyof DataCommands, string> = {
  ping: 'ping',
  info: 'info',
  config: 'config|get',
  memory: 'memory|usage',
  eval: 'eval',
  unlink: 'unlink',
  pexpire: 'pexpire',
  pttl: 'pttl',
  get: 'get',
  getBuffer: 'get',
  getrangeBuffer: 'getrange',
  set: 'set',
  hgetall: 'hgetall',
  hmget: 'hmget',
  hscan: 'hscan',
  smembers: 'smembers',
  time: 'time',
  zadd: 'zadd',
  zrange: 'zrange',
  zrem: 'zrem',
  sscan: 'sscan',
};
/** Sent by the connections themselves, for messages, and by `locks` and `doctor`. */
const connecting = ['select', 'evalsha', 'subscribe', 'unsubscribe'];
const surveying = ['scan', 'object|idletime'];
/** What a Cluster's client learns the slots by, and whether all are there. */
const ofCluster = ['cluster|info', 'cluster|slots'];

export interface RightsOf {
  /** First part of the keys and channels: `PIPELINE_PREFIX`. */
  readonly prefix: string;
  readonly isCluster: boolean;
}

/** The rules of `ACL SETUSER` behind name and password: keys, channels, then commands by name. Redis 7 or newer has each of them. */
export function rightsOf({ prefix, isCluster }: RightsOf): string[] {
  const sources = Object.values(scripts).map(({ source }) => source);
  const inScripts = sources.flatMap((source) =>
    [...source.matchAll(/redis\.call\('(\w+)'/g)].map(([, name = '']) => name),
  );
  const names = [...inScripts.map((name) => name.toLowerCase()), ...Object.values(plain), ...connecting, ...surveying];
  const commands = [...new Set([...names, ...(isCluster ? ofCluster : [])])].toSorted();
  const own = `${asGlob(encodeBraces(prefix))}:*`;
  return [`~${own}`, 'resetchannels', `&${own}`, ...commands.map((name) => `+${name}`)];
}
