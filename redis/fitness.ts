import { asError, RedisUnfit, RedisUnreachable } from './errors';
import type { DataCommands } from './link';

const MINIMUM_VERSION = [6, 2] as const;

/** Throws RedisUnfit for a server that evicts, is read-only or too old. @returns warnings. */
export async function readFitness(redis: DataCommands, endpoint: string): Promise<string[]> {
  const info = parseInfo(await ask(redis.info(), endpoint));
  const refuse = (what: string, remedy: string): never => {
    throw new RedisUnfit(`Redis ${endpoint} ${what}. ${remedy}`);
  };
  const version = info['redis_version'] ?? '0';
  const policy = info['maxmemory_policy'] ?? 'noeviction';
  if (isOlder(version)) refuse(`has version ${version}`, 'Use Redis 6.2 or newer, or Valkey.');
  if (policy !== 'noeviction') {
    refuse(
      `evicts keys when memory is full (maxmemory-policy ${policy}), locks and run state among them`,
      'Set maxmemory-policy to noeviction, or use another Redis for the pipeline.',
    );
  }
  if (info['role'] === 'slave' && info['slave_read_only'] === '1') {
    refuse('is a read-only replica', `Connect to its master (${info['master_host']}:${info['master_port']}).`);
  }
  return info['aof_enabled'] === '1' ? [] : saveWarnings(redis, endpoint);
}

/** Name and version of the server: `redis 7.0.15`, `valkey 8.0.1`. */
export async function readServer(redis: DataCommands, endpoint: string): Promise<string> {
  const info = parseInfo(await ask(redis.info(), endpoint));
  return `${info['server_name'] ?? 'redis'} ${info['valkey_version'] ?? info['redis_version'] ?? '?'}`;
}

/** Whether snapshots are on stands in CONFIG only, which managed servers forbid. */
async function saveWarnings(redis: DataCommands, endpoint: string): Promise<string[]> {
  const restart = 'a restart of Redis would lose the state of running runs, and their work is paid for again';
  try {
    const [, save] = (await redis.config('GET', 'save')) as string[];
    return save ? [] : [`Redis ${endpoint} has no persistence: ${restart}. Set appendonly yes.`];
  } catch (error) {
    return [`Redis ${endpoint} did not say whether it persists (${asError(error).message}): if not, ${restart}.`];
  }
}

async function ask<T>(call: Promise<T>, endpoint: string): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw new RedisUnreachable('INFO', endpoint, asError(error));
  }
}

function parseInfo(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(':'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

function isOlder(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < MINIMUM_VERSION[0] || (major === MINIMUM_VERSION[0] && minor < MINIMUM_VERSION[1]);
}
