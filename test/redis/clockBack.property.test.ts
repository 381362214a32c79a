/** Tokens where the clock of Redis is set back, with its data and without: 100 worlds each, in virtual time. */
import { openSimulation, type Simulation } from '../../testing/simulation';

const WORLDS = 100;
const DAY_MS = 86_400_000;

async function tokenOf(world: Simulation): Promise<number> {
  const lock = await world.finish(world.store(world.process('user')).resource('x').acquire({ leaseMs: 500 }));
  await world.finish(lock.release());
  return lock.token;
}

/** Tokens one after the other, some time between them, and before each `happens`. */
async function tokensIn(world: Simulation, happens: () => void): Promise<number[]> {
  const tokens: number[] = [];
  for (let i = 0; i < 6; i += 1) {
    await world.pass(world.random.between(0, 2000));
    happens();
    tokens.push(await tokenOf(world));
  }
  return tokens;
}

const doNotGrow = (tokens: readonly number[]): number[] =>
  tokens.filter((token, i) => i > 0 && token <= tokens[i - 1]!);

test('a clock that jumps back or forth while Redis keeps its data: tokens grow', async () => {
  const wrong: object[] = [];
  for (let seed = 1; seed <= WORLDS; seed += 1) {
    const world = await openSimulation({ seed });
    const tokens = await tokensIn(world, () => (world.skewMs += world.random.between(-DAY_MS, DAY_MS)));
    if (doNotGrow(tokens).length > 0) wrong.push({ seed, tokens });
  }
  expect(wrong).toEqual([]);
});

test('an older state, or none, under a clock that only goes on: tokens grow', async () => {
  const wrong: object[] = [];
  for (let seed = 1; seed <= WORLDS; seed += 1) {
    const world = await openSimulation({ seed });
    const older = [world.backup()];
    const tokens = await tokensIn(world, () => {
      const { random } = world;
      if (random.chance(0.5)) older.push(world.backup());
      // Of what is put back a later loss may want a copy too.
      world.failover(older[Math.floor(random.between(0, older.length))]!);
      older.splice(0, older.length, world.backup());
    });
    if (doNotGrow(tokens).length > 0) wrong.push({ seed, tokens });
  }
  expect(wrong).toEqual([]);
});

test('an older state under a clock that is behind: tokens are smaller until it has caught up, and no longer', async () => {
  const wrong: object[] = [];
  for (let seed = 1; seed <= WORLDS; seed += 1) {
    const world = await openSimulation({ seed });
    const older = world.backup();
    const highest = await tokenOf(world);
    const behindMs = world.random.between(1000, 10_000);
    world.skewMs -= behindMs;
    world.failover(older);
    const early = await tokenOf(world);
    await world.pass(behindMs);
    const late = await tokenOf(world);
    if (early >= highest || late <= highest) wrong.push({ seed, behindMs, early, highest, late });
  }
  expect(wrong).toEqual([]);
});
