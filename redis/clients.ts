import { Redis, type RedisOptions } from 'ioredis';
import type { RedisAddress } from './address';
import { readTls, type RedisTls } from './tls';

/** `replyMapping` is a type parameter of the client too; here it is what it is by default. */
type Options = Omit<RedisOptions, 'replyMapping'>;

/** A Sentinel that is silent is left for the next one. */
const SENTINEL_TIMEOUT_MS = 1000;

/** A client for the server that the address leads to, at each connecting anew. Throws RedisAddressInvalid for files that cannot be read. */
export function openClient(address: RedisAddress, tls: RedisTls | undefined, options: Options): Redis {
  const { username, password, db } = address;
  const credentials = { ...(username !== undefined && { username }), ...(password !== undefined && { password }) };
  return new Redis({ ...options, ...placeOf(address, readTls(address, tls)), ...credentials, db });
}

function placeOf(address: RedisAddress, tls: RedisOptions['tls']): Options {
  switch (address.form) {
    case 'server':
      return { host: address.host, port: address.port, ...(tls && { tls }) };
    case 'socket':
      return { path: address.path };
    case 'sentinel':
      return { ...sentinelsOf(address), ...(tls && { tls, sentinelTLS: tls, enableTLSForSentinelMode: true }) };
  }
}

function sentinelsOf({ hosts, name, asked }: RedisAddress & { form: 'sentinel' }): Options {
  return {
    sentinels: hosts.map(({ host, port }) => ({ host, port })),
    name,
    ...(asked.username !== undefined && { sentinelUsername: asked.username }),
    ...(asked.password !== undefined && { sentinelPassword: asked.password }),
    sentinelCommandTimeout: SENTINEL_TIMEOUT_MS,
    // No failoverDetector: its clients have no listener for errors, so ioredis prints each of a Sentinel that is away, and it holds the
    // process for 2 s at the end. A master that was replaced is left because it closes, refuses (READONLY) or falls silent.
  };
}
