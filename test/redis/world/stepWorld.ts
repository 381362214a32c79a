/**
 * A history of one step of one run: two executions that joined on one id, each with the attempts a Temporal server would
 * start, computing three items and committing. The attempts use the kit's own `takeTurn` and `insist`.
 */
import fc from 'fast-check';
import { insist } from '../../../activities/kit/attempt/insist';
import { Suspects } from '../../../activities/kit/worker/suspects';
import { takeTurn } from '../../../activities/kit/attempt/turn';
import { LeaseLost, RedisFailure, type RunStore, type StepRecord } from '../../../redis';
import { openSimulation, type SimulatedProcess, type Simulation } from '../../../testing/simulation';
import { Audit } from './audit';
import { checkKeys, faultRate, mishap, networkWith, plan as planMishaps, type Mishap } from './mishaps';

export interface StepPlan {
  readonly seed: number;
  readonly startsMs: readonly number[];
  readonly thinkMs: number;
  readonly mishaps: readonly Mishap[];
  /** When an operator puts a floor under the step, if at all. */
  readonly resetMs: number | null;
  /** When Temporal misses a heartbeat of an attempt that is well, if ever: it starts the next one beside it. */
  readonly impatientMs: number | null;
  readonly faults: number;
}

export const stepPlans: fc.Arbitrary<StepPlan> = fc.record({
  seed: fc.integer({ min: 0, max: 0x7fffffff }),
  startsMs: fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 2 }),
  thinkMs: fc.constantFrom(1, 60, 300),
  mishaps: fc.array(mishap, { maxLength: 3 }),
  resetMs: fc.option(fc.integer({ min: 0, max: 2000 }), { freq: 2 }),
  impatientMs: fc.option(fc.integer({ min: 100, max: 2000 }), { freq: 2 }),
  faults: faultRate,
});

const END_MS = 120_000;
const LEASE_MS = 700;
/** Silence after which Temporal starts the next attempt, while the earlier one may still be at work. */
const HEARTBEAT_TIMEOUT_MS = 1000;
const MOST_ATTEMPTS = 12;
const name = { step: 'claims', hash: 'h' };
const itemKeys = ['a', 'b', 'c'];

/** What the attempts of all executions did, as the outside sees it. */
class Journal {
  readonly recorded = new Set<string>();
  largestGen = 0;
  isFloored = false;
  committed = 0;
  computedAgain = 0;
}

export async function playStep(plan: StepPlan): Promise<Audit & { journal: Journal }> {
  const world = await openSimulation({ seed: plan.seed, network: networkWith(plan.faults) });
  const audit = Object.assign(new Audit(() => world.schedule.nowMs), { journal: new Journal() });
  const processes: SimulatedProcess[] = [];
  planMishaps(
    world,
    plan.mishaps,
    audit,
    () => processes,
    (key) => key.includes(':l:'),
  );
  if (plan.resetMs !== null) {
    const operator = world.store(world.process('operator')).run('run');
    world.schedule.at(plan.resetMs, () => {
      audit.journal.isFloored = true;
      operator.reset(name.step, { floor: true, clearStrikes: true }).catch(() => undefined);
    });
  }
  const executions = plan.startsMs.map((startMs, i) => execution(world, `s${i}`, startMs, plan, audit, processes));
  let ended = 0;
  for (const one of executions) void one.then(() => (ended += 1));
  while (ended < executions.length && (await world.schedule.step(END_MS))) audit.look();
  if (ended < executions.length) audit.violate('an execution never ended');
  checkKeys(world, audit, 20_000, (key) => !key.includes(':l:'));
  return audit;
}

/** What Temporal does: the next attempt starts when one ends without a result, or is silent for too long. */
async function execution(
  world: Simulation,
  scope: string,
  startMs: number,
  plan: StepPlan,
  audit: Audit & { journal: Journal },
  processes: SimulatedProcess[],
): Promise<void> {
  const pass = (ms: number) =>
    new Promise<void>((resolve) => void world.schedule.at(world.schedule.nowMs + ms, resolve));
  await pass(startMs);
  for (let seq = 1; seq <= MOST_ATTEMPTS; seq++) {
    const process = world.process(`${scope}.${seq}`);
    processes.push(process);
    const progress: { end?: 'done' | 'again' } = {};
    void attempt(world, process, { scope, seq }, plan, audit).then((end) => (progress.end = end));
    for (let silentMs = 0; !progress.end && silentMs < HEARTBEAT_TIMEOUT_MS;) {
      await pass(100);
      silentMs = process.isKilled || process.isStalled ? silentMs + 100 : 0;
      if (seq === 1 && plan.impatientMs !== null && world.schedule.nowMs >= plan.impatientMs) break;
    }
    if (progress.end === 'done') return;
    await pass(100);
  }
}

