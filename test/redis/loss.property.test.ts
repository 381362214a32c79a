/**
 * How soon a holder learns that its lock is lost: 1,000 trials of each fault (in `npm test` a fifth) in virtual time, at random
 * moments of the lease. `told` is when the signal fires, `rival` when somebody else has the lock; told must come first in every trial.
 */
import { LeaseLost, type HeldLock } from '../../redis';
import { Network, openSimulation, type SimulatedProcess, type Simulation } from '../../testing/simulation';

const TRIALS = Number(process.env['PIPELINE_TEST_HISTORIES'] ?? 10_000) / 10;
const LEASE_MS = 500;
/** A quarter of the lease, the grid of shared timers, and the way there and back. */
const ONE_RENEWAL_MS = LEASE_MS / 4 + 25 + 1;

interface Scene {
  readonly world: Simulation;
  readonly holder: SimulatedProcess;
  /** Between the holder and Redis; the rival has its own. */
  readonly wire: Network;
  readonly lock: HeldLock;
  readonly toldMs: () => number | undefined;
}

async function sceneOf(seed: number): Promise<Scene> {
  const world = await openSimulation({ seed });
  const holder = world.process('holder');
  const wire = new Network(world.random);
  const lock = await world.finish(world.store(holder, { network: wire }).resource('x').acquire({ leaseMs: LEASE_MS }));
  let told: number | undefined;
  lock.signal.addEventListener('abort', () => (told = world.schedule.nowMs));
  await world.pass(world.random.between(0, 2 * LEASE_MS));
  return { world, holder, wire, lock, toldMs: () => told };
}

/** @returns when the rival has the lock. */
async function rivalMs({ world }: Scene): Promise<number> {
  const rival = world.store(world.process('rival')).resource('x');
  await world.finish(rival.acquire({ leaseMs: LEASE_MS, waitMs: 60_000 }));
  return world.schedule.nowMs;
}

const faults: [string, (scene: Scene) => void][] = [
  ['a silent partition', ({ wire }) => (wire.isCut = true)],
  ['a reset, the server unreachable', ({ wire }) => (wire.decide = () => 'lose request')],
  ['a black hole for replies', ({ wire }) => (wire.decide = () => 'no reply')],
  [
    'a server that pauses for 2 s',
    ({ world, wire }) => {
      for (const network of [world.network, wire]) {
        network.isCut = true;
        world.schedule.at(world.schedule.nowMs + 2000, () => (network.isCut = false));
      }
    },
  ],
];

test.each(faults)('%s: the holder is told before a rival can acquire', async (fault, begin) => {
  const overlaps: number[] = [];
  for (let seed = 1; seed <= TRIALS; seed++) {
    const scene = await sceneOf(seed);
    begin(scene);
    const acquiredMs = await rivalMs(scene);
    overlaps.push((scene.toldMs() ?? Infinity) - acquiredMs);
    expect(() => scene.lock.assertHeld()).toThrow(LeaseLost);
  }
  const worst = Math.max(...overlaps);
  console.log(
    `${fault}: told ${(-worst).toFixed(0)} to ${(-Math.min(...overlaps)).toFixed(0)} ms before the rival had it`,
  );
  expect(worst).toBeLessThan(0);
});

test('a stolen lock: the holder is told within one renewal interval', async () => {
  let worst = 0;
  for (let seed = 1; seed <= TRIALS; seed++) {
    const scene = await sceneOf(seed);
    const stolenMs = scene.world.schedule.nowMs;
    for (const key of scene.world.server.db.keys()) if (key.endsWith('{x}')) scene.world.server.db.delete(key);
    await scene.world.pass(ONE_RENEWAL_MS);
    expect(scene.lock.signal.reason).toMatchObject({ reason: 'stolen' });
    worst = Math.max(worst, (scene.toldMs() ?? Infinity) - stolenMs);
  }
  console.log(`a stolen lock: told after ${worst.toFixed(0)} ms at most, of a lease of ${LEASE_MS} ms`);
});

test('a blocked event loop: assertHeld refuses the first effect after the deadline, and says how long it was blocked', async () => {
  for (let seed = 1; seed <= TRIALS; seed++) {
    const scene = await sceneOf(seed);
    scene.holder.stall(2000);
    // Comes first when the loop turns again, before any timer: only the clock can tell.
    const refused = new Promise<unknown>((resolve) => {
      scene.holder.enter(() => {
        try {
          scene.lock.assertHeld();
          resolve('an effect');
        } catch (error) {
          resolve(error);
        }
      });
    });
    await rivalMs(scene);
    expect(await scene.world.finish(refused)).toMatchObject({ name: 'LeaseLost', reason: 'stalled' });
  }
});
