/**
 * The claim: what happens around a step that takes long is not counted against it. Redis is away again and again, and its
 * worker is replaced past the grace again and again; it begins again each time, and ends when it is left alone.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { workersEnd } from './faults';
import { untilEnded } from './runs';
import { Town } from './town';
import type { Waiting } from './workflows';

/** Were they counted, three would make the step a suspect, and ten more would exhaust it. */
const TIMES = 14;
const WITHIN_MS = 900_000;
let town: Town;

beforeAll(async () => {
  town = await Town.opened({ graceMs: 500 });
}, 120_000);
afterAll(() => town.close(), 60_000);

/** How often the step of the run began. */
const begun = (id: string): number => town.outside.beginnings.filter(({ run }) => run === id).length;

async function untilBegun(id: string, times: number): Promise<void> {
  while (begun(id) < times) await pause(50);
}

/** Hurts the step each time it has begun again. */
async function hurtOften(id: string, input: Waiting, hurt: (time: number) => Promise<void>): Promise<void> {
  const latest = Date.now() + WITHIN_MS;
  await town.start('longPipeline', id, input);
  const ended = untilEnded(town, id, latest);
  const hurting = async (): Promise<void> => {
    for (let time = 1; time <= TIMES; time += 1) {
      await Promise.race([ended, untilBegun(id, time)]);
      await hurt(time);
    }
  };
  await Promise.all([ended, hurting()]);
  expect(await town.client.handle(id).result()).toMatchObject({ status: 'ok', result: 'done' });
  expect(await town.statuses(id)).toEqual(['running', 'ok']);
}

/** Why attempts of the step ended: of the last ten that could say it. */
async function whys(id: string): Promise<string[]> {
  const { steps } = await town.client.handle(id).inspect();
  return steps.flatMap(({ activities }) =>
    activities.flatMap(({ attempts }) => attempts.flatMap(({ why }) => why ?? [])),
  );
}

test(
  'Redis is away 14 times for longer than the lease of a step: no person is needed, and the step is not said to have stalled',
  async () => {
    const { redis } = town.servers;
    await hurtOften('outages', { takesMs: 6000, heartbeatTimeout: '1500ms' }, async (time) => {
      // Odd ones: nobody answers. Even ones: nobody is there.
      if (time % 2 === 1) redis.freeze();
      else await redis.kill();
      await pause(1600);
      if (time % 2 === 1) redis.thaw();
      else await redis.revive();
    });
    expect(begun('outages')).toBeGreaterThan(TIMES);
    const told = await whys('outages');
    expect(told.length).toBeGreaterThan(TIMES / 2);
    for (const why of told) expect(why).toContain('unreachable');
  },
  WITHIN_MS + 60_000,
);

test(
  '14 deployments, each past the grace in the middle of a step: no person is needed',
  async () => {
    await hurtOften('deployments', { takesMs: 6000, heartbeatTimeout: '1500ms' }, async () => {
      const last = town.outside.beginnings.findLast(({ run }) => run === 'deployments');
      const place = town.fleet.placeOf(last?.pid);
      if (place >= 0) await workersEnd(town, 'SIGTERM', [place], 'SIGTERM');
    });
    expect(begun('deployments')).toBeGreaterThan(TIMES);
  },
  WITHIN_MS + 60_000,
);