async function attempt(
  world: Simulation,
  process: SimulatedProcess,
  { scope, seq }: { scope: string; seq: number },
  plan: StepPlan,
  audit: Audit & { journal: Journal },
): Promise<'done' | 'again'> {
  const { journal } = audit;
  const run = world.store(process).run('run');
  const owner = `${scope}.${seq}`;
  const asked = audit.asked();
  const { largestGen } = journal;
  const adopt = (record: StepRecord) => {
    journal.committed += 1;
    if (record.gen < largestGen && !audit.isLossy) audit.violate(`gen ${record.gen} answered after ${largestGen}`);
    if (record.gen !== journal.largestGen && journal.largestGen > 0 && !audit.isLossy && !journal.isFloored) {
      audit.violate(`two records: gen ${record.gen} and ${journal.largestGen}`);
    }
    journal.largestGen = Math.max(journal.largestGen, record.gen);
    return 'done' as const;
  };
  // Each attempt has a process of its own: no other suspect runs in it.
  const seat = new Suspects().seat();
  try {
    const turn = { name: name.step, hash: name.hash, maxFailures: 99 };
    const identity = { runId: 'run', owner, scope, seq, number: seq, scheduledUs: 0, heartbeatMs: 300 };
    const signal = new AbortController().signal;
    const times = { leaseMs: LEASE_MS, startedAt: 0, latestMs: Infinity };
    const taken = await takeTurn(run, turn, { ...identity, ...times }, signal, seat);
    if ('record' in taken) return adopt(taken.record);
    if (largestGen > 0 && !audit.isLossy && !journal.isFloored) audit.violate('computes although there is a record');
    asked.acquired(process, taken.hold);
    try {
      return adopt(await compute(run, process, owner, taken, plan, audit));
    } catch (error) {
      taken.hold.stop();
      await run.release({ ...name, owner, outcome: 'clean' });
      throw error;
    } finally {
      taken.hold.stop();
    }
  } catch (error) {
    const isForeseen = error instanceof LeaseLost || error instanceof RedisFailure;
    const kind = (error as { type?: string }).type ?? '';
    if (
      !isForeseen &&
      !['LockBusy', 'Superseded', 'RedisUnreachable', 'RedisRefused', 'Lost', 'StepExhausted'].includes(kind)
    ) {
      audit.violate(String(error));
    }
    return kind === 'StepExhausted' ? 'done' : 'again';
  } finally {
    asked.gaveUp();
  }
}

async function compute(
  run: RunStore,
  process: SimulatedProcess,
  owner: string,
  taken: Extract<Awaited<ReturnType<typeof takeTurn>>, { hold: unknown }>,
  plan: StepPlan,
  audit: Audit & { journal: Journal },
): Promise<StepRecord> {
  const { hold, floor } = taken;
  const lock = { ...name, owner, token: hold.token };
  const { journal } = audit;
  const acknowledged = new Set(journal.recorded);
  const results = await run.items(name.step, itemKeys);
  for (const [i, key] of itemKeys.entries()) {
    if (results[i]?.outcome === 'ok') continue;
    if (acknowledged.has(key) && !audit.isLossy) audit.violate(`item ${key} was recorded and is computed again`);
    await new Promise<void>((resolve) => void process.clock.after(plan.thinkMs, resolve));
    hold.assertHeld();
    const reply = await insist(hold, () => run.record(lock, [{ key, outcome: 'ok', value: owner }]));
    if (reply.word === 'lost') throw Object.assign(new Error('lost'), { type: 'Lost' });
    journal.recorded.add(key);
  }
  audit.resting(hold);
  const record = { output: owner, durationMs: 1, attempt: 1 };
  const reply = await insist(hold, () => run.commit({ ...lock, record, blobs: [], ...(floor && { floor }) }));
  if (reply.word !== 'committed') throw Object.assign(new Error(reply.word), { type: 'Lost' });
  return reply.record;
}
