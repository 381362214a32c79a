/** Where the scenarios happen: one server, a replica behind three Sentinels, a Cluster of three masters with a replica each. */
import { startRedisCluster } from '../support/redisCluster';
import { startOddRedis, type OddRedis } from '../support/oddRedis';
import { startWatchedRedis } from '../support/redisSentinels';

export interface Topology {
  readonly url: string;
  /** The servers that hold keys now, masters first. */
  readonly masters: readonly OddRedis[];
  /** The first replica of each of them, in their order. */
  readonly replicas: readonly OddRedis[];
  stop(): Promise<void>;
}

export interface TopologyKind {
  readonly name: string;
  /** @param lines of configuration, of every server that holds keys. */
  start(lines?: readonly string[]): Promise<Topology>;
}

export const standalone: TopologyKind = {
  name: 'one server',
  async start(lines = []) {
    const server = await startOddRedis(lines);
    return { url: server.url, masters: [server], replicas: [], stop: () => server.stop() };
  },
};

export const sentinels: TopologyKind = {
  name: 'Sentinels',
  async start(lines = []) {
    const { url, master, replica, stop } = await startWatchedRedis(lines);
    return { url, masters: [master], replicas: [replica], stop };
  },
};

export const cluster: TopologyKind = {
  name: 'Cluster',
  async start(lines = []) {
    const { url, nodes, stop } = await startRedisCluster(lines);
    const half = nodes.length / 2;
    return { url, masters: nodes.slice(0, half), replicas: nodes.slice(half), stop };
  },
};
