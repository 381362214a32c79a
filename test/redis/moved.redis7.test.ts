/**
 * A Redis that moves: all its servers have new addresses, and only the one in REDIS_URL leads to them (a name in Kubernetes, a proxy).
 * A store that was connected before goes on there, by itself or because its clients are replaced.
 */
import { Redis } from 'ioredis';
import { Store } from '../../redis';
import { mastersOf } from '../../redis/clients';
import { connect } from '../../redis/connect';
import type { ConnectionNews } from '../../redis';
import type { Link } from '../../redis/link';
import { Proxy } from '../histories/proxy';
import { until } from '../kit/driver';
import { startOddRedis, type OddRedis } from '../support/oddRedis';
import { BUS_OFFSET, startRedisCluster, type RedisCluster } from '../support/redisCluster';
import { startWatchedRedis } from '../support/redisSentinels';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** A store at an address that leads elsewhere later. */
class Visitor {
  readonly news: ConnectionNews[] = [];
  private readonly subscribers: { disconnect(): void }[] = [];
  private store!: Store;
  private link!: Link;

  static async at(url: string): Promise<Visitor> {
    const visitor = new Visitor();
    const onConnection = (news: ConnectionNews): unknown => visitor.news.push(news);
    visitor.link = await connect({ url, prefix: 'moved', namespace: 'test', commandTimeoutMs: 1000, onConnection });
    visitor.store = new Store(visitor.link, { prefix: 'moved', namespace: 'test' });
    return visitor;
  }

  /** A lock in each part of the slots is had and given back, and the data connection answers. */
  async works(): Promise<boolean> {
    try {
      await Promise.all(NAMES.map((name) => this.store.withLock(name, () => Promise.resolve(), { waitMs: 1000 })));
      await Promise.all(NAMES.map((name) => this.link.data.get(`moved:{${name}}`)));
      return true;
    } catch {
      return false;
    }
  }

  masters(): number {
    return mastersOf(this.link.data).length;
  }

  /** Listens as waiters do. @returns what it has heard. */
  async listens(): Promise<string[]> {
    const heard: string[] = [];
    const subscriber = this.link.openSubscriber();
    subscriber.on('error', () => undefined);
    subscriber.on('message', (_channel, message) => heard.push(message));
    await subscriber.subscribe('moved:news');
    this.subscribers.push(subscriber);
    return heard;
  }

  async leave(): Promise<void> {
    for (const subscriber of this.subscribers) subscriber.disconnect();
    await this.store.close();
  }
}

const freeze = ({ pid }: OddRedis): void => void process.kill(pid, 'SIGSTOP');

async function published(server: OddRedis, message: string): Promise<void> {
  const raw = new Redis(server.url);
  await raw.publish('moved:news', message).finally(() => raw.disconnect());
}

/** What is left to do at the end of a test, last first. */
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function clusters(): Promise<{ old: RedisCluster; next: RedisCluster; seed: Proxy; visitor: Visitor }> {
  const [old, next] = await Promise.all([startRedisCluster(), startRedisCluster()]);
  ends.push(
    () => old.stop(),
    () => next.stop(),
  );
  const seed = await Proxy.inFrontOf(old.nodes[1]!.url);
  ends.push(() => seed.close());
  const visitor = await Visitor.at(seed.url.replace('redis://', 'redis+cluster://'));
  ends.push(() => visitor.leave());
  expect(await until(() => visitor.works(), Boolean)).toBe(true);
  return { old, next, seed, visitor };
}

describe('of a Cluster that moved', () => {
  test('an old master that is left behind alone is believed no longer than its clients are watched', async () => {
    const { old, next, seed, visitor } = await clusters();
    const [alone, ...others] = old.nodes as [OddRedis, ...OddRedis[]];
    await Promise.all(others.map((node) => node.stop()));
    const heard = await visitor.listens();
    seed.pointTo(next.nodes[0]!.url);
    expect(await until(() => visitor.works(), Boolean)).toBe(true);
    const is = visitor.news.map((news) => news.is);
    expect(is.filter((word) => word === 'replaced')).toHaveLength(2);
    await until(
      () => visitor.news.at(-1),
      (last) => last?.is === 'back',
    );
    expect(visitor.news.some((news) => news.is !== 'back' && news.why.includes('CLUSTERDOWN'))).toBe(true);
    // The old one lives, and nobody listens there.
    await published(alone, 'from behind');
    await until(
      () => published(next.nodes[2]!, 'from there').then(() => heard),
      (all) => all.includes('from there'),
    );
    expect(heard).not.toContain('from behind');
  });

  test('nodes that are frozen where they were are left', async () => {
    const { old, next, seed, visitor } = await clusters();
    old.nodes.forEach(freeze);
    seed.pointTo(next.nodes[0]!.url);
    expect(await until(() => visitor.works(), Boolean)).toBe(true);
    expect(visitor.news.length).toBeGreaterThan(0);
  });

  test('nodes that are gone are left at once, by the client itself', async () => {
    const { old, next, seed, visitor } = await clusters();
    await old.stop();
    seed.pointTo(next.nodes[0]!.url);
    expect(await until(() => visitor.works(), Boolean)).toBe(true);
    expect(visitor.news.map(({ is }) => is)).not.toContain('replaced');
  });
});

test.each(['gone', 'frozen'])('an address that leads to another server, the old one %s, is followed', async (how) => {
  const [old, next] = await Promise.all([startOddRedis([]), startOddRedis([])]);
  ends.push(
    () => old.stop(),
    () => next.stop(),
  );
  const address = await Proxy.inFrontOf(old.url);
  ends.push(() => address.close());
  const visitor = await Visitor.at(address.url);
  ends.push(() => visitor.leave());
  const heard = await visitor.listens();
  await (how === 'gone' ? old.stop() : freeze(old));
  address.pointTo(next.url);
  expect(await until(() => visitor.works(), Boolean)).toBe(true);
  await until(
    () => published(next, 'from there').then(() => heard),
    (all) => all.includes('from there'),
  );
});

test('Sentinels and servers that are all others than before are found by the address of one', async () => {
  const [old, next] = await Promise.all([startWatchedRedis(), startWatchedRedis()]);
  ends.push(
    () => old.stop(),
    () => next.stop(),
  );
  const address = await Proxy.inFrontOf(old.sentinels[0]!.url);
  ends.push(() => address.close());
  const visitor = await Visitor.at(`${address.url.replace('redis://', 'redis+sentinel://worker:secret@')}/shop`);
  ends.push(() => visitor.leave());
  await old.stop();
  address.pointTo(next.sentinels[0]!.url);
  expect(await until(() => visitor.works(), Boolean)).toBe(true);
});

test('a master that could not be reached for a while is one of the client’s nodes again', async () => {
  const ways: Proxy[] = [];
  const cluster = await startRedisCluster([], async (node) => {
    const way = await Proxy.inFrontOf(node.url);
    ways.push(way);
    ends.push(() => way.close());
    return { port: Number(new URL(way.url).port), busPort: node.port + BUS_OFFSET };
  });
  ends.push(() => cluster.stop());
  const visitor = await Visitor.at(cluster.url);
  ends.push(() => visitor.leave());
  await until(() => visitor.works(), Boolean);
  for (const way of ways) way.set('reset');
  await until(
    () => visitor.works(),
    (works) => !works,
  );
  for (const way of ways) way.set('pass');
  await until(() => visitor.works(), Boolean);
  await until(
    () => visitor.masters(),
    (count) => count === 3,
  );
  expect(await visitor.works()).toBe(true);
});
