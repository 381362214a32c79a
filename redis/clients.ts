import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { ClusterAddress, Credentials, HostPort, RedisAddress } from './address';
import { asError } from './errors';
import { limits } from './limits';
import { lacksRight } from './refusals';
import { spread } from './spread';
import { readTls, type RedisTls } from './tls';

/** `replyMapping` is a type parameter of the client too; here it is what it is by default. */
type Options = Omit<RedisOptions, 'replyMapping'>;
/** A connection to one server, or connections to all nodes of a Cluster; both take the same commands. */
export type Client = Redis | Cluster;
export type ServerAddress = Exclude<RedisAddress, ClusterAddress>;

/** A Sentinel that is silent is left for the next one. */
const SENTINEL_TIMEOUT_MS = 1000;

/** A client for the server that the address leads to, at each connecting anew. Throws RedisAddressInvalid for files that cannot be read. */
export function openClient(address: ServerAddress, tls: RedisTls | undefined, options: Options): Redis {
  const place = placeOf(address, readTls(address, tls));
  return new Redis({ ...options, ...place, ...credentialsOf(address), db: address.db });
}

/** A client for one node of a Cluster, whatever slots it has. Throws as `openClient` does. */
export const openNode = (address: ClusterAddress, node: HostPort, tls: RedisTls | undefined, options: Options): Redis =>
  openClient({ ...address, ...node, form: 'server' }, tls, options);

export interface ClusterOptions extends Pick<Options, 'commandTimeout' | 'socketTimeout' | 'connectTimeout'> {
  readonly retryStrategy: (attempt: number) => number;
  /**
   * Whether a command may be sent again when its connection was lost, so that its outcome is unknown, or when the Cluster is
   * down. MOVED, ASK and TRYAGAIN, by which a node says that it has done nothing of it, are followed in any case.
   */
  readonly resends: boolean;
}

/**
 * ioredis queues the commands for a Cluster that is away, for as long as it is: none ends, and whatever they carry is kept. Here each
 * waits for its own time, and is forgotten then.
 *
 * And where it is closed while it asks for the slots, ioredis goes on to ask, of nobody, every two seconds, and keeps the process
 * alive with that.
 */
class BoundedCluster extends Cluster {
  private isOver = false;

  override disconnect(reconnect = false): void {
    this.isOver ||= !reconnect;
    super.disconnect(reconnect);
  }

  /** The next time is arranged by the callback. */
  override refreshSlotsCache(callback?: (error?: Error | null) => void): void {
    super.refreshSlotsCache((error) => {
      if (!this.isOver) callback?.(error);
    });
  }

  override sendCommand(...sent: Parameters<Cluster['sendCommand']>): unknown {
    const [command] = sent;
    if (this.status === 'ready') return super.sendCommand(...sent);
    const send = (): unknown => super.sendCommand(...sent);
    this.setMaxListeners(0).once('ready', send);
    command.setTimeout(this.options.redisOptions?.commandTimeout ?? limits.commandTimeoutMs);
    command.promise.catch(() => this.off('ready', send));
    return command.promise;
  }
}

/** A client for all nodes. It learns the slots from the first node that answers, and again whenever one says MOVED. */
export function openCluster(address: ClusterAddress, tls: RedisTls | undefined, options: ClusterOptions): Cluster {
  const { retryStrategy, resends, ...ofNodes } = options;
  const pem = readTls(address, tls);
  const cluster = new BoundedCluster([...address.hosts], {
    lazyConnect: true,
    clusterRetryStrategy: retryStrategy,
    // It asks one node whether all is well, tells nobody what it said, and leaves all of them for that.
    enableReadyCheck: false,
    // Nodes are connected to when the first command goes there. Without the queue those behind it would be refused meanwhile.
    enableOfflineQueue: true,
    retryDelayOnFailover: resends ? RETRY_MS : 0,
    retryDelayOnClusterDown: resends ? RETRY_MS : 0,
    retryDelayOnTryAgain: RETRY_MS,
    slotsRefreshTimeout: 1000,
    slotsRefreshInterval: Math.round(spread(SLOTS_MS, Math.random())),
    natMap: { ...address.natMap },
    redisOptions: {
      ...ofNodes,
      disconnectTimeout: 200,
      protocol: 2,
      ...credentialsOf(address),
      ...(pem && { tls: pem }),
    },
    // ioredis would resolve names itself, and the certificate is of the name.
    ...(pem && { dnsLookup: (host, done) => done(null, host) }),
  });
  return cluster.on('+node', keepAsking);
}

