/** Many waiters for one lock: how soon it goes from hand to hand, and what they do to a Redis that comes back. */
import { Redis } from 'ioredis';
import { monotonicMs, type Store } from '../../../redis';
import { limits } from '../../../redis/limits';
import { sooner } from '../../../redis/spread';
import { pauseMs } from '../../histories/recorder';
import { Proxy } from '../../histories/proxy';
import { until } from '../../kit/driver';
import { mostWithin } from '../../support/mostWithin';
import { startOddRedis } from '../../support/oddRedis';
import { inForm, tell } from '../rows';
import { openClients } from './clients';
import { Meter } from './meter';

const STORES = 20;
const NAME = 'wanted by all';
/** Nobody loses the lock of this test by its lease, and nobody gives up. */
const PATIENT = { leaseMs: 60_000, waitMs: 300_000 };
const WINDOW_MS = 20;

/** So many stand in the queue, and each gives the lock back at once. @returns when each had asked to give and had got it. */
function queueUp(stores: readonly Store[], count: number): { standing: () => number; served: Promise<Hop[]> } {
  let standing = 0;
  const waiters = Array.from({ length: count }, async (_, i): Promise<Hop> => {
    const store = stores[i % stores.length]!;
    const lock = await store.resource(NAME).acquire({ ...PATIENT, onTicket: () => void (standing += 1) });
    const heldMs = monotonicMs();
    const { token } = lock;
    await lock.release();
    return { token, heldMs };
  });
  return { standing: () => standing, served: Promise.all(waiters) };
}

interface Hop {
  readonly token: number;
  readonly heldMs: number;
}

/** From one holder's release, which it sends as soon as it holds, to the next one's knowing: of all hops in order. */
const hopsOf = (served: readonly Hop[]): number[] =>
  served
    .toSorted((a, b) => a.token - b.token)
    .flatMap(({ heldMs }, i, all) => (i === 0 ? [] : [heldMs - (all[i - 1]?.heldMs ?? heldMs)]))
    .toSorted((a, b) => a - b);

test('a lock goes from hand to hand as fast with a thousand waiters as with ten, by as many scripts', async () => {
  const server = await startOddRedis([]);
  const stores = await openClients(server.url, STORES);
  const meter = await Meter.of([server]);
  const seen: { each: number; polls: number }[] = [];
  const notes: string[] = [];
  try {
    for (const count of inForm([10, 200], [10, 100, 1000])) {
      const holder = await stores[0]!.resource(NAME).acquire(PATIENT);
      const queue = queueUp(stores, count);
      await until(
        () => Promise.resolve(queue.standing()),
        (standing) => standing >= count,
      );
      await meter.begin();
      const from = monotonicMs();
      await holder.release();
      const hops = hopsOf(await queue.served);
      const each = (await meter.read()).scripts / count;
      seen.push({ each, polls: (monotonicMs() - from) / sooner(limits.waiterPollMs, 1) });
      const at = (share: number): string => (hops[Math.floor(share * (hops.length - 1))] ?? 0).toFixed(2);
      notes.push(`${count} waiters: ${at(0.5)} ms (99 %: ${at(0.99)}), ${each.toFixed(1)} scripts each`);
    }
  } finally {
    await Promise.all(stores.map((store) => store.close()));
    meter.close();
    await server.stop();
  }
  tell({ scenario: 'hand-over', topology: 'one server', violations: 0, note: notes.join('; ') });
  // One gives it back, and one or two are for news; the others are polls, which a slow machine has more of.
  for (const { each, polls } of seen) expect(each).toBeLessThan(4 + polls);
});

test('waiters whose Redis was away come back to it spread over time, each by few questions and connections', async () => {
  const waiters = inForm(200, 1000);
  const [before, after] = [await startOddRedis([]), await startOddRedis([])];
  const proxy = await Proxy.inFrontOf(before.url);
  const holders = await openClients(before.url, 1);
  const heirs = await openClients(after.url, 1);
  const stores = await openClients(proxy.url, STORES);
  const meter = await Meter.of([after]);
  const redis = new Redis(after.url, { disconnectTimeout: 200 });
  const monitor = await redis.monitor();
  const askedMs: number[] = [];
  monitor.on('monitor', (time: string, [command]: string[], source: string) => {
    if (source !== 'lua' && command?.toLowerCase().startsWith('eval')) askedMs.push(1000 * Number(time));
  });
  try {
    await holders[0]!.resource(NAME).acquire(PATIENT);
    const heir = await heirs[0]!.resource(NAME).acquire(PATIENT);
    const queue = queueUp(stores, waiters);
    await until(
      () => Promise.resolve(queue.standing()),
      (standing) => standing >= waiters,
    );
    proxy.set('reset');
    await pauseMs(2000);
    proxy.pointTo(after.url);
    await meter.begin();
    askedMs.length = 0;
    proxy.set('pass');
    await pauseMs(1000);
    const first = { ...(await meter.read()), asked: askedMs.length, atOnce: mostWithin(WINDOW_MS, askedMs) };
    await heir.release();
    await queue.served;
    tell({
      scenario: `${waiters} waiters, Redis away for 2 s`,
      topology: 'one server',
      violations: 0,
      effects: { accepted: waiters, refused: 0 },
      note:
        `the first second: ${first.opened} connections of ${3 * STORES}, ${(first.asked / waiters).toFixed(1)} scripts a waiter, ` +
        `at most ${first.atOnce} of them within ${WINDOW_MS} ms`,
    });
    expect(first.opened).toBeLessThanOrEqual(2 * 3 * STORES);
    // Three polls fall into it, the lock and its script are asked for anew, and what was unknown is given back.
    expect(first.asked).toBeLessThan(6 * waiters);
    expect(first.atOnce).toBeLessThan(waiters / 2);
  } finally {
    for (const client of [monitor, redis]) client.disconnect();
    meter.close();
    await Promise.all([...stores, ...holders, ...heirs].map((store) => store.close()));
    await proxy.close();
    await Promise.all([before.stop(), after.stop()]);
  }
});
