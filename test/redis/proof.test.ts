/** What is tried before a Redis is believed, against a link that refuses one thing at a time. */
import { RedisRefused, RedisUnreachable } from '../../redis';
import { clientCommands, proveClient } from '../../redis/clientProof';
import { checkFitness } from '../../redis/fitness';
import type { DataCommands, Link, Subscriber } from '../../redis/link';
import { prove } from '../../redis/proof';
import { scripts, type RunScript } from '../../redis/scripts';
import { FakeClock } from './fakeClock';

const space = { prefix: 'pipeline', namespace: 'test' };
const INFO = 'redis_version:7.0.0\r\nrole:master\r\naof_enabled:';
const answer = (words: string): Error => Object.assign(new Error(words), { name: 'ReplyError' });

/** A Redis that answers everything but what `refuse` names; it says so in `asked`. */
class World {
  readonly clock = new FakeClock();
  readonly asked: string[] = [];
  /** Fails as often as this says; then it works. */
  failures = Infinity;
  /** Published messages reach nobody. */
  isDeaf = false;
  info = `${INFO}1`;
  open = 0;
  private hear: (channel: string, message: string) => void = () => undefined;

  constructor(
    readonly refuse?: string,
    readonly error: Error = answer('NOPERM it may not'),
  ) {}

  readonly link: Link = {
    endpoint: 'there',
    clock: this.clock,
    random: () => 0.5,
    data: new Proxy({} as DataCommands, {
      get: (_, name: string) => () => this.ask(name, name === 'info' ? this.info : null),
    }),
    lockScript: this.script('lock'),
    dataScript: this.script('data'),
    replicated: { replicas: 0, script: this.script('replicated') },
    openSubscriber: () => this.subscriber(),
    close: () => undefined,
  };

  /** Ends what waits, however long it waits. */
  async finish<T>(work: Promise<T>): Promise<T> {
    const state = { isOver: false };
    const over = (): void => void (state.isOver = true);
    work.then(over, over);
    while (!state.isOver) await this.clock.advance(50);
    return work;
  }

  private script(connection: string): RunScript {
    return (name, _keys, [, channel, id]) => {
      if (name === 'prove' && !this.isDeaf) setImmediate(() => this.hear(String(channel), String(id)));
      return this.ask(`${connection}.${name}`, ['proved']);
    };
  }

  private ask(name: string, told: unknown): Promise<unknown> {
    this.asked.push(name);
    if (name !== this.refuse) return Promise.resolve(told);
    this.failures -= 1;
    return this.failures >= 0 ? Promise.reject(this.error) : Promise.resolve(told);
  }

  private subscriber(): Subscriber {
    this.open += 1;
    return {
      subscribe: () => this.ask('subscribe', 1),
      unsubscribe: () => this.ask('unsubscribe', 0),
      on: (event: string, listener: (...told: never[]) => void) => {
        if (event === 'message') this.hear = listener as (channel: string, message: string) => void;
      },
      disconnect: () => (this.open -= 1),
    };
  }
}

const runsNeed = ['set', 'pexpire', 'pttl', 'get', 'getrangeBuffer', 'unlink', 'hgetall', 'hmget', 'smembers', 'sscan'];
const connections = ['eval', 'lock.prove', 'data.prove', 'replicated.prove', 'subscribe', 'unsubscribe'];

test('a proof tries every command and every connection that a run needs, and leaves none open', async () => {
  const world = new World();
  await world.finish(prove(world.link, space));
  expect([...new Set(world.asked)].toSorted()).toEqual([...runsNeed, ...connections].toSorted());
  expect([world.open, world.clock.pendingTimers]).toEqual([0, 0]);
});

test.each([...runsNeed, ...connections])('a Redis that refuses %s is refused, at once', async (name) => {
  const world = new World(name);
  await expect(world.finish(prove(world.link, space))).rejects.toThrow(RedisRefused);
  expect(world.asked.filter((asked) => asked === name).length).toBeLessThanOrEqual(16);
  expect([world.open, world.clock.pendingTimers]).toEqual([0, 0]);
});

