/** A master with a replica, watched by three Sentinels as `shop`, for tests. */
import { Redis } from 'ioredis';
import { following, startOddRedis, type OddRedis } from './oddRedis';

export interface WatchedRedis {
  /** redis+sentinel:// of all three, as the user `worker`. */
  readonly url: string;
  readonly master: OddRedis;
  readonly replica: OddRedis;
  readonly sentinels: readonly OddRedis[];
  stop(): Promise<void>;
}

const USER = 'user worker on >secret ~* &* +@all';

/**
 * @param lines of configuration, of master and replica.
 * @param announce gives each of the two another port than its own to be reached at: that of a proxy in front of it.
 */
export async function startWatchedRedis(
  lines: readonly string[] = [],
  announce: (server: OddRedis) => Promise<number> = ({ port }) => Promise.resolve(port),
): Promise<WatchedRedis> {
  const servers: OddRedis[] = [];
  const start = async (...args: Parameters<typeof startOddRedis>): Promise<OddRedis> => {
    const server = await startOddRedis(...args);
    servers.push(server);
    return server;
  };
  const stop = async (): Promise<void> => void (await Promise.all(servers.map((server) => server.stop())));
  try {
    const master = await start([USER, ...lines]);
    const masterPort = await announced(master, announce);
    const replica = await start([USER, ...lines]);
    await announced(replica, announce);
    await asked(replica, (redis) => redis.replicaof('127.0.0.1', masterPort));
    await following(replica);
    const watch = [
      `sentinel monitor shop 127.0.0.1 ${masterPort} 2`,
      'sentinel down-after-milliseconds shop 1000',
      'sentinel failover-timeout shop 5000',
    ];
    const sentinels = await Promise.all([0, 1, 2].map(() => start(watch, ['--sentinel'])));
    const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',');
    return { url: `redis+sentinel://worker:secret@${hosts}/shop`, master, replica, sentinels, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function announced(server: OddRedis, announce: (server: OddRedis) => Promise<number>): Promise<number> {
  const port = await announce(server);
  await asked(server, (redis) => redis.config('SET', 'replica-announce-port', String(port)));
  return port;
}

async function asked(server: OddRedis, ask: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(server.url);
  await ask(redis).finally(() => redis.disconnect());
}
