/** Many waiters whose Redis goes away and comes back; in simulated time. */
import { setMaxListeners } from 'node:events';
import { Store } from '../../redis';
import { openSimulation } from '../../testing/simulation';
import { mostWithin } from '../support/mostWithin';

const WAITERS = 500;
const STORES = 5;

interface Crowd {
  /** Simulated time of every question for the lock, answered or not. */
  readonly askedMs: readonly number[];
  readonly pass: (ms: number) => Promise<void>;
  readonly crash: () => void;
  readonly restart: () => void;
  readonly nowMs: () => number;
  end(): Promise<void>;
}

async function crowd(): Promise<Crowd> {
  const world = await openSimulation();
  const askedMs: number[] = [];
  const stores = Array.from({ length: STORES }, (_, i) => {
    const link = world.link(world.process(`worker ${i}`));
    const lockScript: typeof link.lockScript = (name, ...rest) => {
      if (name === 'acquire') askedMs.push(world.schedule.nowMs);
      return link.lockScript(name, ...rest);
    };
    return new Store({ ...link, lockScript }, { namespace: 'simulated' });
  });
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const ends: Promise<unknown>[] = [];
  await world.finish(stores[0]!.resource('file').acquire({ leaseMs: 3_600_000 }));
  for (let i = 0; i < WAITERS; i++) {
    const wait = stores[i % STORES]!.resource('file').acquire({ waitMs: 3_600_000, signal: controller.signal });
    ends.push(wait.catch(() => undefined));
  }
  return {
    askedMs,
    pass: (ms) => world.pass(ms),
    crash: () => world.crash(),
    restart: () => world.restart(),
    nowMs: () => world.schedule.nowMs,
    async end() {
      controller.abort();
      await world.finish(Promise.all(ends));
    },
  };
}

test('while Redis is away waiters ask ever more seldom, and when it is back not all at once', async () => {
  const waiters = await crowd();
  await waiters.pass(2000);
  waiters.crash();
  const goneMs = waiters.nowMs();
  await waiters.pass(5000);
  const whileAway = waiters.askedMs.filter((ms) => ms >= goneMs).length;
  waiters.restart();
  const backMs = waiters.nowMs();
  await waiters.pass(3000);
  const asked = { whileAway: whileAway / WAITERS, atOnce: mostWithin(20, waiters.askedMs, backMs) };
  await waiters.end();
  expect(asked.whileAway).toBeLessThan(25);
  expect(asked.atOnce).toBeLessThan(WAITERS / 3);
});

test('waiters that came at the same moment do not poll at the same moments', async () => {
  const waiters = await crowd();
  await waiters.pass(10_000);
  const atOnce = mostWithin(20, waiters.askedMs, 5000);
  await waiters.end();
  expect(atOnce).toBeLessThan(WAITERS / 4);
});
