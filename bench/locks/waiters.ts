import { setTimeout as delay } from 'node:timers/promises';
import type { OpenLock } from './candidate';
import { candidates } from './candidates';
import { countCommands } from './clients';
import type { Context } from './context';
import { Failures } from './failures';
import { withOpened } from './opened';
import { quantile, spread } from './statistics';
import { table, type PartReport } from './table';
import { inTurns } from './turns';

const WAITERS = 100;
const TTL_MS = 10_000;
/** A run takes seconds; one that is not over by then says how many were not served. */
const RUN_MS = 60_000;
/** A run takes seconds, so there are fewer of them than of the other parts' slices. */
const ROUNDS_A_RUN = 8;

const explanation = (
  holdMs: number,
) => `${WAITERS} callers of one process ask for one lock in the same instant; each holds it for a timer of ${holdMs} ms. All limits
on waiting are lifted, the pauses between two tries are each library's default. Of forms that wait alike one is measured.
total      from the first question to the last release, ms. The ideal is ${WAITERS * holdMs}; timers alone made it the figure beside it.
hand-over  from the call of release to the moment the next holder has the lock, ms.
sent       commands that the process sent to Redis for one acquisition and release, counted where ioredis sends them, subscribers too.
run        commands that Redis ran for it (INFO commandstats), those inside scripts too.
inversions how many pairs of waiters were served against the order of asking: 0 % is a queue, 50 % is a lottery.`;

interface Run {
  /** Waiters that had the lock. */
  served: number;
  totalMs: number;
  heldMs: number;
  handOversMs: number[];
  sent: number;
  ran: number;
  inversions: number;
}

export async function waiters({ url, admin, rounds, holdMs, say }: Context): Promise<PartReport> {
  const waiting = candidates.filter((about) => about.waits);
  const runs = Math.max(1, Math.round(rounds / ROUNDS_A_RUN));
  say(`waiters: ${waiting.length} locks × ${runs} runs (and one to warm up), ${WAITERS} waiters, ${holdMs} ms each`);
  const calls = () => commandsRun(admin);
  const opening = waiting.map((about) => about.open(url, { isPatient: true }));
  const failures = new Failures();
  const samples = await withOpened(opening, (locks) => {
    const run = (lock: OpenLock, round: number) => {
      const name = waiting[locks.indexOf(lock)]?.name ?? '';
      const key = `bench-crowd-${locks.indexOf(lock)}-${round}`;
      return contend(lock, { key, holdMs, calls, failed: (error) => failures.add(name, error) });
    };
    return inTurns(locks, runs, run, 1);
  });

  const figures = waiting.map(({ name }, index) => summarize(name, samples[index] ?? []));
  const head = ['lock', 'total', 'of it timers', 'hand-over p50', 'p99', 'sent', 'run', 'inversions'];
  const rows = figures.map((row) => [
    row.name,
    `${row.totalMs.median.toFixed(0)} (${row.totalMs.q1.toFixed(0)}–${row.totalMs.q3.toFixed(0)})`,
    row.timersMs.median.toFixed(0),
    row.handOverMs.p50.toFixed(2),
    row.handOverMs.p99.toFixed(1),
    row.sentPerAcquire.median.toFixed(1),
    row.runPerAcquire.median.toFixed(1),
    `${row.inversionsPercent.median.toFixed(0)} %`,
  ]);
  const text = [explanation(holdMs), table(head, rows), ...failures.lines].join('\n\n');
  return { title: `${WAITERS} waiters for one lock`, text, figures };
}

interface Contest {
  readonly key: string;
  readonly holdMs: number;
  readonly calls: () => Promise<number>;
  readonly failed: (error: unknown) => void;
}

/** A waiter that fails asks no more: the others go on, also past a lock that nobody gives back before its end. */
export async function contend(lock: OpenLock, { key, holdMs, calls, failed }: Contest): Promise<Run> {
  const order: number[] = [];
  const handOversMs: number[] = [];
  let heldMs = 0;
  let releasedAt = 0;
  const wait = (place: number) =>
    lock.hold(key, TTL_MS, async () => {
      const heldAt = performance.now();
      if (order.length > 0) handOversMs.push(heldAt - releasedAt);
      order.push(place);
      await delay(holdMs);
      releasedAt = performance.now();
      heldMs += releasedAt - heldAt;
    });
  const ranBefore = await calls();
  const stopCounting = countCommands();
  const startedAt = performance.now();
  const all = Array.from({ length: WAITERS }, (_, place) => wait(place).catch(failed));
  const isOver = await Promise.race([Promise.all(all), delay(RUN_MS, false, { ref: false })]);
  if (isOver === false) failed(new Error(`not over after ${RUN_MS / 1000} s, ${order.length} of ${WAITERS} served`));
  const totalMs = performance.now() - startedAt;
  const sent = stopCounting();
  const ran = (await calls()) - ranBefore;
  return { served: order.length, totalMs, heldMs, handOversMs, sent, ran, inversions: inversionsOf(order) };
}

/** How often Redis ran a command since it started; its own INFO is not counted before it is done. */
async function commandsRun(admin: Context['admin']): Promise<number> {
  const stats = (await admin.info('commandstats')).matchAll(/^cmdstat_(\S+):calls=(\d+)/gm);
  return [...stats].reduce((sum, [, name, calls]) => (name === 'info' ? sum : sum + Number(calls)), 0);
}

/** The share of all pairs that were served in the other order. */
function inversionsOf(order: readonly number[]): number {
  const pairs = (order.length * (order.length - 1)) / 2;
  const inverted = order.flatMap((place, i) => order.slice(i + 1).filter((later) => later < place));
  return inverted.length / pairs;
}

function summarize(name: string, runs: Run[]) {
  const handOvers = runs.flatMap(({ handOversMs }) => handOversMs);
  return {
    name,
    totalMs: spread(runs.map(({ totalMs }) => totalMs)),
    timersMs: spread(runs.map(({ heldMs }) => heldMs)),
    handOverMs: { p50: quantile(handOvers, 0.5), p99: quantile(handOvers, 0.99), n: handOvers.length },
    sentPerAcquire: spread(runs.map(({ sent, served }) => sent / served)),
    runPerAcquire: spread(runs.map(({ ran, served }) => ran / served)),
    inversionsPercent: spread(runs.map(({ inversions }) => 100 * inversions)),
  };
}