test.each(['CLUSTERDOWN it votes', 'TRYAGAIN it moves', 'NOREPLICAS they are late'])(
  '%s passes: it is asked again, for three seconds',
  async (words) => {
    const passing = new World('lock.prove', answer(words));
    passing.failures = 40;
    await passing.finish(prove(passing.link, space));
    const lasting = new World('eval', answer(words));
    const startedMs = lasting.clock.nowMs();
    await expect(lasting.finish(prove(lasting.link, space))).rejects.toThrow(RedisRefused);
    expect(lasting.clock.nowMs() - startedMs).toBeGreaterThanOrEqual(3000);
    expect(lasting.asked.length).toBe(31);
  },
);

test('silence is asked about again too, and is no refusal', async () => {
  const world = new World('eval', new Error('timed out'));
  await expect(world.finish(prove(world.link, space))).rejects.toThrow(RedisUnreachable);
  expect(world.asked.length).toBe(31);
});

test('a message that is published and not heard is told, and where', async () => {
  const world = new World();
  world.isDeaf = true;
  await expect(world.finish(prove(world.link, space))).rejects.toThrow(/a message on pipeline:.*was published and not/);
  expect([world.open, world.clock.pendingTimers]).toEqual([0, 0]);
});

test('what a script lacks is told by the command at its line', async () => {
  const lines = scripts.prove.source.split('\n');
  const at = lines.findIndex((line) => line.includes("redis.call('PUBLISH'"));
  const error = answer(`NOPERM no channel script: f_1, on @user_script:${at + 1}.`);
  const world = new World('data.prove', error);
  await expect(world.finish(prove(world.link, space))).rejects.toThrow('PUBLISH: NOPERM');
});

test('a Redis that refuses is unfit; one that is away is unreachable', async () => {
  const fit = new World();
  expect(await fit.finish(checkFitness(fit.link, space))).toEqual([]);
  const odd = new World('hmget');
  await expect(odd.finish(checkFitness(odd.link, space))).rejects.toMatchObject({
    name: 'RedisUnfit',
    cause: { name: 'RedisRefused' },
  });
  const away = new World('hmget', new Error('timed out'));
  await expect(away.finish(checkFitness(away.link, space))).rejects.toThrow(RedisUnreachable);
  const alone = new World();
  const waiting = { ...alone.link, replicated: { replicas: 1, script: alone.link.lockScript } };
  await expect(alone.finish(checkFitness(waiting, space))).rejects.toThrow('has 0 of the 1 replicas');
});

test('what a server says of itself comes before anything is tried, with a warning of what a restart loses', async () => {
  const evicting = new World('hmget');
  evicting.info = `${INFO}1\r\nmaxmemory_policy:allkeys-lru`;
  await expect(evicting.finish(checkFitness(evicting.link, space))).rejects.toThrow('maxmemory-policy allkeys-lru');
  expect(evicting.asked).toEqual(['info']);
  const forgetting = new World();
  forgetting.info = `${INFO}0`;
  expect(await forgetting.finish(checkFitness(forgetting.link, space))).toHaveLength(1);
});

const clientsNeed = [...Object.keys(clientCommands), 'eval', 'data.name'];

test('a proof of a client tries each of its commands', async () => {
  const world = new World();
  await world.finish(proveClient(world.link, space));
  expect(world.asked.toSorted()).toEqual(clientsNeed.toSorted());
});

test.each(clientsNeed)('a client that may not %s is told so before it uses anything', async (name) => {
  const world = new World(name);
  await expect(world.finish(proveClient(world.link, space))).rejects.toThrow(RedisRefused);
});

test('for want of a right a client writes nothing that has no end', async () => {
  const world = new World('pexpire');
  await expect(world.finish(proveClient(world.link, space))).rejects.toThrow(/NOPERM/);
  expect(world.asked).not.toContain('eval');
});

test.each([answer('OOM it is full'), answer('READONLY a replica'), new Error('timed out')])(
  'whatever else Redis says is left to the calls that come: %s',
  async (error) => {
    for (const name of clientsNeed) {
      const world = new World(name, error);
      expect(await world.finish(proveClient(world.link, space))).toBeUndefined();
    }
  },
);
