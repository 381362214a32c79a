/**
 * Where Redis is: the forms of `REDIS_URL`.
 *
 *     redis://[user[:password]@]host[:6379][/db]
 *     unix://[user[:password]@]/path/of/the.sock[?db=n]
 *     redis+sentinel://[user[:password]@]host[:26379][,host…]/name[/db][?sentinelUsername=…&sentinelPassword=…]
 *     redis+cluster://[user[:password]@]host[:6379][,host…][?natMap=10.0.0.1:6379=outside:7001,…]
 *
 * `rediss` in place of `redis` is TLS, of Sentinels too. User and password are percent-encoded. Of a Cluster a few nodes are enough; it has
 * database 0 only, and `natMap` says under which address a client reaches the node that calls itself otherwise.
 */

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

export interface Credentials {
  readonly username?: string;
  readonly password?: string;
}

interface Common extends Credentials {
  readonly db: number;
  readonly isTls: boolean;
}

export type RedisAddress =
  | (Common & { readonly form: 'server' } & HostPort)
  | (Common & { readonly form: 'socket'; readonly path: string })
  | (Common & {
      readonly form: 'sentinel';
      readonly hosts: readonly HostPort[];
      /** Of the master, as its Sentinels know it. */
      readonly name: string;
      /** Sentinels ask for their own, not for the master's. */
      readonly asked: Credentials;
    })
  | ClusterAddress;

export interface ClusterAddress extends Common {
  readonly form: 'cluster';
  readonly hosts: readonly HostPort[];
  /** By `host:port` as the nodes call themselves. */
  readonly natMap: Readonly<Record<string, HostPort>>;
}

/** It is no address of a Redis. The message names the fault and the form, and never the password. */
export class RedisAddressInvalid extends RangeError {
  override readonly name = 'RedisAddressInvalid';

  constructor(fault: string) {
    super(`The address of Redis (REDIS_URL) ${fault}.`);
  }
}

const FORMS =
  'redis://host:6379, rediss://host:6379 (TLS), unix:///path/of/the.sock, redis+sentinel://host1,host2/name, redis+cluster://host1,host2';
