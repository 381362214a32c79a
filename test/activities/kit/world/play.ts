/**
 * A history of the guard without servers: activities that a stand-in for Temporal starts on two workers of a simulated world,
 * whose runs end as planned while workers are killed, stalled and shut down and Redis is away, loses locks, or is emptied.
 */
import fc from 'fast-check';
import { openSimulation } from '../../../../testing/simulation';
import type { Simulation } from '../../../../testing/simulation';
import { faultRate, networkWith } from '../../../redis/world/mishaps';
import { Hosts } from './hosts';
import { judge } from './judge';
import type { History, ShopCall } from './judge';
import { Outside, shop, stepNames } from './shop';
import type { Deps, Way } from './shop';
import { Activity } from './temporal';
import type { Ended } from './temporal';

interface PlannedCall {
  readonly atMs: number;
  readonly step: (typeof stepNames)[number];
  readonly order: string;
  readonly runId: string;
  readonly skip: boolean;
}

interface Mishap {
  readonly atMs: number;
  readonly what: 'kill' | 'stall' | 'shutdown' | 'cancel' | 'cut' | 'restart' | 'lose locks' | 'flush';
  readonly who: number;
  readonly forMs: number;
}

export interface Plan {
  readonly seed: number;
  readonly calls: readonly PlannedCall[];
  readonly ways: readonly Way[];
  readonly mishaps: readonly Mishap[];
  readonly faults: number;
}

const MAXIMUM_FAILURES = 3;
const GRACE_MS = 2000;
const END_MS = 600_000;

export const plans: fc.Arbitrary<Plan> = fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  calls: fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 3000 }),
      step: fc.constantFrom(...stepNames, 'bill', 'mail'),
      order: fc.constantFrom('1', '2'),
      runId: fc.constantFrom('a', 'a', 'b'),
      skip: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  ways: fc.array(
    fc.record({
      ms: fc.constantFrom(0, 20, 300, 2500),
      end: fc.constantFrom('ok', 'ok', 'ok', 'fails', 'fails', 'is refused', 'deaf', 'large', 'kills'),
    }),
    { maxLength: 6 },
  ),
  mishaps: fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 5000 }),
      what: fc.constantFrom('kill', 'kill', 'stall', 'shutdown', 'cancel', 'cut', 'restart', 'lose locks', 'flush'),
      who: fc.integer({ min: 0, max: 3 }),
      forMs: fc.constantFrom(50, 400, 1200, 4000),
    }),
    { maxLength: 3 },
  ),
  faults: faultRate,
});

/** @returns what is wrong with the history of this plan: nothing. */
export async function play(plan: Plan): Promise<History & { violations: string[] }> {
  const world = await openSimulation({ seed: plan.seed });
  const outside = new Outside(world, plan.ways);
  const hosts = new Hosts(world, shop, (process): Deps => ({ outside, process }));
  const lines = await listed(world);
  world.network.options = networkWith(plan.faults);
  const activities = plan.calls.map(({ step, order, runId, skip }, i) => {
    const options = { maximumFailures: MAXIMUM_FAILURES, ...(skip ? { skip: 'by hand' } : {}) };
    const call: ShopCall = {
      name: `shop.${step}`,
      input: step === 'bill' ? { order, lines } : { order },
      step,
      order,
      runId,
      activityId: `${i + 1}`,
      options,
    };
    return new Activity(world, call, () => hosts.pick());
  });
  const ends = new Map<Activity<ShopCall>, Ended>();
  for (const [i, activity] of activities.entries()) {
    world.schedule.at(plan.calls[i]?.atMs ?? 0, () => void activity.run().then((end) => ends.set(activity, end)));
  }
  for (const mishap of plan.mishaps) world.schedule.at(mishap.atMs, () => befall(world, hosts, activities, mishap));
  while (ends.size < activities.length && (await world.schedule.step(END_MS)));
  // Whoever was told to let go does; an end that Redis did not hear of is told.
  await world.pass(20_000);
  const counted = (...kinds: Mishap['what'][]): number =>
    plan.mishaps.filter(({ what }) => kinds.includes(what)).length;
  const facts = {
    maximumFailures: MAXIMUM_FAILURES,
    stalls: counted('stall'),
    isLossy: counted('lose locks', 'flush') > 0,
  };
  const history = { outside, activities, ends, ...facts };
  const violations = judge(history);
  const left = world.server.db.keys().filter((key) => key.includes(':l:') && !key.includes(':l:{'));
  if (left.length > 0) violations.push(`locks are left: ${left.join(', ')}`);
  return { ...history, violations };
}

/** What orders are billed for, in the state of both runs. */
async function listed(world: Simulation): Promise<object> {
  const content = Buffer.from(JSON.stringify(['tea', 'cake', 'coffee']));
  const store = world.store(world.process('an earlier step'));
  const [blob] = await world.finish(Promise.all(['a', 'b'].map((runId) => store.run(runId).putBlob(content))));
  return { $ref: blob?.sha, step: 'shop.list', bytes: blob?.bytes, items: 3, gen: 1 };
}

function befall(
  world: Simulation,
  hosts: Hosts,
  activities: readonly Activity<ShopCall>[],
  { what, who, forMs }: Mishap,
): void {
  const { schedule, server, network } = world;
  const later = (ms: number, happen: () => void): void => void schedule.at(schedule.nowMs + ms, happen);
  const acts: Record<Mishap['what'], () => void> = {
    kill: () => hosts.at(who).process.kill(),
    stall: () => hosts.at(who).process.stall(forMs),
    shutdown() {
      const host = hosts.shutDown(who);
      later(GRACE_MS, () => activities.forEach((activity) => activity.graceIsOver(host)));
      later(GRACE_MS + 10_000, () => host.process.kill());
    },
    cancel: () => activities[who % activities.length]?.cancel(),
    cut() {
      network.isCut = true;
      later(forMs, () => (network.isCut = false));
    },
    restart() {
      world.crash();
      later(forMs, () => world.restart());
    },
    'lose locks'() {
      for (const key of server.db.keys()) if (key.includes(':l:')) server.db.delete(key);
    },
    flush() {
      for (const key of server.db.keys()) server.db.delete(key);
    },
  };
  acts[what]();
}