/** ioredis leaves to nobody what becomes of ASKING, and the process would end by it. The command behind it is told. */
function keepAsking(node: Redis): void {
  const send = node.asking.bind(node);
  node.asking = () => {
    const sent = send();
    sent.catch(() => undefined);
    return sent;
  };
}

/** Throws what a Cluster answers to a user that may not go where a slot moves to; nothing else of it would say so before a slot moves. */
export async function mayFollow(cluster: Cluster): Promise<void> {
  try {
    await Promise.any(cluster.nodes('master').map((node) => node.asking()));
  } catch (error) {
    const refusal =
      error instanceof AggregateError
        ? error.errors.map(asError).find(({ message }) => lacksRight(message))
        : undefined;
    if (refusal) throw refusal;
  }
}

const RETRY_MS = 100;
/**
 * A MOVED, and a node that is gone, bring the slots anew at once; this is for what neither tells. Each time is a connection of its own
 * and more than 2 ms of work here: every 2 s, 100 clients in one process spent almost half of its busy time on it.
 */
const SLOTS_MS = 10_000;

/**
 * Why none of several hosts could be connected to, of which ioredis tells only that its connections were closed. @returns undefined where
 * one can be.
 */
export async function whyNoHost(
  address: Extract<RedisAddress, { hosts: unknown }>,
  tls: RedisTls | undefined,
): Promise<Error | undefined> {
  const { isTls, hosts } = address;
  const asked = address.form === 'sentinel' ? address.asked : address;
  const told = await Promise.all(
    hosts.map((host) => whyClosed({ ...credentialsOf(asked), ...host, isTls, db: 0, form: 'server' }, tls)),
  );
  const all = told.filter((why) => why !== undefined);
  return all.length < told.length ? undefined : new Error(all.join('; '));
}

const ONCE = {
  lazyConnect: true,
  retryStrategy: null,
  connectTimeout: 1000,
  socketTimeout: 1000,
  disconnectTimeout: 200,
  protocol: 2,
} as const;

async function whyClosed(address: ServerAddress, tls: RedisTls | undefined): Promise<string | undefined> {
  const redis = openClient(address, tls, ONCE);
  let why = 'the connection was closed';
  redis.on('error', ({ message }: Error) => (why = message));
  try {
    await redis.connect();
    return undefined;
  } catch {
    const { host, port } = redis.options;
    return why.includes(`${host}:${port}`) ? why : `${host}:${port}: ${why}`;
  } finally {
    redis.disconnect();
  }
}

export interface Node<C> {
  readonly node: C;
  /** `host:port`, of a Cluster's; of a single server ''. */
  readonly name: string;
}

/** Who holds keys: the masters of a Cluster, or the one server that this is. For what must be asked of each. */
export function mastersOf<C extends object>(client: C): readonly Node<C>[] {
  if (!(client instanceof Cluster)) return [{ node: client, name: '' }];
  const named = (node: Redis): string => `${node.options.host}:${node.options.port}`;
  return client.nodes('master').map((node) => ({ node: node as object as C, name: named(node) }));
}

/** By which name this client knows the holder of a slot: the node that it would ask, or always the same server. */
export function slotOwners(client: Client): (slot: number) => string {
  return client instanceof Cluster ? (slot) => client.slots[slot]?.[0] ?? '' : () => '';
}

const credentialsOf = ({ username, password }: Credentials): Credentials => ({
  ...(username !== undefined && { username }),
  ...(password !== undefined && { password }),
});

function placeOf(address: ServerAddress, tls: RedisOptions['tls']): Options {
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