const WHOLE = /^([a-z][a-z+]*):\/\/(?:([^/?#]*)@)?([^/?#@]*)(\/[^?#]*)?(?:\?([^#]*))?$/;
const DEFAULT_PORT = 6379;
const SENTINEL_PORT = 26_379;

/** @throws RedisAddressInvalid */
export function parseAddress(url: string): RedisAddress {
  const [, scheme, userInfo = '', authority = '', path = '', query = ''] = WHOLE.exec(url) ?? [];
  if (scheme === undefined) throw new RedisAddressInvalid(`is not of a form that is known: ${FORMS}`);
  const credentials = credentialsOf(userInfo);
  switch (scheme) {
    case 'redis':
    case 'rediss':
      return server({ ...credentials, isTls: scheme === 'rediss' }, authority, path, asked(query, []));
    case 'unix':
      return socket(credentials, authority, path, asked(query, ['db']));
    case 'redis+sentinel':
    case 'rediss+sentinel':
      return sentinels(
        { ...credentials, isTls: scheme === 'rediss+sentinel' },
        authority,
        path,
        asked(query, ['sentinelUsername', 'sentinelPassword']),
      );
    case 'redis+cluster':
    case 'rediss+cluster':
      return cluster({ ...credentials, isTls: scheme === 'rediss+cluster' }, authority, path, asked(query, ['natMap']));
    default:
      throw new RedisAddressInvalid(`begins with ${scheme}://; the forms are ${FORMS}`);
  }
}

/** The address for logs and errors: everything but passwords. */
export function endpointOf(address: RedisAddress): string {
  const user = address.username === undefined ? '' : `${encodeURIComponent(address.username)}@`;
  const db = address.db === 0 ? '' : `/${address.db}`;
  if (address.form === 'socket') return `unix://${user}${address.path}${address.db === 0 ? '' : `?db=${address.db}`}`;
  const scheme = address.isTls ? 'rediss' : 'redis';
  if (address.form === 'server') return `${scheme}://${user}${hostText(address)}${db}`;
  const hosts = address.hosts.map(hostText).join(',');
  if (address.form === 'cluster') return `${scheme}+cluster://${user}${hosts}`;
  return `${scheme}+sentinel://${user}${hosts}/${encodeURIComponent(address.name)}${db}`;
}

type Start = Credentials & { readonly isTls: boolean };

function server(start: Start, authority: string, path: string, _query: URLSearchParams): RedisAddress {
  if (authority.includes(',')) {
    throw new RedisAddressInvalid(
      'names several hosts; with Sentinels it is redis+sentinel://host1,host2/name, of a Cluster redis+cluster://host1,host2',
    );
  }
  return { form: 'server', ...start, ...hostOf(authority, DEFAULT_PORT), db: dbOf(path.slice(1)) };
}

function socket(credentials: Credentials, authority: string, path: string, query: URLSearchParams): RedisAddress {
  if (authority !== '' || path.length < 2) {
    throw new RedisAddressInvalid(
      'needs the whole path of the socket behind three slashes: unix:///run/redis/redis.sock',
    );
  }
  return { form: 'socket', ...credentials, isTls: false, path: decoded(path), db: dbOf(query.get('db') ?? '') };
}

function sentinels(start: Start, authority: string, path: string, query: URLSearchParams): RedisAddress {
  const [name = '', db = '', ...more] = path.slice(1).split('/');
  if (name === '' || more.length > 0) {
    throw new RedisAddressInvalid(
      'lacks the name of the master that the Sentinels watch: redis+sentinel://host1,host2/mymaster',
    );
  }
  const hosts = authority.split(',').map((host) => hostOf(host, SENTINEL_PORT));
  const [username, password] = [query.get('sentinelUsername'), query.get('sentinelPassword')];
  const own = { ...(username !== null && { username }), ...(password !== null && { password }) };
  return { form: 'sentinel', ...start, hosts, name: decoded(name), db: dbOf(db), asked: own };
}

function cluster(start: Start, authority: string, path: string, query: URLSearchParams): RedisAddress {
  if (path.length > 1) throw new RedisAddressInvalid(`names '${path}' behind its hosts: a Cluster has database 0 only`);
  const hosts = authority.split(',').map((host) => hostOf(host, DEFAULT_PORT));
  const pairs = (query.get('natMap') ?? '').split(',').filter((pair) => pair !== '');
  const natMap = Object.fromEntries(
    pairs.map((pair) => {
      const [inside = '', outside = ''] = pair.split('=');
      return [hostText(hostOf(inside, DEFAULT_PORT)), hostOf(outside, DEFAULT_PORT)];
    }),
  );
  return { form: 'cluster', ...start, hosts, natMap, db: 0 };
}

/** A host of one part of the list: a name, an IPv4 address, or an IPv6 address in brackets, with or without its port. */
function hostOf(text: string, defaultPort: number): HostPort {
  const [, bracketed, plain, digits] = /^(?:\[([\da-fA-F:.]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits ?? defaultPort);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new RedisAddressInvalid(text === '' ? 'lacks a host' : `names '${text}', which is no host:port`);
  }
  return { host, port };
}

function dbOf(text: string): number {
  if (!/^\d{0,5}$/.test(text)) throw new RedisAddressInvalid(`names the database '${text}', which is no number`);
  return Number(text);
}

function credentialsOf(userInfo: string): Credentials {
  const colon = `${userInfo}:`.indexOf(':');
  const username = decoded(userInfo.slice(0, colon));
  const password = decoded(userInfo.slice(colon + 1));
  return { ...(username !== '' && { username }), ...(password !== '' && { password }) };
}

/** The options behind the `?`: each is known, or refused. */
function asked(query: string, known: readonly string[]): URLSearchParams {
  const options = new URLSearchParams(query);
  for (const name of options.keys()) {
    if (!known.includes(name)) throw new RedisAddressInvalid(`has the option '${name}', which this form does not know`);
  }
  return options;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisAddressInvalid('has a % that begins no code: write % as %25, @ as %40, / as %2F, : as %3A');
  }
}

const hostText = ({ host, port }: HostPort): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;
