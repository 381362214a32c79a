/** Topologies to which some clients, each a user of its own, have bad ways, while the servers and all other clients are well. */
import { BUS_OFFSET, startRedisCluster } from '../support/redisCluster';
import { startOddRedis, type OddRedis } from '../support/oddRedis';
import { startWatchedRedis } from '../support/redisSentinels';
import { userOf, Wall, type Weather } from './wall';

export interface Ways {
  /** Of the clients that are well. */
  readonly well: string;
  /** Of those that are this user. */
  as(user: string): Promise<string>;
  befall(user: string, weather: Weather): void;
  stop(): Promise<void>;
}

export interface WaysKind {
  readonly name: string;
  start(users: readonly string[]): Promise<Ways>;
}

const linesFor = (users: readonly string[]): string[] => users.map((user) => `user ${user} on >secret ~* &* +@all`);
const asUser = (url: string, user: string): string => url.replace(/:\/\/(.*@)?/, `://${user}:secret@`);

interface Served {
  readonly url: string;
  readonly sentinels?: readonly OddRedis[];
  stop(): Promise<void>;
}

async function through(wall: Wall, { url, sentinels = [], stop }: Served): Promise<Ways> {
  return {
    well: asUser(url, 'worker'),
    async as(user) {
      // Sentinels ask nobody for a user: each of these has gates of its own to them.
      const gates = await Promise.all(sentinels.map(({ port }) => wall.gateOf('sentinel', port, () => user)));
      const hosts = gates.map((port) => `127.0.0.1:${port}`).join(',');
      return asUser(gates.length === 0 ? url : url.replace(/@[^/]*/, `@${hosts}`), user);
    },
    befall: (user, weather) => wall.befall(user, weather),
    async stop() {
      await stop();
      await wall.close();
    },
  };
}

const oneServer: WaysKind = {
  name: 'one server',
  async start(users) {
    const wall = new Wall();
    const { port, stop } = await startOddRedis(linesFor(['worker', ...users]));
    const gate = await wall.gateOf('server', port, userOf);
    return through(wall, { url: `redis://127.0.0.1:${gate}`, stop });
  },
};

const sentinels: WaysKind = {
  name: 'Sentinels',
  async start(users) {
    const wall = new Wall();
    return through(
      wall,
      await startWatchedRedis(linesFor(users), ({ port }) => wall.gateOf(String(port), port, userOf)),
    );
  },
};

const cluster: WaysKind = {
  name: 'Cluster',
  async start(users) {
    const wall = new Wall();
    const announce = async ({ port }: OddRedis, id: string) => ({
      port: await wall.gateOf(id, port, userOf),
      busPort: port + BUS_OFFSET,
    });
    return through(wall, await startRedisCluster(linesFor(['worker', ...users]), announce));
  },
};

export const waysKinds: readonly WaysKind[] = [oneServer, sentinels, cluster];
