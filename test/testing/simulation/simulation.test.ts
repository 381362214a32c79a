import { openSimulation } from '../../../testing/simulation';

test('a lock is acquired, renewed and handed over in virtual time', async () => {
  const world = await openSimulation({ seed: 3 });
  const [a, b] = ['a', 'b'].map((name) => world.store(world.process(name)).resource('file'));
  const first = await world.finish(a!.acquire({ leaseMs: 1000 }));
  const wait = b!.acquire({ leaseMs: 1000, waitMs: 60_000 });
  await world.pass(30_000);
  expect(() => first.assertHeld()).not.toThrow();
  expect(await world.finish(first.release())).toBe('handed');
  const second = await world.finish(wait);
  expect(second.token).toBeGreaterThan(first.token);
  await world.finish(second.release());
  expect(world.server.db.keys()).toEqual([expect.stringMatching(/:t$/)]);
});
