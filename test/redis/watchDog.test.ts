/** When a client of Redis is given up for another one, in time that moves only as the test says. */
import { Cluster, Command } from 'ioredis';
import type { Client } from '../../redis/clients';
import { Outages, type ConnectionNews } from '../../redis/connectionNews';
import { KeptClient } from '../../redis/keptClient';
import { proofKeys } from '../../redis/keys';
import { WatchDog, watching } from '../../redis/watchDog';
import { FakeClock } from './fakeClock';

type Fate = 'answers' | 'is silent' | 'refuses';

/** A client that does as it is told, as far as anybody here asks it. */
class FakeClient {
  readonly status = 'ready';
  isOpen = true;
  asked = 0;

  constructor(public fate: Fate) {}

  pttl(): Promise<number> {
    this.asked += 1;
    if (this.fate === 'answers') return Promise.resolve(-2);
    return this.fate === 'refuses' ? Promise.reject(new Error('CLUSTERDOWN it says')) : new Promise(() => undefined);
  }

  on(): this {
    return this;
  }

  disconnect(): void {
    this.isOpen = false;
  }
}

class Scene {
  readonly clock = new FakeClock();
  /** In the order in which they were opened. */
  readonly clients: FakeClient[] = [];
  readonly news: ConnectionNews[] = [];
  /** Of the next that are opened: whether they connect, and then. */
  canConnect = true;
  onConnect: () => unknown = () => undefined;
  next: Fate = 'answers';
  readonly kept = new KeptClient(() => this.opened() as object as Client);
  readonly dog: WatchDog;

  constructor() {
    const outages = new Outages([this.kept], (told) => this.news.push(told));
    this.dog = new WatchDog(this.kept, {
      keys: ['{a}', '{b}', '{c}'],
      connect: (_client, signal) => this.connected(signal),
      clock: this.clock,
      random: () => 0.5,
      onDoubt: (why) => outages.doubt(this.kept, why),
      onWell: (replacedFor) => outages.trust(this.kept, replacedFor),
    });
  }

  get first(): FakeClient {
    return this.clients[0]!;
  }

  get open(): FakeClient[] {
    return this.clients.filter(({ isOpen }) => isOpen);
  }

  private opened(): FakeClient {
    const client = new FakeClient(this.next);
    this.clients.push(client);
    return client;
  }

  private connected(signal: AbortSignal): Promise<void> {
    this.onConnect();
    if (this.canConnect) return Promise.resolve();
    return new Promise((_resolve, reject) => {
      const cancel = this.clock.after(5000, () => reject(new Error('ECONNREFUSED')));
      signal.addEventListener('abort', () => {
        cancel();
        reject(new Error('it is over'));
      });
    });
  }
}

/** From the first question that goes unanswered until another client can have been tried. */
const ENOUGH_MS = watching.replaceAfterMs + 2 * (watching.doubtedMs + watching.answerMs);

test('a client that answers is asked one question every five seconds, and nothing is opened beside it', async () => {
  const { clock, first, clients, news } = new Scene();
  await clock.advance(60_000);
  expect(first.asked).toBe(12);
  expect(clients).toHaveLength(1);
  expect(news).toEqual([]);
});

