/** Where the scenarios happen: one server, a replica behind three Sentinels, a Cluster of three masters with a replica each. */
import { startRedisCluster } from '../support/redisCluster';
import { startOddRedis, type OddRedis } from '../support/oddRedis';
import { startWatchedRedis } from '../support/redisSentinels';

export interface Topology {
  readonly url: string;
  /** The servers that hold keys now, masters first. */
  readonly masters: readonly OddRedis[];
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
    return { url: server.url, masters: [server], stop: () => server.stop() };
  },
};

export const sentinels: TopologyKind = {
  name: 'Sentinels',
  async start(lines = []) {
    const { url, master, stop } = await startWatchedRedis(lines);
    return { url, masters: [master], stop };
  },
};

export const cluster: TopologyKind = {
  name: 'Cluster',
  async start(lines = []) {
    const { url, nodes, stop } = await startRedisCluster(lines);
    return { url, masters: nodes.slice(0, nodes.length / 2), stop };
  },
};
