/** What a user of Redis must be allowed, read from the code: the scripts, the plain commands, the messages. */
import { asGlob, encodeBraces } from './keys';
import type { DataCommands } from './link';
import { clientCommands, clientScripts } from './clientProof';
import { scriptNames, scripts, type ScriptName } from './scripts';

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
const connecting = ['ping', 'select', 'eval', 'evalsha'];
const listening = ['subscribe', 'unsubscribe'];
const surveying = ['scan', 'object|idletime'];
/** What a Cluster's client learns the slots by, and whether all are there; and what it says where a slot is on its way (ASK). */
const ofCluster = ['asking', 'cluster|info', 'cluster|slots'];

export interface RightsOf {
  /** First part of the keys and channels: `PIPELINE_PREFIX`. */
  readonly prefix: string;
  readonly isCluster: boolean;
  /** `PIPELINE_REDIS_WAIT_REPLICAS`. */
  readonly waits?: boolean;
}

/** The rules of `ACL SETUSER` behind name and password: keys, channels, then commands by name. Redis 7 or newer has each of them. */
export function rightsOf({ prefix, isCluster, waits = false }: RightsOf): string[] {
  const own = ownOf(prefix);
  const names = [
    ...inScripts(scriptNames),
    ...Object.values(plain),
    ...connecting,
    ...listening,
    ...surveying,
    ...(waits ? ['wait'] : []),
  ];
  return [`~${own}`, 'resetchannels', `&${own}`, ...commandsOf(names, isCluster)];
}

/**
 * The same for a program that only uses `pipeline-worker/client`. It reads whatever there is under the prefix, and writes contents of
 * files, which are named by their sha256, and the list of their names: no lock, no state, no message.
 */
export function clientRightsOf({ prefix, isCluster }: RightsOf): string[] {
  const own = ownOf(prefix);
  const commands = Object.keys(clientCommands) as (keyof typeof clientCommands)[];
  const names = [
    ...inScripts(Object.keys(clientScripts) as ScriptName[]),
    ...commands.map((name) => plain[name]),
    ...connecting,
  ];
  // No other key has a brace behind which these follow (keys.ts).
  return [`%R~${own}`, `~${own}}:b:*`, `~${own}}:x`, 'resetchannels', ...commandsOf(names, isCluster)];
}

const ownOf = (prefix: string): string => `${asGlob(encodeBraces(prefix))}:*`;

const inScripts = (names: readonly ScriptName[]): string[] =>
  names.flatMap((of) =>
    [...scripts[of].source.matchAll(/redis\.call\('(\w+)'/g)].map(([, name = '']) => name.toLowerCase()),
  );

const commandsOf = (names: readonly string[], isCluster: boolean): string[] =>
  [...new Set([...names, ...(isCluster ? ofCluster : [])])].toSorted().map((name) => `+${name}`);
