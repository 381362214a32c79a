import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { endpointOf, parseAddress, type ClusterAddress, type RedisAddress } from './address';
import {
  mayFollow,
  openClient,
  openCluster,
  openNode,
  slotOwners,
  whyNoHost,
  type Client,
  type ServerAddress,
} from './clients';
import { systemClock } from './clock';
import { ClusterSubscriber } from './clusterSubscriber';
import { Outages } from './connectionNews';
import { asError, redisFailure } from './errors';
import { KeptClient } from './keptClient';
import { proofKeys } from './keys';
import { limits } from './limits';
import type { Link, Subscriber } from './link';
import { ReplicatedCalls, waitOf, type Servers } from './replicatedCalls';
import { ScriptCalls } from './scriptCalls';
import { ScriptCommand } from './scriptCommand';
import { spread } from './spread';
import type { RedisTls } from './tls';
import type { StoreOptions } from './types';
import { WatchDog } from './watchDog';

const shared = {
  lazyConnect: true,
  connectTimeout: 1000,
  // After a disconnect ioredis keeps a timer for this long (2 s by default), and with it the process.
  disconnectTimeout: 200,
  // RESP2 passes every proxy; nothing here needs more.
  protocol: 2,
  retryStrategy: (attempt) => spread(Math.min(50 * attempt, 500), Math.random()),
  // READONLY means that this server was demoted: connect again, but never resend by itself (2 would).
  reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 1 : false),
} satisfies RedisOptions;

/**
 * Commands whose outcome decides who holds what. Never queued while disconnected, never sent twice after they may have run,
 * always answered or timed out, and never sent after that (ScriptCalls): only so does an error mean exactly "unknown", and no
 * forgotten command takes a lock after a reconnect.
 */
const lockOptions = { ...shared, maxRetriesPerRequest: 0, enableOfflineQueue: false } satisfies RedisOptions;

/**
 * After so much silence on a connection that owes an answer it is made anew: where a network swallows packets, TCP itself
 * would try for a quarter of an hour.
 */
const silenceMs = (timeoutMs: number): number => Math.max(1000, 2 * timeoutMs);

/** Blobs and small facts. All these commands may be sent twice, so one reconnect is ridden out here. */
const dataOptions = {
  ...shared,
  maxRetriesPerRequest: 1,
  commandTimeout: limits.dataTimeoutMs,
  socketTimeout: silenceMs(limits.dataTimeoutMs),
} satisfies RedisOptions;

/** Of a call that waits for replicas: the WAIT of those before it may come first. */
const waitingMs = ({ replicaWait, commandTimeoutMs = limits.commandTimeoutMs }: ConnectOptions): number =>
  commandTimeoutMs + (replicaWait ? 2 * waitOf(replicaWait).timeoutMs : 0);

/** A connection for such calls is not made again: the next call opens another, where the master is then. */
const waitingOptions = (options: ConnectOptions): Omit<RedisOptions, 'replyMapping'> => ({
  ...lockOptions,
  retryStrategy: () => null,
  sentinelRetryStrategy: () => null,
  socketTimeout: silenceMs(waitingMs(options)),
});

export interface ConnectOptions {
  readonly url: string;
  /** With the namespace: of keys that this user may read. */
  readonly prefix?: string;
  readonly namespace?: string;
  readonly tls?: RedisTls;
  readonly commandTimeoutMs?: number;
  readonly replicaWait?: StoreOptions['replicaWait'];
  readonly onConnection?: StoreOptions['onConnection'];
}

/**
 * Connects and PINGs both connections within 5 s, as often as it takes. Throws RedisAddressInvalid before it, RedisUnreachable or RedisRefused, and
 * leaves nothing open.
 */
export async function connect(options: ConnectOptions): Promise<Link> {
  const { url, commandTimeoutMs = limits.commandTimeoutMs, replicaWait, onConnection } = options;
  const address = parseAddress(url);
  const wait = replicaWait && waitOf(replicaWait);
  const endpoint = endpointOf(address);
  const { lock, data, openSubscriber, servers } =
    address.form === 'cluster' ? ofCluster(address, options) : ofServer(address, options);
  const both = [lock, data];
  const lockCalls = new ScriptCalls(lock, systemClock, commandTimeoutMs, false);
  const dataCalls = new ScriptCalls(data, systemClock, limits.dataTimeoutMs, true);
  const replicatedCalls = wait && new ReplicatedCalls(servers, systemClock, wait, waitingMs(options));
  const close = () => {
    for (const { current } of both) current.disconnect();
    for (const calls of [lockCalls, dataCalls, replicatedCalls]) calls?.close();
  };
  try {
    await Promise.all(both.map(({ current }) => ready(current, address.db)));
  } catch (error) {
    close();
    throw redisFailure('Connecting', endpoint, await spelledOut(error, address, options.tls));
  }
  const outages = new Outages(both, (news) => onConnection?.(news, endpoint));
  const dogs = both.map((kept) => watched(kept, options, address.db, outages));
  return {
    endpoint,
    clock: systemClock,
    random: Math.random,
    data: data.commands,
    lockScript: lockCalls.run,
    dataScript: dataCalls.run,
    ...(replicatedCalls && { replicated: { replicas: wait.replicas, script: replicatedCalls.run } }),
    openSubscriber,
    close() {
      outages.end();
      for (const dog of dogs) dog.close();
      close();
    },
  };
}

