/**
 * The claim: a map goes on through any number of `kill -9`, with progress between them, and nobody is needed. Beside the
 * SIGTERMs of test/product/sigterm. CHAOS=short kills six times; CHAOS_SEED plays other moments again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { randomOf } from '../../testing/simulation/random';
import { workersEnd } from './faults';
import { complete, endOf, lookingOn, outcomeOf, untilEnded } from './runs';
import type { Planned } from './runs';
import { ownDeaths, starvations, sumsOf, told } from './story';
import { Town } from './town';

const isShort = process.env['CHAOS'] === 'short';
const seed = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 1e6));
const form = isShort ? { kills: 6, items: 240, withinMs: 900_000 } : { kills: 30, items: 2000, withinMs: 2_400_000 };

const run: Planned = {
  id: 'kills',
  input: { way: 'plain', count: form.items, longestMs: 900, shardSize: form.items / 4, poison: [] },
};
let town: Town;

beforeAll(async () => {
  town = await Town.opened({ graceMs: 2000 });
}, 120_000);
afterAll(() => town.close(), 60_000);

async function kill(ended: Promise<void>): Promise<void> {
  const end = endOf(ended);
  const random = randomOf(seed);
  for (let i = 1; i <= form.kills && !end.isThere(); i += 1) {
    const due = (i / (form.kills + 1)) * form.items;
    while (!end.isThere() && sumsOf(town, [run.id]).items < due) await pause(50);
    await pause(random.between(0, 500));
    await town.books.look();
    // Whoever pays right now: another one may have nothing to do yet.
    const payer = (): number => town.fleet.placeOf(town.outside.payments.at(-1)?.pid);
    while (!end.isThere() && payer() < 0) await pause(50);
    if (end.isThere()) return;
    town.books.faults.push(await workersEnd(town, 'kill -9', [payer()], 'SIGKILL'));
  }
}

test(
  'kill -9 again and again in one paid map: nobody is needed, and only calls in flight are paid for again',
  async () => {
    const began = Date.now();
    const doing: Promise<void>[] = [];
    try {
      await town.start('shoppingPipeline', run.id, run.input);
      const ended = untilEnded(town, run.id, began + form.withinMs);
      doing.push(ended, kill(ended), lookingOn(town, ended));
      await Promise.all(doing);
    } finally {
      // What was killed comes back before anything is closed, whatever went wrong.
      await Promise.allSettled(doing);
      town.books.faults.push(...ownDeaths(town), ...starvations(town));
      process.stdout.write(`CHAOS_SEED=${seed}: ` + told(town, began, sumsOf(town, [run.id])));
    }
    expect(town.books.faults).toHaveLength(form.kills);
    expect(await town.statuses(run.id)).toEqual(['running', 'ok']);
    expect(await outcomeOf(town, run)).toEqual(complete(run));
    expect(town.books.repeatedThoughRecorded()).toEqual([]);
    expect(town.books.unexplained()).toEqual([]);
    const { items, paid, inFlight } = sumsOf(town, [run.id]);
    expect(paid).toBeLessThanOrEqual(items + inFlight);
  },
  form.withinMs + 60_000,
);
