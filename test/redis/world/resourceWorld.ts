/**
 * A history of one resource lock: a few processes that acquire it, write to a fenced sink under it and give it back, while
 * the network loses and delays, and things go wrong at times that the plan says. Everything follows from the plan.
 */
import fc from 'fast-check';
import { LeaseLost, LockBusy, RedisFailure } from '../../../redis';
import { openSimulation, type SimulatedProcess, type Simulation } from '../../../testing/simulation';
import { Audit } from './audit';
import { checkKeys, faultRate, mishap, networkWith, plan as planMishaps, type Mishap } from './mishaps';

export interface WorkerPlan {
  readonly startMs: number;
  readonly leaseMs: number;
  readonly waitMs: number;
  readonly rounds: number;
  readonly writes: number;
  readonly thinkMs: number;
}

export interface ResourcePlan {
  readonly seed: number;
  readonly workers: readonly WorkerPlan[];
  readonly mishaps: readonly Mishap[];
  readonly faults: number;
}

const worker: fc.Arbitrary<WorkerPlan> = fc.record({
  startMs: fc.integer({ min: 0, max: 1500 }),
  leaseMs: fc.constantFrom(300, 500, 2000),
  waitMs: fc.constantFrom(0, 400, 20_000),
  rounds: fc.integer({ min: 1, max: 2 }),
  writes: fc.integer({ min: 1, max: 3 }),
  thinkMs: fc.constantFrom(1, 80, 400),
});

export const resourcePlans: fc.Arbitrary<ResourcePlan> = fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  workers: fc.array(worker, { minLength: 2, maxLength: 4 }),
  mishaps: fc.array(mishap, { maxLength: 3 }),
  faults: faultRate,
});

/** After this long every worker has ended, whatever happened: the longest wait, lease and mishap with room to spare. */
const END_MS = 120_000;

export async function playResource(plan: ResourcePlan): Promise<Audit> {
  const { faults } = plan;
  const world = await openSimulation({ seed: plan.seed, network: networkWith(faults) });
  const audit = new Audit(() => world.schedule.nowMs);
  audit.isQuiet = faults === 0 && plan.mishaps.length === 0;
  const processes = plan.workers.map((_, i) => world.process(`w${i}`));
  const ends = plan.workers.map((workerPlan, i) => work(world, processes[i]!, workerPlan, audit));
  planMishaps(
    world,
    plan.mishaps,
    audit,
    () => processes,
    (key) => key.endsWith('{sink}'),
  );
  await settle(world, audit, processes, ends);
  checkKeys(world, audit, 20_000, (key) => key.endsWith(':t'));
  return audit;
}

async function work(world: Simulation, process: SimulatedProcess, plan: WorkerPlan, audit: Audit): Promise<void> {
  const store = world.store(process);
  const sleep = (ms: number) => new Promise<void>((resolve) => void process.clock.after(ms, resolve));
  await sleep(plan.startMs);
  for (let round = 0; round < plan.rounds; round++) {
    const wait = audit.asked(plan.waitMs >= 20_000);
    try {
      const { leaseMs, waitMs } = plan;
      const lock = await store.resource('sink').acquire({ leaseMs, waitMs });
      wait.acquired(process, lock);
      for (let i = 0; i < plan.writes; i++) {
        await sleep(plan.thinkMs);
        lock.assertHeld();
        world.schedule.at(world.schedule.nowMs + world.random.between(0, 20), () => audit.write(lock.token));
      }
      await lock.release();
    } catch (error) {
      wait.gaveUp();
      // The only ways to fail that a caller is promised.
      if (![LeaseLost, LockBusy, RedisFailure].some((kind) => error instanceof kind)) audit.violate(String(error));
    }
  }
  await store.close();
}

/** Runs until every worker that lives has ended. */
async function settle(
  world: Simulation,
  audit: Audit,
  processes: SimulatedProcess[],
  ends: Promise<void>[],
): Promise<void> {
  const ended = ends.map(() => false);
  ends.forEach((end, i) => void end.then(() => (ended[i] = true)));
  while (world.schedule.nowMs < END_MS) {
    if (ended.every((isEnded, i) => isEnded || processes[i]?.isKilled)) return;
    if (!(await world.schedule.step(END_MS))) break;
    audit.look();
  }
  if (!ended.every((isEnded, i) => isEnded || processes[i]?.isKilled)) audit.violate('somebody waits for ever');
}
