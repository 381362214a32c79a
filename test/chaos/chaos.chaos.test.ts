/**
 * Everything at once, and nobody there. The harness is in one of these states:
 *
 *   open      servers with a file each, two supervised workers, a shop that writes down every call.
 *   shopping  runs pay for their items, three at a time, and each sends its bill at the end. A poisoned run works beside them.
 *             Fault i of n comes when i/(n+1) of all items are paid; fault and moment are a function of the seed. Some bills
 *             are faults themselves: their sender is killed or stopped when the shop has it and has not answered.
 *             → red, at once: a healthy run waits for a person, or the time is over.
 *   judged    the books of the shop, Redis and the log of faults are compared.
 *   closed    nothing is left: no lock, no key without an end, no process, no port, no file.
 *
 * Whatever happens the log of faults and the seed are printed. CHAOS_SEED plays them again; CHAOS=short is the form of .ci/run.
 * Redis writes its file before it answers (`appendfsync always`), so whatever was recorded outlives it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { randomOf } from '../../testing/simulation/random';
import { happen, plan, senderSuffers } from './faults';
import { complete, endOf, inTurns, lookingOn, outcomeOf, untilDecided } from './runs';
import type { Planned } from './runs';
import { kindsOf, ownDeaths, starvations, sumsOf, told } from './story';
import { Town } from './town';
import type { Way } from './workflows';

const isShort = process.env['CHAOS'] === 'short';
const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 1e6));
const form = isShort
  ? { runs: 6, items: 80, longestMs: 1500, faults: 10, withinMs: 900_000 }
  : { runs: 8, items: 250, longestMs: 5000, faults: 60, withinMs: 2_400_000 };
const AT_ONCE = 3;
const POISON = 13;

const ways: readonly Way[] = ['plain', 'cached', 'once'];
const healthy: Planned[] = Array.from({ length: form.runs }, (_, i) => ({
  id: `run-${i}`,
  input: {
    way: ways[i % ways.length] ?? 'plain',
    count: form.items,
    longestMs: form.longestMs,
    shardSize: Math.ceil(form.items / 4),
    poison: [],
  },
}));
const poisoned: Planned = {
  id: 'poison-item',
  input: { way: 'plain', count: 30, longestMs: 300, shardSize: 10, poison: [POISON] },
};
const ids = healthy.map(({ id }) => id);

let town: Town;
let latest: number;

beforeAll(async () => {
  town = await Town.opened({ graceMs: 2000 });
  const began = Date.now();
  latest = began + form.withinMs;
  hurtSenders();
  const shopping = inTurns(town, healthy, AT_ONCE, latest);
  const doing = [shopping, hurt(shopping), lookingOn(town, shopping)];
  try {
    await town.start('shoppingPipeline', poisoned.id, poisoned.input);
    await Promise.all(doing);
  } finally {
    // What was killed comes back before anything is closed, whatever went wrong.
    await Promise.allSettled(doing);
    town.books.faults.push(...ownDeaths(town), ...starvations(town));
    process.stdout.write(`CHAOS_SEED=${seed}: ` + told(town, began, sumsOf(town, ids)));
  }
}, form.withinMs + 180_000);

afterAll(() => town.close(), 60_000);

/** By the seed: the sender of the first bill of some runs is killed or stopped when the shop has it and has not answered. */
function hurtSenders(): void {
  const random = randomOf(seed + 1);
  const harm = new Map(ids.map((id) => [id, (['kill', 'stop', 'none'] as const)[Math.floor(random.between(0, 3))]]));
  town.outside.onBill = ({ run, pid }) => {
    const how = harm.get(run) ?? 'none';
    harm.delete(run);
    if (how !== 'none') void senderSuffers(town, pid, how).then((fault) => town.books.faults.push(fault));
  };
}

/** Fault i of n comes when i/(n+1) of all items are paid. */
async function hurt(shopping: Promise<unknown>): Promise<void> {
  const end = endOf(shopping);
  for (const [i, fault] of plan(seed, form.faults).entries()) {
    const due = ((i + 1) / (form.faults + 1)) * form.runs * form.items;
    while (!end.isThere() && sumsOf(town, ids).items < due) await pause(100);
    await pause(fault.delayMs);
    if (end.isThere()) return;
    town.books.faults.push(await happen(town, fault));
  }
}

test('all faults of the plan came, while the runs were at work', () => {
  const kinds = kindsOf(town.books.faults);
  expect(town.books.faults.length).toBeGreaterThanOrEqual(form.faults);
  expect(kinds.size).toBeGreaterThanOrEqual(8);
  // What nobody here did: workers die of the poison, and of nothing else.
  expect([...kinds.keys()].filter((kind) => kind.includes('by itself'))).toEqual([]);
});

test.each(ids)('%s: nobody was needed at any time', async (id) => {
  expect(await town.statuses(id)).toEqual(['running', 'ok']);
});

test.each(healthy)('$id: every item has its outcome in the one bill that took effect', async (run) => {
  expect(await outcomeOf(town, run)).toEqual(complete(run));
});

test('nothing that was recorded was paid for again, and what was paid for again had been in flight at a fault', () => {
  const { items, paid, inFlight } = sumsOf(town, ids);
  expect(town.books.repeatedThoughRecorded()).toEqual([]);
  expect(town.books.unexplained()).toEqual([]);
  expect(items).toBe(form.runs * form.items);
  expect(paid).toBeLessThanOrEqual(items + inFlight);
});

test('of the poisoned run one item is recorded as failed with its reason, or the run itself waits for a person', async () => {
  const status = await untilDecided(town, poisoned.id, latest);
  if (status === 'paused') return;
  const [bill] = town.outside.settled.filter(({ run }) => run === poisoned.id);
  const bad = bill?.outcomes.filter(([, outcome]) => outcome !== 'ok');
  expect(bad).toEqual([[`${poisoned.id} ${POISON}`, 'failed', 'its worker died 10 times while it ran']]);
});

test('no lock is left, and every key ends by itself', async () => {
  // Leases of the dead run out.
  while ((await town.books.leftInRedis()).locks.length > 0 && Date.now() < latest) await pause(200);
  expect(await town.books.leftInRedis()).toEqual({ eternal: [], locks: [] });
});

test('no process, port or file is left', async () => {
  expect(await town.close()).toEqual({ files: [], ports: [] });
});
