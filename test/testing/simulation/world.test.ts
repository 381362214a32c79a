/** The world around the server: time, processes, connections and what goes wrong with them. */
import { LeaseLost, RedisUnreachable } from '../../../redis';
import { openSimulation, type Fate, type Simulation } from '../../../testing/simulation';

/** The first request of that name meets this fate. */
function once(world: Simulation, label: string, fate: Fate): void {
  world.network.decide = (name) => {
    if (name !== label) return undefined;
    world.network.decide = undefined;
    return fate;
  };
}

const message = (promise: Promise<unknown>) => promise.then(String, (error: Error) => error.message);

/** What the server sees of some contention, under faults. */
async function history(seed: number): Promise<string> {
  const faults = { 'lose request': 0.05, 'lose reply': 0.05, late: 0.05, vanish: 0.05 };
  const world = await openSimulation({ seed, network: { faults, loseMessage: 0.2 } });
  const trace: string[] = [];
  world.server.onCall = ({ command, keys }) => trace.push(`${world.schedule.nowMs} ${command} ${keys.join(' ')}`);
  const workers = ['a', 'b', 'c'].map(async (name) => {
    const lock = world.store(world.process(name)).resource('file');
    for (let round = 0; round < 3; round++) {
      const held = await lock.acquire({ leaseMs: 500, waitMs: 60_000 }).catch(() => undefined);
      await held?.release().catch(() => undefined);
    }
  });
  await world.finish(Promise.all(workers));
  return trace.join('\n');
}

