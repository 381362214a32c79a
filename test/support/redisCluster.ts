/** A Redis Cluster for tests: three masters, each with a replica. */
import { Redis } from 'ioredis';
import { until } from '../kit/driver';
import { following, startOddRedis, type OddRedis } from './oddRedis';

export interface RedisCluster {
  /** redis+cluster:// of two of them. */
  readonly url: string;
  readonly nodes: readonly OddRedis[];
  stop(): Promise<void>;
}

const MASTERS = 3;
const SLOTS = 16_384;
/** The bus of a node listens so much above its port. */
export const BUS_OFFSET = 10_000;

/** Where a node says that it is reached: by clients and replicas, and by the other nodes. */
export interface Announced {
  readonly port: number;
  readonly busPort: number;
}

/**
 * @param lines of configuration, of every node.
 * @param announce gives each node, with its id, other ports than its own to tell: those of proxies in front of it.
 */
export async function startRedisCluster(
  lines: readonly string[] = [],
  announce?: (node: OddRedis, id: string) => Promise<Announced>,
): Promise<RedisCluster> {
  const own = ['cluster-enabled yes', 'cluster-node-timeout 1500', 'cluster-replica-validity-factor 0', ...lines];
  const nodes = await Promise.all(Array.from({ length: 2 * MASTERS }, () => startOddRedis(own)));
  const stop = async (): Promise<void> => void (await Promise.all(nodes.map((node) => node.stop())));
  const clients = nodes.map(({ url }) => new Redis(url));
  let told: Announced[];
  try {
    told = await Promise.all(nodes.map((node, i) => announced(node, clients[i]!, announce)));
    await joined(clients, told);
    await Promise.all(nodes.slice(MASTERS).map(following));
  } catch (error) {
    await stop();
    throw error;
  } finally {
    for (const client of clients) client.disconnect();
  }
  return {
    url: `redis+cluster://${told
      .slice(1, 3)
      .map(({ port }) => `127.0.0.1:${port}`)
      .join(',')}`,
    nodes,
    stop,
  };
}

async function announced(
  node: OddRedis,
  client: Redis,
  announce: ((node: OddRedis, id: string) => Promise<Announced>) | undefined,
): Promise<Announced> {
  if (!announce) return { port: node.port, busPort: node.port + BUS_OFFSET };
  const told = await announce(node, String(await client.call('CLUSTER', 'MYID')));
  await client.config('SET', 'cluster-announce-ip', '127.0.0.1');
  await client.config('SET', 'cluster-announce-port', String(told.port));
  await client.config('SET', 'cluster-announce-bus-port', String(told.busPort));
  return told;
}

async function joined(clients: readonly Redis[], nodes: readonly Announced[]): Promise<void> {
  const [first] = nodes;
  const share = Math.ceil(SLOTS / MASTERS);
  await Promise.all(
    clients.map((client) => client.call('CLUSTER', 'MEET', '127.0.0.1', String(first?.port), String(first?.busPort))),
  );
  await Promise.all(
    clients.slice(0, MASTERS).map((client, i) => {
      const slots = Array.from({ length: Math.min(share, SLOTS - i * share) }, (_, n) => i * share + n);
      return client.call('CLUSTER', 'ADDSLOTS', ...slots);
    }),
  );
  const knows = (client: Redis): Promise<string> => client.call('CLUSTER', 'INFO').then(String);
  for (const client of clients) {
    await until(
      () => knows(client),
      (info) => info.includes(`cluster_known_nodes:${nodes.length}`),
    );
  }
  const ids = await Promise.all(clients.map((client) => client.call('CLUSTER', 'MYID').then(String)));
  for (const [i, client] of clients.slice(MASTERS).entries()) {
    await until(
      () => client.call('CLUSTER', 'REPLICATE', ids[i] ?? '').catch(() => ''),
      (answer) => answer === 'OK',
    );
  }
  for (const client of clients) {
    await until(
      () => client.call('CLUSTER', 'NODES').then(String),
      (text) => text.split('slave').length === MASTERS + 1,
    );
    await until(
      () => knows(client),
      (info) => info.includes('cluster_state:ok'),
    );
  }
}
