/** What a waiter for a resource makes of answers and grants that the network delays or loses; in simulated time. */
import { RedisUnreachable } from '../../redis';
import { openSimulation } from '../../testing/simulation';

test('a grant counts from the last question of its waiter, not from the moment it is heard', async () => {
  const world = await openSimulation();
  world.network.messageDelayMs = () => 400;
  const [first, second] = ['a', 'b'].map((name) => world.store(world.process(name)).resource('file'));
  const lock = await world.finish(first!.acquire({ leaseMs: 600 }));
  const wait = second!.acquire({ leaseMs: 10_000 });
  await world.pass(100);
  const askedLatestMs = world.schedule.nowMs;
  await world.finish(lock.release());
  const granted = await world.finish(wait);
  const heardMs = world.schedule.nowMs;
  expect(heardMs - askedLatestMs).toBeGreaterThan(350);
  // A grant lasts 1,500 ms from the question; clocks of the simulation may be 5 % wrong.
  expect(granted.remainingMs).toBeLessThan(1.05 * (1500 - (heardMs - askedLatestMs)));
  await world.finish(granted.release());
});

test('what an unanswered question may have taken is given back, and the lock is had at once under another owner', async () => {
  const world = await openSimulation();
  let lost = 0;
  world.network.decide = (script) => (script === 'acquire' && (lost += 1) === 1 ? 'lose reply' : undefined);
  const lock = await world.finish(world.store(world.process('a')).resource('file').acquire({ leaseMs: 10_000 }));
  expect(lost).toBe(2);
  expect(world.schedule.nowMs).toBeLessThan(1000);
  await world.finish(lock.release());
});

/** One process that asks, and what it asked. */
async function asking() {
  const world = await openSimulation();
  const asked: number[] = [];
  const handed: number[] = [];
  world.network.decide = (script) => {
    if (script === 'acquire') asked.push(world.schedule.nowMs);
    if (script === 'hand') handed.push(world.schedule.nowMs);
    return undefined;
  };
  return { world, asked, handed, lock: world.store(world.process('a')).resource('file') };
}

test('a lease of 300 ms is enough, and a shorter one is refused before anything is asked', async () => {
  const { world, asked, lock } = await asking();
  await expect(world.finish(lock.acquire({ leaseMs: 299 }))).rejects.toThrow('A lease of 299 ms is too short');
  expect(asked).toEqual([]);
  await world.finish((await world.finish(lock.acquire({ leaseMs: 300 }))).release());
});

test('while Redis is silent it is asked ever more seldom, up to twice a second, until the wait is over', async () => {
  const { world, asked, lock } = await asking();
  const decide = world.network.decide;
  world.network.decide = (script) => {
    decide?.(script);
    return 'lose request';
  };
  await expect(world.finish(lock.acquire({ waitMs: 10_000 }))).rejects.toThrow(RedisUnreachable);
  expect(world.schedule.nowMs).toBeLessThan(12_000);
  expect(asked.length).toBeGreaterThan(8);
  expect(asked.length).toBeLessThan(60);
});

test('who wants to know the place is told it once, and has nothing to give back that it was not given', async () => {
  const { world, handed, lock } = await asking();
  const held = await world.finish(world.store(world.process('b')).resource('file').acquire({ leaseMs: 60_000 }));
  const places: number[] = [];
  const busy = await world
    .finish(lock.acquire({ waitMs: 3000, onTicket: (ticket) => places.push(ticket) }))
    .catch((error: unknown) => error);
  expect(busy).toMatchObject({ name: 'LockBusy', busy: { ticket: places[0] } });
  expect(places).toHaveLength(1);
  expect(handed).toHaveLength(1);
  await expect(world.finish(lock.acquire({ waitMs: 0 }))).rejects.toMatchObject({ name: 'LockBusy' });
  expect(handed).toHaveLength(1);
  await world.finish(held.release());
});

test('a lock is renewed no longer than its attempt may last', async () => {
  const world = await openSimulation();
  const process = world.process('a');
  const latestMs = process.clock.nowMs() + 2000;
  const held = await world.finish(world.store(process).resource('file').acquire({ leaseMs: 1000, latestMs }));
  await world.pass(1500);
  expect(() => held.assertHeld()).not.toThrow();
  await world.pass(2500);
  expect(held.signal.reason).toMatchObject({ name: 'LeaseLost', reason: 'expired' });
});

test('a holder who asks for a higher token and has lost the lock, or is not answered, is told which', async () => {
  for (const reason of ['stolen', 'unreachable'] as const) {
    const { world, lock } = await asking();
    const held = await world.finish(lock.acquire({ leaseMs: 60_000 }));
    world.network.decide = () => (reason === 'unreachable' ? 'lose request' : undefined);
    if (reason === 'stolen') {
      world.server.call('FLUSHALL');
      await world.finish(world.store(world.process('b')).resource('file').acquire({ leaseMs: 60_000 }));
    }
    await expect(world.finish(held.above(held.token + 1))).rejects.toMatchObject({ name: 'LeaseLost', reason });
    expect(() => held.assertHeld()).toThrow('was released');
    // Nor does it stand in the queue for it.
    expect((world.server.call('KEYS', '*') as string[]).filter((key) => key.endsWith(':q'))).toEqual([]);
  }
});
