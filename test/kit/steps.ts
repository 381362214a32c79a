/** A small pipeline for the kit's own tests: numbers are listed, squared one by one, and added up. */
import { z } from 'zod';
import { mapped, ref, stepSet, stepsFor } from '../../activities/kit';

/** What the outside world of the tests sees and decides; one per test. */
export interface World {
  readonly squared: number[];
  readonly before: (n: number) => Promise<void>;
  readonly notes: string[];
  readonly beforeTotal: () => Promise<void>;
}
const { defineStep, defineMapStep } = stepsFor<{ world: World }>();

const list = defineStep({
  version: 1,
  input: { count: z.number() },
  output: ref(z.array(z.number())),
  run: ({ count }) => Promise.resolve(Array.from({ length: count }, (_, i) => i + 1)),
});

const square = defineMapStep({
  version: 1,
  item: z.number(),
  key: (n) => `number ${n}`,
  shared: {},
  output: z.number(),
  async run(n, _shared, step) {
    await step.deps.world.before(n);
    step.deps.world.squared.push(n);
    return n * n;
  },
});

const total = defineStep({
  version: 1,
  input: { squares: mapped(z.number()) },
  output: { sum: z.number(), missing: z.array(z.string()) },
  whenSkipped: { sum: -1, missing: [] },
  async run({ squares }, step) {
    await step.deps.world.beforeTotal();
    const sum = squares.reduce((all, entry) => all + (entry.outcome === 'ok' ? entry.value : 0), 0);
    return { sum, missing: squares.flatMap((entry) => (entry.outcome === 'ok' ? [] : [entry.key])) };
  },
});

const note = defineStep({
  version: 1,
  input: { text: z.string() },
  output: { token: z.number() },
  resource: () => 'notes',
  run({ text }, step) {
    step.deps.world.notes.push(text);
    return Promise.resolve({ token: step.token });
  },
});

export const sumSteps = stepSet(
  'sum',
  { list, square, total, note },
  { sumPipeline: z.object({ count: z.number().int().positive(), shardSize: z.number().default(500) }) },
);