function watched(kept: KeptClient, options: ConnectOptions, db: number, outages: Outages): WatchDog {
  const { prefix = 'pipeline', namespace = 'default' } = options;
  return new WatchDog(kept, {
    keys: proofKeys(prefix, namespace, 'watch').map(([key = '']) => key),
    connect: (client, signal) => ready(client, db, signal),
    clock: systemClock,
    random: Math.random,
    onDoubt: (why) => outages.doubt(kept, why),
    onWell: (replacedFor) => outages.trust(kept, replacedFor),
  });
}

/** What a store talks through: three connections of a server, or as many clients of a Cluster. */
interface Clients {
  readonly lock: KeptClient;
  readonly data: KeptClient;
  readonly openSubscriber: () => Subscriber;
  /** For calls that wait for replicas. */
  readonly servers: Servers;
}

function ofServer(address: ServerAddress, options: ConnectOptions): Clients {
  const { tls, commandTimeoutMs = limits.commandTimeoutMs } = options;
  const open = (its: RedisOptions): Redis => openClient(address, tls, its);
  const data = new KeptClient(() => open(dataOptions));
  return {
    lock: new KeptClient(() => open({ ...lockOptions, socketTimeout: silenceMs(commandTimeoutMs) })),
    data,
    openSubscriber() {
      const subscriber = open({ ...shared, commandTimeout: limits.dataTimeoutMs });
      // It connects again, to where the address leads now, and subscribes to the same.
      const unfollow = data.onReplaced(() => subscriber.disconnect(true));
      return subscriber.once('end', unfollow);
    },
    servers: { homeOf: () => '', open: () => open(waitingOptions(options)) },
  };
}

function ofCluster(address: ClusterAddress, options: ConnectOptions): Clients {
  const { tls, commandTimeoutMs = limits.commandTimeoutMs } = options;
  const { connectTimeout, retryStrategy } = shared;
  const { commandTimeout, socketTimeout } = dataOptions;
  const its = { connectTimeout, retryStrategy };
  const data = new KeptClient(() =>
    openCluster(address, tls, { ...its, resends: true, commandTimeout, socketTimeout }),
  );
  const lockTimes = { ...its, resends: false, socketTimeout: silenceMs(commandTimeoutMs) };
  const lock = new KeptClient(() => openCluster(address, tls, lockTimes));
  const servers: Servers = {
    homeOf: (keys) => slotOwners(lock.current)(new ScriptCommand('evalsha', '', keys, []).getSlot()) || undefined,
    named: (told) => {
      const outside = address.natMap[told];
      return outside ? `${outside.host}:${outside.port}` : told;
    },
    // Else it is asked seldom: only its own calls would tell it that a node is gone.
    changed() {
      if (lock.current instanceof Cluster) lock.current.refreshSlotsCache();
    },
    open(server) {
      const colon = server.lastIndexOf(':');
      const node = { host: server.slice(0, colon), port: Number(server.slice(colon + 1)) };
      return openNode(address, node, tls, waitingOptions(options));
    },
  };
  return { lock, data, openSubscriber: () => new ClusterSubscriber(data), servers };
}

/**
 * ioredis tells why a connection failed by `error` events only; without a listener they would end the process. By such an event
 * only it tells that a database does not exist, and goes on in database 0: so it is asked for once more, by hand.
 */
async function ready(redis: Client, db: number, signal?: AbortSignal): Promise<void> {
  let lastError: Error | undefined;
  redis.on('error', (error: Error) => (lastError = error));
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    const late = (): void => void whyLate(redis).then((why) => reject(lastError ?? why));
    timer = setTimeout(late, limits.openTimeoutMs);
    signal?.addEventListener('abort', () => reject(asError(signal.reason)));
  });
  const cause = (error: unknown): Error => causeOf(lastError ?? asError(error));
  try {
    await Promise.race([answering(redis, db, cause), timeout]);
  } catch (error) {
    throw cause(error);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Slow is not away: where an answer is late, this process or its server may have no time now, and ioredis connects again by
 * itself. Of a Cluster's nodes it tells only that a connection is closed, also where that was late. Anything else is told at once.
 */
async function answering(redis: Client, db: number, cause: (error: unknown) => Error): Promise<void> {
  for (let connected: Promise<unknown> = redis.connect(); ;) {
    try {
      await connected;
      await (db === 0 ? redis.ping() : redis.select(db));
      if (redis instanceof Cluster) await mayFollow(redis);
      return;
    } catch (error) {
      const late =
        redis instanceof Cluster ? /timeout|timed out|Connection is closed/i : /timeout|timed out|ETIMEDOUT/i;
      if (!late.test(cause(error).message)) throw error;
      connected = once(redis, 'ready');
    }
  }
}

/** For a server that loads its data ioredis waits in silence. Such a one answers INFO. */
async function whyLate(redis: Client): Promise<Error> {
  const late = new Error(`no answer within ${limits.openTimeoutMs} ms`);
  if (!(redis instanceof Redis) || redis.status !== 'connect') return late;
  const noAnswer = pause(limits.commandTimeoutMs, '', { ref: false });
  const info = await Promise.race([redis.info('persistence'), noAnswer]).catch(() => '');
  return info.includes('loading:1') ? new Error(`${late.message}: LOADING its data`) : late;
}

async function spelledOut(error: unknown, address: RedisAddress, tls: RedisTls | undefined): Promise<unknown> {
  if (!('hosts' in address) || !asError(error).message.includes('Connection is closed')) return error;
  return (await whyNoHost(address, tls)) ?? error;
}

/** A Cluster's client tells that no node was of use, and behind it why the last one was not. */
const causeOf = (error: Error): Error =>
  'lastNodeError' in error && error.lastNodeError instanceof Error ? error.lastNodeError : error;
