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

/** @param lines of configuration, of every node. */
export async function startRedisCluster(lines: readonly string[] = []): Promise<RedisCluster> {
  const own = ['cluster-enabled yes', 'cluster-node-timeout 1500', 'cluster-replica-validity-factor 0', ...lines];
  const nodes = await Promise.all(Array.from({ length: 2 * MASTERS }, () => startOddRedis(own)));
  const stop = async (): Promise<void> => void (await Promise.all(nodes.map((node) => node.stop())));
  const clients = nodes.map(({ url }) => new Redis(url));
  try {
    await joined(clients, nodes);
    await Promise.all(nodes.slice(MASTERS).map(following));
  } catch (error) {
    await stop();
    throw error;
  } finally {
    for (const client of clients) client.disconnect();
  }
  return {
    url: `redis+cluster://${nodes
      .slice(1, 3)
      .map(({ port }) => `127.0.0.1:${port}`)
      .join(',')}`,
    nodes,
    stop,
  };
}

async function joined(clients: readonly Redis[], nodes: readonly OddRedis[]): Promise<void> {
  const [first] = nodes;
  const share = Math.ceil(SLOTS / MASTERS);
  await Promise.all(clients.map((client) => client.call('CLUSTER', 'MEET', '127.0.0.1', String(first?.port))));
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
