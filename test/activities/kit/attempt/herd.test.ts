/** Many attempts that wait for the lock of one step; in simulated time. */
import { setMaxListeners } from 'node:events';
import type { Attempt } from '../../../../activities/kit/attempt/attempt';
import { Suspects } from '../../../../activities/kit/worker/suspects';
import { takeTurn } from '../../../../activities/kit/attempt/turn';
import { Store } from '../../../../redis';
import { openSimulation } from '../../../../testing/simulation';
import { acquire } from '../../../redis/requests';
import { mostWithin } from '../../../support/mostWithin';

const ATTEMPTS = 200;
const STORES = 5;
const SPAN_MS = 20;
const HOUR_MS = 3_600_000;
const turn = { name: 'report.claims', hash: 'h1', maxFailures: 5 };

/** All of them have begun to wait at the same moment, for a lock that is held or for a Redis that is away. */
async function attemptsInLine({ isAway = false } = {}) {
  const world = await openSimulation();
  const askedMs: number[] = [];
  const runs = Array.from({ length: STORES }, (_, i) => {
    const link = world.link(world.process(`worker ${i}`));
    const lockScript: typeof link.lockScript = (name, ...rest) => {
      askedMs.push(world.schedule.nowMs);
      return link.lockScript(name, ...rest);
    };
    return new Store({ ...link, lockScript }, { namespace: 'simulated' }).run('one run');
  });
  await world.finish(acquire(runs[0]!, { leaseMs: HOUR_MS }));
  if (isAway) world.crash();
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const ends = Array.from({ length: ATTEMPTS }, (_, i) => {
    const run = runs[i % STORES]!;
    const name = `attempt ${i}`;
    const attempt = { owner: name, scope: name, seq: 1, leaseMs: 10_000, latestMs: HOUR_MS } as Attempt;
    return takeTurn(run, turn, attempt, controller.signal, new Suspects().seat()).catch((error: unknown) => error);
  });
  return {
    world,
    askedMs,
    /** What each ended with. */
    ends: () => world.finish(Promise.all(ends)),
    async cancel() {
      controller.abort();
      await world.finish(Promise.all(ends));
    },
  };
}

test('attempts that began to wait for a step at the same moment do not ask for it at the same moments', async () => {
  const { world, askedMs, cancel } = await attemptsInLine();
  await world.pass(9000);
  const atOnce = mostWithin(SPAN_MS, askedMs, 5000);
  await cancel();
  expect(atOnce).toBeLessThan(ATTEMPTS / 3);
});

test('attempts whose Redis was away do not come back to it at the same moment', async () => {
  const { world, askedMs, cancel } = await attemptsInLine({ isAway: true });
  await world.pass(5000);
  world.restart();
  const backMs = world.schedule.nowMs;
  await world.pass(3000);
  const atOnce = mostWithin(SPAN_MS, askedMs, backMs);
  await cancel();
  expect(atOnce).toBeLessThan(ATTEMPTS / 3);
});

test('attempts that gave their slots back are not all tried again at the same moment', async () => {
  const { ends } = await attemptsInLine();
  const delays = (await ends()).map((end) => (end as { nextRetryDelay: number }).nextRetryDelay);
  expect(delays).toHaveLength(ATTEMPTS);
  expect(mostWithin(SPAN_MS, delays)).toBeLessThan(ATTEMPTS / 3);
  expect([Math.min(...delays) >= 500, Math.max(...delays) <= 1500]).toEqual([true, true]);
});
