/**
 * A history of one resource lock: a few processes that acquire it, write to a fenced sink under it and give it back, while
 * the network loses and delays, and things go wrong at times that the plan says. Everything follows from the plan.
 */
import fc from 'fast-check';
import { LeaseLost, LockBusy, RedisUnreachable } from '../../../redis';
import { openSimulation, type SimulatedProcess, type Simulation } from '../../../testing';
import { Audit } from './audit';

export interface WorkerPlan {
  readonly startMs: number;
  readonly leaseMs: number;
  readonly waitMs: number;
  readonly rounds: number;
  readonly writes: number;
  readonly thinkMs: number;
}

export interface Mishap {
  readonly atMs: number;
  readonly what: 'kill' | 'stall' | 'cut' | 'full' | 'steal' | 'backup' | 'failover';
  readonly who: number;
  readonly forMs: number;
}

export interface ResourcePlan {
  readonly seed: number;
  readonly workers: readonly WorkerPlan[];
  readonly mishaps: readonly Mishap[];
  /** Probability of each network fault, per request. */
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

const mishap: fc.Arbitrary<Mishap> = fc.record({
  atMs: fc.integer({ min: 0, max: 3000 }),
  what: fc.constantFrom('kill', 'stall', 'stall', 'cut', 'cut', 'full', 'steal', 'backup', 'failover'),
  who: fc.integer({ min: 0, max: 3 }),
  forMs: fc.constantFrom(50, 250, 600, 2500),
});

export const resourcePlans: fc.Arbitrary<ResourcePlan> = fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  workers: fc.array(worker, { minLength: 2, maxLength: 4 }),
  mishaps: fc.array(mishap, { maxLength: 3 }),
  faults: fc.constantFrom(0, 0, 0.01, 0.05),
});

/** After this long every worker has ended, whatever happened: the longest wait, lease and mishap with room to spare. */
const END_MS = 120_000;

export async function playResource(plan: ResourcePlan): Promise<Audit> {
  const { faults } = plan;
  const world = await openSimulation({
    seed: plan.seed,
    network: {
      faults: { 'lose request': faults, 'lose reply': faults, 'slow reply': 2 * faults, late: faults, vanish: faults },
      loseMessage: 2 * faults,
      delayMessage: 4 * faults,
    },
  });
  const audit = new Audit(() => world.schedule.nowMs);
  audit.isQuiet = faults === 0 && plan.mishaps.length === 0;
  const processes = plan.workers.map((_, i) => world.process(`w${i}`));
  const ends = plan.workers.map((workerPlan, i) => work(world, processes[i]!, workerPlan, audit));
  for (const next of plan.mishaps) world.schedule.at(next.atMs, mishapIn(world, processes, next, audit));
  await settle(world, audit, processes, ends);
  checkTheEnd(world, audit);
  return audit;
}

async function work(world: Simulation, process: SimulatedProcess, plan: WorkerPlan, audit: Audit): Promise<void> {
  const store = world.store(process);
  const sleep = (ms: number) => new Promise<void>((resolve) => void process.clock.after(ms, resolve));
  await sleep(plan.startMs);
  for (let round = 0; round < plan.rounds; round++) {
    const wait = audit.asked();
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
      if (![LeaseLost, LockBusy, RedisUnreachable].some((kind) => error instanceof kind)) audit.violate(String(error));
    }
  }
  await store.close();
}

function mishapIn(world: Simulation, processes: SimulatedProcess[], { what, who, forMs }: Mishap, audit: Audit) {
  const victim = processes[who % processes.length]!;
  const after = (undo: () => void) => world.schedule.at(world.schedule.nowMs + forMs, undo);
  const backups = (backupsOf.get(world) ?? backupsOf.set(world, []).get(world))!;
  return (): void => {
    switch (what) {
      case 'kill':
        return victim.kill();
      case 'stall':
        return victim.stall(forMs);
      case 'cut':
        world.network.isCut = true;
        return void after(() => (world.network.isCut = false));
      case 'full':
        world.server.memoryFull = true;
        return void after(() => (world.server.memoryFull = false));
      case 'steal':
        audit.isLossy = true;
        for (const key of world.server.db.keys()) if (key.endsWith('{sink}')) world.server.db.delete(key);
        return;
      case 'backup':
        return void backups.push(world.backup());
      case 'failover': {
        const backup = backups.at(-1);
        if (!backup) return;
        audit.isLossy = true;
        world.failover(backup);
      }
    }
  };
}

const backupsOf = new WeakMap<Simulation, ReturnType<Simulation['backup']>[]>();

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

/** Nothing outlives its time: every key has an expiry, and after the longest lease no lock and no queue is left. */
function checkTheEnd(world: Simulation, audit: Audit): void {
  const { db } = world.server;
  for (const key of db.keys()) if (db.expiryOf(key) === Infinity) audit.violate(`${key} has no TTL`);
  world.schedule.nowMs += 20_000;
  for (const key of db.keys()) if (!key.endsWith(':t')) audit.violate(`${key} is left`);
}
