/** The Redis of a contract test in each form of REDIS_URL that is more than an address. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster, Redis } from 'ioredis';
import { openStore } from '../../redis';
import { rightsOf } from '../../redis/rights';
import { startOddRedis } from './oddRedis';
import type { AnyRedis, Raw } from './redis';
import { startRedisCluster } from './redisCluster';
import { startWatchedRedis } from './redisSentinels';
import { startTlsFront } from './tlsFront';

/** A Cluster of three masters. What a test asks behind the store's back goes to the node that has the key, or to all. */
export async function clusterRedis(): Promise<AnyRedis<Raw>> {
  const cluster = await startRedisCluster();
  const client = new Cluster(cluster.nodes.map(({ port }) => ({ host: '127.0.0.1', port })));
  const raw: Raw = Object.assign(Object.create(client) as Cluster, {
    keys: async (pattern: string) =>
      (await Promise.all(client.nodes('master').map((node) => node.keys(pattern)))).flat(),
    unlink: async (...keys: string[]) => Promise.all(keys.map((key) => client.unlink(key))).then((all) => all.length),
  });
  return {
    url: cluster.url,
    source: 'a Cluster of this machine',
    raw,
    open: (options) => openStore({ url: cluster.url, ...options }),
    async stop() {
      client.disconnect();
      await cluster.stop();
    },
  };
}

/** A master with a replica, found by three Sentinels. */
export async function watchedRedis(): Promise<AnyRedis<Raw>> {
  const { url, master, stop } = await startWatchedRedis();
  return { ...seen(master.url, stop), url, source: 'a master with Sentinels', open: (o) => openStore({ url, ...o }) };
}

export async function socketRedis(): Promise<AnyRedis<Raw>> {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-socket-'));
  const path = join(folder, 'redis.sock');
  const server = await startOddRedis([`unixsocket ${path}`]);
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true });
  };
  const url = `unix://${path}`;
  return { ...seen(server.url, stop), url, source: 'a unix socket', open: (o) => openStore({ url, ...o }) };
}

/** With an authority and a client certificate of its own. */
export async function tlsRedis(): Promise<AnyRedis<Raw>> {
  const server = await startOddRedis([]);
  const { url, files, stop: stopFront } = await startTlsFront(server.port);
  const stop = async (): Promise<void> => {
    stopFront();
    await server.stop();
  };
  return { ...seen(server.url, stop), url, source: 'TLS', open: (o) => openStore({ url, tls: files, ...o }) };
}

/** As a user who has the rights that `doctor --acl` prints, and no other. */
export async function leastRedis(): Promise<AnyRedis<Raw>> {
  const server = await startOddRedis([]);
  const its = seen(server.url, () => server.stop());
  const url = server.url.replace('redis://', 'redis://least:secret@');
  return {
    ...its,
    url,
    source: 'a user with the least rights',
    async open(options) {
      const rights = rightsOf({ prefix: options.prefix ?? 'pipeline', isCluster: false });
      await its.raw.call('ACL', 'SETUSER', 'least', 'on', '>secret', ...rights);
      return openStore({ url, ...options });
    },
  };
}

/** The connection behind the store's back, as a user who may do everything. */
function seen(url: string, stopServer: () => Promise<void>): { raw: Redis; stop(): Promise<void> } {
  const raw = new Redis(url);
  return {
    raw,
    async stop() {
      raw.disconnect();
      await stopServer();
    },
  };
}
