/** Topologies with a wall: on its inner side stand one master and the clients that are the user `inner`, all others on the outer. */
import { Redis } from 'ioredis';
import { BUS_OFFSET, startRedisCluster } from '../support/redisCluster';
import type { OddRedis } from '../support/oddRedis';
import { startWatchedRedis } from '../support/redisSentinels';
import { nodeOf, userOf, Wall } from './wall';

export interface Sides {
  readonly outer: string;
  readonly inner: string;
  /** From now on the inner side is alone. */
  raise(): void;
  fall(): void;
  /** Names of locks that the inner master has. */
  names(count: number): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export interface SidesKind {
  readonly name: string;
  start(): Promise<Sides>;
}

const INNER = 'inner';
const users = ['worker', INNER].map((user) => `user ${user} on >secret ~* &* +@all`);
const asUser = (url: string, user: string): string => url.replace('://', `://${user}:secret@`);

const clusterWithWall: SidesKind = {
  name: 'Cluster',
  async start() {
    const wall = new Wall();
    const ids = new Map<OddRedis, string>();
    const { url, nodes, stop } = await startRedisCluster(users, async (node, id) => {
      ids.set(node, id);
      const port = await wall.gateOf(id, node.port, userOf);
      return { port, busPort: await wall.gateOf(id, node.port + BUS_OFFSET, nodeOf) };
    });
    const [master] = nodes as [OddRedis];
    return {
      outer: asUser(url, 'worker'),
      inner: asUser(url, INNER),
      raise: () => wall.raise([ids.get(master) ?? '', INNER]),
      fall: () => wall.fall(),
      names: (count) => namesOn(master, count),
      async stop() {
        await stop();
        await wall.close();
      },
    };
  },
};

/** Each lock has a slot of its own: a third of them are the first master's. */
async function namesOn({ url }: OddRedis, count: number): Promise<string[]> {
  const redis = new Redis(url);
  const names: string[] = [];
  for (let i = 0; names.length < count; i++) {
    const slot = Number(await redis.call('CLUSTER', 'KEYSLOT', `{torn ${i}}`));
    const [[from, to]] = (await redis.call('CLUSTER', 'SLOTS')) as [[number, number]];
    if (slot >= from && slot <= to) names.push(`torn ${i}`);
  }
  redis.disconnect();
  return names;
}

const sentinelsWithWall: SidesKind = {
  name: 'Sentinels',
  async start() {
    const wall = new Wall();
    const { url, master, sentinels, stop } = await startWatchedRedis(users.slice(1), (server) =>
      wall.gateOf(String(server.port), server.port, userOf),
    );
    // Sentinels stand outside: to an inner client they answer through gates of its own, which the wall shuts.
    const gates = await Promise.all(sentinels.map(({ port }) => wall.gateOf('sentinel', port, () => INNER)));
    const hosts = gates.map((port) => `127.0.0.1:${port}`).join(',');
    return {
      outer: url,
      inner: `redis+sentinel://${INNER}:secret@${hosts}/shop`,
      raise: () => wall.raise([String(master.port), INNER]),
      fall: () => wall.fall(),
      names: (count) => Promise.resolve(Array.from({ length: count }, (_, i) => `torn ${i}`)),
      async stop() {
        await stop();
        await wall.close();
      },
    };
  },
};

export const sidesKinds: readonly SidesKind[] = [sentinelsWithWall, clusterWithWall];