test('the same seed gives the same history, another seed another', async () => {
  const [first, again, other] = [await history(5), await history(5), await history(6)];
  expect(first.split('\n').length).toBeGreaterThan(20);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test('a stalled process hears its timers and replies when the stall is over', async () => {
  const world = await openSimulation();
  const process = world.process('p');
  const { data } = world.link(process);
  const happened: string[] = [];
  const startMs = process.clock.nowMs();
  const note = (what: string) => happened.push(`${what} ${Math.round((process.clock.nowMs() - startMs) / 1000)}`);
  process.clock.after(100, () => note('timer'));
  void data.set('k', 'v', 'PX', 60_000).then(() => note('reply'));
  process.stall(4000);
  await world.pass(3000);
  expect(happened).toEqual([]);
  expect(world.server.call('GET', 'k')).toBe('v');
  await world.pass(2000);
  expect(new Set(happened.map((line) => line.split(' ')[0]))).toEqual(new Set(['reply', 'timer']));
  expect(happened.every((line) => Number(line.split(' ')[1]) >= 3)).toBe(true);
});

test('a killed process does nothing any more, but what it has sent is executed', async () => {
  const world = await openSimulation();
  const process = world.process('p');
  const { data } = world.link(process);
  const happened: string[] = [];
  process.clock.after(10, () => happened.push('timer'));
  void data.set('k', 'v', 'PX', 60_000).then(() => happened.push('reply'));
  process.kill();
  await world.pass(60_000 - 1);
  expect(happened).toEqual([]);
  expect(world.server.call('GET', 'k')).toBe('v');
});

test('a request may be executed after its sender has given up', async () => {
  const world = await openSimulation();
  const { lockScript } = world.link(world.process('p'));
  once(world, 'remember', 'late');
  const call = message(lockScript('remember', ['s'], ['fact', 'value', 60_000]));
  expect(await world.finish(call)).toBe('remember timed out');
  expect(world.server.call('EXISTS', 's')).toBe(0);
  await world.pass(1000);
  expect(world.server.call('HGET', 's', 'o:fact')).toBe('value');
});

test.each([
  ['lose request', 'read ECONNRESET', 0],
  ['lose reply', 'read ECONNRESET', 1],
  ['no reply', 'remember timed out', 1],
  ['vanish', 'remember timed out', 0],
] as const)('%s: the sender learns %j, and the server has executed it %d times', async (fate, expected, executed) => {
  const world = await openSimulation();
  const { lockScript } = world.link(world.process('p'));
  once(world, 'remember', fate);
  expect(await world.finish(message(lockScript('remember', ['s'], ['fact', 'value', 60_000])))).toBe(expected);
  await world.pass(1000);
  expect(world.server.call('EXISTS', 's')).toBe(executed);
});

test('a slow reply holds up those behind it', async () => {
  const world = await openSimulation();
  const { lockScript } = world.link(world.process('p'));
  once(world, 'remember', 'slow reply');
  const slow = lockScript('remember', ['s'], ['a', 'value', 60_000]);
  const behind = lockScript('remember', ['s'], ['b', 'value', 60_000]);
  await world.finish(Promise.race([slow, behind]));
  expect(world.schedule.nowMs).toBeGreaterThan(200);
});

test('a cut network swallows everything until it is whole again', async () => {
  const world = await openSimulation();
  const store = world.store(world.process('p'));
  world.network.isCut = true;
  await expect(world.finish(store.ping())).rejects.toThrow(RedisUnreachable);
  world.network.isCut = false;
  await expect(world.finish(store.ping())).resolves.toBeUndefined();
});

test('requests of one connection arrive in the order they were sent in', async () => {
  const world = await openSimulation({ seed: 11 });
  const { data } = world.link(world.process('p'));
  const order: string[] = [];
  world.server.onCall = ({ keys }) => order.push(String(keys[0]));
  const names = Array.from({ length: 20 }, (_, i) => `k${i}`);
  const replies: string[] = [];
  await world.finish(Promise.all(names.map((name) => data.get(name).then(() => replies.push(name)))));
  expect(order).toEqual(names);
  expect(replies).toEqual(names);
});

test('a server that stalls executes late what has arrived', async () => {
  const world = await openSimulation();
  const { lockScript } = world.link(world.process('p'));
  world.stallServer(1000);
  const call = message(lockScript('remember', ['s'], ['fact', 'value', 60_000]));
  expect(await world.finish(call)).toBe('remember timed out');
  expect(world.server.call('EXISTS', 's')).toBe(0);
  await world.pass(2000);
  expect(world.server.call('EXISTS', 's')).toBe(1);
});

test('a crash fails lock commands at once; after the restart the data is there and the scripts are not', async () => {
  const world = await openSimulation();
  const { data, lockScript } = world.link(world.process('p'));
  await world.finish(data.set('k', 'v', 'PX', 600_000));
  const sha1 = world.server.call('SCRIPT', 'LOAD', 'return 1') as string;
  const under = message(lockScript('remember', ['s'], ['fact', 'value', 60_000]));
  world.crash();
  expect(await world.finish(under)).toBe('read ECONNRESET');
  await world.pass(500);
  const beforeMs = world.schedule.nowMs;
  expect(await world.finish(message(lockScript('remember', ['s'], ['fact', 'value', 60_000])))).toMatch(
    /isn't writeable/,
  );
  expect(world.schedule.nowMs).toBe(beforeMs);
  const patient = data.get('k');
  await world.pass(1000);
  world.restart();
  expect(await world.finish(patient)).toBe('v');
  expect(world.server.call('EXISTS', 's')).toBe(0);
  expect(() => world.server.call('EVALSHA', sha1, 0)).toThrow('NOSCRIPT');
});

test('a data command whose connection breaks is sent again, once', async () => {
  const world = await openSimulation();
  const { data } = world.link(world.process('p'));
  await world.finish(data.set('k', 'v', 'PX', 600_000));
  const under = data.get('k');
  world.restart();
  expect(await world.finish(under)).toBe('v');
  const twice = message(data.get('k'));
  world.restart();
  world.stallServer(10_000);
  await world.pass(500);
  world.restart();
  expect(await world.finish(twice)).toBe('read ECONNRESET');
});

test('a failover to an older copy loses the writes since, and breaks what is under way', async () => {
  const world = await openSimulation();
  const { data, lockScript } = world.link(world.process('p'));
  await world.finish(data.set('old', 'v', 'PX', 600_000));
  const backup = world.backup();
  await world.finish(data.set('new', 'v', 'PX', 600_000));
  const under = message(lockScript('remember', ['s'], ['fact', 'value', 60_000]));
  world.failover(backup);
  expect(await world.finish(under)).toBe('read ECONNRESET');
  expect(await world.finish(data.get('old'))).toBe('v');
  expect(await world.finish(data.get('new'))).toBeNull();
  expect(world.server).toBe(backup);
  expect(backup.call('EXISTS', 's')).toBe(0);
});

test('the clock of a promoted node may be behind', async () => {
  const world = await openSimulation();
  const [before] = world.server.call('TIME') as string[];
  world.skewMs = -5000;
  world.restart();
  const [after] = world.server.call('TIME') as string[];
  expect(Number(before) - Number(after)).toBe(5);
});

test('a subscriber hears again after a failover, and is told that it was away', async () => {
  const world = await openSimulation();
  const subscriber = world.link(world.process('p')).openSubscriber();
  const heard: string[] = [];
  subscriber.on('message', (channel, text) => heard.push(`${channel} ${text}`));
  subscriber.on('ready', () => heard.push('ready'));
  await world.finish(subscriber.subscribe('c'));
  world.server.call('PUBLISH', 'c', '1');
  world.server.call('PUBLISH', 'other', '1');
  await world.pass(10);
  world.restart();
  world.server.call('PUBLISH', 'c', '2');
  await world.pass(1000);
  world.server.call('PUBLISH', 'c', '3');
  await world.pass(10);
  world.network.options = { loseMessage: 1 };
  world.server.call('PUBLISH', 'c', '4');
  await world.pass(10);
  expect(heard).toEqual(['ready', 'c 1', 'ready', 'c 3']);
});

test('a subscription that the server took with it stands after the next start', async () => {
  const world = await openSimulation();
  const subscriber = world.link(world.process('p')).openSubscriber();
  const stands = subscriber.subscribe('c');
  world.crash();
  await world.pass(10_000);
  world.restart();
  await world.finish(stands);
  expect(world.server.call('PUBLISH', 'c', 'm')).toBe(1);
  subscriber.disconnect();
  expect(world.server.call('PUBLISH', 'c', 'm')).toBe(0);
});

test('a waiter whose wake-ups are all lost gets the lock by asking', async () => {
  const world = await openSimulation({ network: { loseMessage: 1 } });
  const [a, b] = ['a', 'b'].map((name) => world.store(world.process(name)).resource('file'));
  const first = await world.finish(a!.acquire({ leaseMs: 2000 }));
  const wait = b!.acquire({ leaseMs: 2000, waitMs: 60_000 });
  await world.pass(100);
  expect(await world.finish(first.release())).toBe('handed');
  const second = await world.finish(wait);
  expect(second.token).toBeGreaterThan(first.token);
});

test('whoever stalls beyond its lease has lost it when it wakes, and another has it', async () => {
  const world = await openSimulation();
  const sleeper = world.process('sleeper');
  const [a, b] = [world.store(sleeper), world.store(world.process('b'))].map((store) => store.resource('file'));
  const first = await world.finish(a!.acquire({ leaseMs: 1000 }));
  sleeper.stall(5000);
  const second = await world.finish(b!.acquire({ leaseMs: 1000, waitMs: 4000 }));
  expect(second.token).toBeGreaterThan(first.token);
  expect(() => first.assertHeld()).toThrow(LeaseLost);
  expect(() => second.assertHeld()).not.toThrow();
});

test('until stops a world that spins, and one that does not get there', async () => {
  const world = await openSimulation();
  const { clock } = world.process('p');
  await expect(world.until(() => false, 1000)).rejects.toThrow(/After 1000 ms/);
  clock.after(10, () => (world.skewMs = 1));
  await expect(world.until(() => world.skewMs === 1)).resolves.toBeUndefined();
});