test('of a Cluster each server that holds slots is asked once, by a key in its slots', async () => {
  const cluster = new Cluster([{ port: 1 }], { lazyConnect: true });
  const third = Math.ceil(16_384 / 3);
  cluster.slots = Array.from({ length: 16_384 }, (_, slot) => [`master:${Math.floor(slot / third)}`, 'replica:1']);
  const asked = jest.spyOn(cluster, 'pttl').mockResolvedValue(-2);
  const clock = new FakeClock();
  const nobody = (): never => {
    throw new Error('it is well');
  };
  const dog = new WatchDog(new KeptClient(() => cluster), {
    keys: proofKeys('pipeline', 'default', 'watch').map(([key = '']) => key),
    connect: nobody,
    clock,
    random: () => 0.5,
    onDoubt: nobody,
    onWell: nobody,
  });
  await clock.advance(watching.wellMs);
  const slots = asked.mock.calls.map(([key]) => new Command('pttl', [key]).getSlot());
  expect(slots.map((slot) => Math.floor(slot / third)).toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  dog.close();
  cluster.disconnect();
});

test.each<Fate>(['is silent', 'refuses'])(
  'one that %s for ten seconds is replaced by one that answers',
  async (fate) => {
    const { clock, first, clients, kept, news } = new Scene();
    first.fate = fate;
    await clock.advance(watching.wellMs + watching.replaceAfterMs - 1);
    expect(clients).toHaveLength(1);
    await clock.advance(ENOUGH_MS);
    expect(clients).toHaveLength(2);
    expect(kept.current).toBe(clients[1]);
    expect(clients.map(({ isOpen }) => isOpen)).toEqual([false, true]);
    const why = fate === 'refuses' ? 'CLUSTERDOWN it says' : 'no answer within 3000 ms';
    expect(news).toEqual([
      { is: 'away', why },
      { is: 'replaced', why },
      { is: 'back', afterMs: expect.any(Number) as number },
    ]);
  },
);

test('one that answers again before that stays', async () => {
  const { clock, first, clients, news } = new Scene();
  for (let i = 0; i < 5; i++) {
    first.fate = 'refuses';
    await clock.advance(watching.replaceAfterMs - watching.wellMs);
    first.fate = 'answers';
    await clock.advance(watching.wellMs);
  }
  expect(clients).toHaveLength(1);
  expect(news).toEqual([]);
});

test('one that answers again while another is connected stays, and the other is closed', async () => {
  const scene = new Scene();
  scene.first.fate = 'refuses';
  scene.onConnect = () => (scene.first.fate = 'answers');
  await scene.clock.advance(60_000);
  expect(scene.clients).toHaveLength(2);
  expect(scene.open).toEqual([scene.first]);
  expect(scene.news.map(({ is }) => is)).toEqual(['away', 'back']);
});

describe('while Redis is away for everybody', () => {
  test.each(['connects and then refuses', 'does not even connect'])('one that %s takes no place', async (how) => {
    const scene = new Scene();
    scene.first.fate = 'refuses';
    scene.next = 'refuses';
    scene.canConnect = how === 'connects and then refuses';
    await scene.clock.advance(60_000);
    expect(scene.clients.length).toBeGreaterThan(3);
    expect(scene.clients.length).toBeLessThan(30);
    expect(scene.open.length).toBeLessThanOrEqual(2);
    expect(scene.kept.current).toBe(scene.first);
    expect(scene.news).toEqual([{ is: 'away', why: 'CLUSTERDOWN it says' }]);
    // It is back.
    scene.first.fate = 'answers';
    scene.next = 'answers';
    scene.canConnect = true;
    await scene.clock.advance(20_000);
    expect(scene.open).toEqual([scene.first]);
    expect(scene.news.map(({ is }) => is)).toEqual(['away', 'back']);
  });

  test('a client that cannot be made, for its certificate is gone, is tried again', async () => {
    const scene = new Scene();
    const { clients } = scene;
    const [kept, open] = [scene.kept, scene.kept.open];
    let failures = 3;
    Object.assign(kept, {
      open: () => {
        if ((failures -= 1) >= 0) throw new Error('ENOENT');
        return open();
      },
    });
    scene.first.fate = 'is silent';
    await scene.clock.advance(60_000);
    expect(kept.current).toBe(clients.at(-1));
    expect(clients).toHaveLength(2);
  });
});

test('at its end nothing stays open, no timer runs and nothing is told, whatever it was about to do', async () => {
  for (let atMs = 0; atMs < 30_000; atMs += 500) {
    const scene = new Scene();
    scene.first.fate = 'is silent';
    scene.next = 'is silent';
    scene.canConnect = atMs % 1000 === 0;
    await scene.clock.advance(atMs);
    const told = scene.news.length;
    scene.dog.close();
    await scene.clock.advance(0);
    expect([scene.clock.pendingTimers, scene.open]).toEqual([0, [scene.first]]);
    await scene.clock.advance(30_000);
    expect(scene.news).toHaveLength(told);
  }
});

test('whoever keeps the commands talks through the client that is there now, and tells a Cluster by it', async () => {
  const scene = new Scene();
  const { commands } = scene.kept;
  await commands.pttl('k');
  expect(commands).not.toBeInstanceOf(Cluster);
  const cluster = new Cluster([{ port: 1 }], { lazyConnect: true });
  scene.kept.replace(cluster);
  expect(commands).toBeInstanceOf(Cluster);
  scene.kept.replace(new FakeClient('answers') as object as Client);
  await commands.pttl('k');
  expect(scene.first.asked).toBe(1);
  scene.dog.close();
});
