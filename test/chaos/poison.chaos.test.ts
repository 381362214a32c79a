/**
 * The claim: who kills is found, and who only stands beside it is not blamed. Real workers, which somebody starts again each
 * time they die; a poisoned map, a step that kills, and a healthy step of another run that takes longer than any of their lives.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { lookingOn, untilDecided, untilEnded } from './runs';
import type { Planned } from './runs';
import { ownDeaths, starvations, sumsOf, told } from './story';
import { Town } from './town';
import type { Waiting } from './workflows';

const isShort = process.env['CHAOS'] === 'short';
const ITEMS = 500;
const POISON = 321;
const WITHIN_MS = 900_000;
const poisoned: Planned = {
  id: 'poisoned',
  input: { way: 'plain', count: ITEMS, longestMs: 20, shardSize: 125, poison: [POISON] },
};
const healthy: Waiting = { takesMs: isShort ? 20_000 : 60_000, heartbeatTimeout: '3s' };
let town: Town;

beforeEach(async () => {
  town = await Town.opened({ graceMs: 2000 });
}, 120_000);
afterEach(() => town.close(), 60_000);

/** The healthy step is at work before the first death; `killing` resolves when who kills has been found. */
async function besideALongStep(killing: (latest: number) => Promise<void>): Promise<void> {
  const began = Date.now();
  const latest = began + WITHIN_MS;
  try {
    await town.start('longPipeline', 'bystander', healthy);
    while (town.outside.beginnings.length === 0) await pause(50);
    const ended = Promise.all([killing(latest), untilEnded(town, 'bystander', latest)]);
    await Promise.all([ended, lookingOn(town, ended)]);
  } finally {
    town.books.faults.push(...ownDeaths(town), ...starvations(town));
    process.stdout.write(told(town, began, sumsOf(town, [poisoned.id])));
  }
  expect(await town.statuses('bystander')).toEqual(['running', 'ok']);
  expect(town.fleet.deaths.length).toBeGreaterThanOrEqual(10);
}

test(
  'an item among 500 that kills its worker is recorded as failed, the map ends, and a long step beside it is not blamed',
  async () => {
    await besideALongStep(async (latest) => {
      await town.start('shoppingPipeline', poisoned.id, poisoned.input);
      await untilEnded(town, poisoned.id, latest);
    });
    expect(await town.statuses(poisoned.id)).toEqual(['running', 'ok']);
    const [bill] = town.outside.settled;
    expect(bill?.outcomes).toHaveLength(ITEMS);
    const bad = bill?.outcomes.filter(([, outcome]) => outcome !== 'ok');
    expect(bad).toEqual([[`poisoned ${POISON}`, 'failed', 'its worker died 10 times while it ran']]);
    expect(town.books.repeatedThoughRecorded()).toEqual([]);
  },
  WITHIN_MS + 60_000,
);

test(
  'a step that kills its worker pauses its own run and says why, and a long step beside it is not blamed',
  async () => {
    await besideALongStep(async (latest) => {
      await town.start('fatalPipeline', 'fatal', {});
      expect(await untilDecided(town, 'fatal', latest)).toBe('paused');
    });
    const [row] = (await town.progress('fatal'))?.steps ?? [];
    expect(row?.message).toMatch(
      /^chaos\.fatal: its worker died 1\d times while it ran, 10 of them while no other step/,
    );
  },
  WITHIN_MS + 60_000,
);
