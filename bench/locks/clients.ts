import { Redis, type RedisOptions } from 'ioredis';
import type { IoredisMajor } from './candidate';
import { load, projectDependency, published } from './packages';

/** ioredis takes `replyMapping` only as a literal. */
export type ClientOptions = Omit<RedisOptions, 'replyMapping'>;

/**
 * The options of our own lock connection (redis/connect.ts): nothing is queued offline, nothing is sent twice by itself,
 * everything is answered or timed out. A raw pair on these options is what all others are compared with.
 */
export const safeOptions = {
  connectTimeout: 1000,
  disconnectTimeout: 200,
  protocol: 2,
  retryStrategy: (attempt) => Math.min(50 * attempt, 500) + Math.random() * 50,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  commandTimeout: 250,
} satisfies ClientOptions;

const loaded = new Map<IoredisMajor, typeof Redis>([[6, Redis]]);

/** ioredis 4 and 5 are used through the types of 6: of them the bench calls what all three have. */
function clientClass(major: IoredisMajor): typeof Redis {
  const known = loaded.get(major);
  if (known) return known;
  const { default: older } = load(`ioredis${major}`) as { default: typeof Redis };
  loaded.set(major, older);
  return older;
}

export function ioredisVersion(major: IoredisMajor): string {
  return major === 6 ? `ioredis ${projectDependency('ioredis')}` : published(`ioredis${major}`);
}

export function timeoutOption(commandTimeoutMs: number | undefined): ClientOptions {
  return commandTimeoutMs === undefined ? {} : { commandTimeout: commandTimeoutMs };
}

/** A connection on which commands can be sent. It reports errors through its commands only. */
export async function openClient(major: IoredisMajor, url: string, options: ClientOptions = {}): Promise<Redis> {
  const client = new (clientClass(major))(url, { ...options, lazyConnect: true });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/**
 * Counts what this process sends to Redis, on every connection of every ioredis that is loaded, subscribers included:
 * ioredis passes each command through `sendCommand` once.
 * @returns a function that ends the counting and returns the count.
 */
export function countCommands(): () => number {
  let count = 0;
  const undo = [...loaded.values()].map(({ prototype }) => {
    const original = Object.getOwnPropertyDescriptor(prototype, 'sendCommand');
    const send = original?.value as Redis['sendCommand'];
    prototype.sendCommand = function (this: Redis, ...call: Parameters<Redis['sendCommand']>) {
      count += 1;
      return send.apply(this, call);
    };
    return () => (prototype.sendCommand = send);
  });
  return () => {
    for (const restore of undo) restore();
    return count;
  };
}
