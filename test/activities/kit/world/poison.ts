/** Maps in which some items kill their worker, a step that kills it each time, and a healthy long step beside them. */
import { z } from 'zod';
import { stepSet, stepsFor } from '../../../../activities/kit';
import { pause } from '../../../../redis';
import { openSimulation } from '../../../../testing/simulation';
import type { SimulatedProcess } from '../../../../testing/simulation';
import { Hosts } from './hosts';
import { Activity } from './temporal';
import type { Ended } from './temporal';

export interface PoisonPlan {
  readonly seed: number;
  /** Of each map, in a run of its own: how many items, and the places of those that kill. */
  readonly maps: readonly { readonly items: number; readonly poison: readonly number[] }[];
  /** A healthy item takes 20 ms: while those that kill take as long, each death may leave a new item recorded, which clears the count. */
  readonly killsAfterMs: number;
  readonly hasPoisonStep: boolean;
}

export interface PoisonHistory {
  readonly maps: readonly { readonly end: Ended; readonly computed: readonly string[] }[];
  readonly long: Ended;
  readonly poisonStep?: Ended;
  readonly deaths: number;
}

interface Deps {
  readonly process: SimulatedProcess;
  readonly ran: string[];
  readonly killsAfterMs: number;
}
const { defineStep, defineMapStep } = stepsFor<Deps>();
const never = () => new Promise<never>(() => undefined);
const set = stepSet('shop', {
  item: defineMapStep({
    version: 1,
    item: z.object({ name: z.string(), kills: z.boolean() }),
    id: ({ name }) => name,
    shared: {},
    output: z.string(),
    async run({ name, kills }, _shared, { deps, signal }) {
      await pause(deps.process.clock, kills ? deps.killsAfterMs : 20, signal);
      if (kills) {
        deps.process.kill();
        await never();
      }
      deps.ran.push(name);
      return name;
    },
  }),
  kill: defineStep({
    version: 1,
    input: {},
    output: {},
    async run(_input, { deps, signal }) {
      await pause(deps.process.clock, 50, signal);
      deps.process.kill();
      return never();
    },
  }),
  long: defineStep({
    version: 1,
    input: {},
    output: z.string(),
    async run(_input, { deps, signal }) {
      await pause(deps.process.clock, 60_000, signal);
      return 'done';
    },
  }),
});

const END_MS = 3_600_000;

export async function poison({ seed, maps, killsAfterMs, hasPoisonStep }: PoisonPlan): Promise<PoisonHistory> {
  const world = await openSimulation({ seed });
  const ran: string[] = [];
  const hosts = new Hosts(world, set, (process): Deps => ({ process, ran, killsAfterMs }));
  const client = world.store(world.process('client'));
  const start = (name: string, input: unknown, runId: string): Promise<Ended> =>
    new Activity(world, { name: `shop.${name}`, input, runId, activityId: '1', options: {} }, () => hosts.pick()).run();
  const shards = maps.map(async ({ items, poison: places }, map) => {
    const list = Array.from({ length: items }, (_, i) => ({ name: `${map}/${i}`, kills: places.includes(i) }));
    const blob = await client.run(`map ${map}`).putBlob(Buffer.from(JSON.stringify(list)));
    const ref = { $ref: blob.sha, step: 'shop.list', bytes: blob.bytes, items, gen: 1 };
    return start('item', { items: ref, shared: {}, from: 0, to: items }, `map ${map}`);
  });
  const steps = [start('long', {}, 'healthy'), ...(hasPoisonStep ? [start('kill', {}, 'poisoned')] : [])];
  const all = Promise.all([Promise.all(shards), ...steps]);
  let ends: Awaited<typeof all> | undefined;
  all.then(
    (ended) => (ends = ended),
    () => undefined,
  );
  while (!ends && (await world.schedule.step(END_MS)));
  if (!ends) throw new Error('not all ended within an hour');
  const [ofMaps, long, poisonStep] = ends;
  return {
    maps: ofMaps.map((end, map) => ({ end, computed: ran.filter((name) => name.startsWith(`${map}/`)) })),
    long: long as Ended,
    ...(poisonStep ? { poisonStep } : {}),
    deaths: hosts.killed,
  };
}
