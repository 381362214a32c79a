import { readFileSync } from 'node:fs';
import type { RedisOptions } from 'ioredis';
import { RedisAddressInvalid, type RedisAddress } from './address';

/** Paths of PEM files. Without them the authorities that Node knows are believed, and no certificate is shown. */
export interface RedisTls {
  /** Of the authority that has signed the server's certificate: `PIPELINE_REDIS_TLS_CA`. */
  readonly ca?: string;
  /** The certificate of this client, with `key`: `PIPELINE_REDIS_TLS_CERT`. */
  readonly cert?: string;
  /** `PIPELINE_REDIS_TLS_KEY`. */
  readonly key?: string;
}

const variables = {
  ca: 'PIPELINE_REDIS_TLS_CA',
  cert: 'PIPELINE_REDIS_TLS_CERT',
  key: 'PIPELINE_REDIS_TLS_KEY',
} as const;
const files = Object.keys(variables) as (keyof RedisTls)[];

/** What the environment says of it, as a part of a configuration: empty where it says nothing. */
export function redisTlsFrom(env: Readonly<Record<string, string | undefined>>): { redisTls?: RedisTls } {
  const named = files.flatMap((what) => (env[variables[what]] ? [[what, env[variables[what]]]] : []));
  return named.length === 0 ? {} : { redisTls: Object.fromEntries(named) as RedisTls };
}

/** Reads the files. Throws RedisAddressInvalid for one that cannot be read, and for those of a connection without TLS. */
export function readTls({ isTls, form }: RedisAddress, tls: RedisTls = {}): RedisOptions['tls'] {
  const named = files.filter((what) => tls[what] !== undefined);
  if (isTls) return Object.fromEntries(named.map((what) => [what, read(what, tls[what] ?? '')]));
  if (named.length === 0) return undefined;
  const remedy = form === 'socket' ? 'a socket has none' : 'begin it with rediss, or leave them out';
  throw new RedisAddressInvalid(
    `is without TLS, but ${named.map((what) => variables[what]).join(' and ')} are set: ${remedy}`,
  );
}

function read(what: keyof RedisTls, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RedisAddressInvalid(`needs a file that ${variables[what]} names, which cannot be read (${why})`);
  }
}
