/** What a waiter for a resource makes of answers and grants that the network delays or loses; in simulated time. */
import { openSimulation } from '../../testing';

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
