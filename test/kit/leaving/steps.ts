/** Steps of which a test decides how they end: a map over named items, a plain step, one on an outside thing. */
import { z } from 'zod';
import { ref, stepSet, stepsFor } from '../../../activities/kit';
import type { World } from '../world';

const { defineStep, defineMapStep } = stepsFor<{ world: World }>();

const list = defineStep({
  version: 1,
  input: { ids: z.array(z.string()) },
  output: ref(z.array(z.string())),
  run: ({ ids }) => Promise.resolve(ids),
});

const item = defineMapStep({
  version: 1,
  item: z.string(),
  id: (id) => id,
  shared: {},
  output: z.string(),
  concurrency: 2,
  async run(id, _shared, step) {
    await step.deps.world.enter(id, step.signal);
    return id;
  },
});

const plain = defineStep({
  version: 1,
  input: {},
  output: z.string(),
  async run(_input, step) {
    await step.deps.world.enter('plain', step.signal);
    return 'done';
  },
});

const effect = defineStep({
  version: 1,
  input: {},
  output: z.string(),
  resource: () => 'the outside',
  async run(_input, step) {
    await step.deps.world.enter('effect', step.signal);
    return 'done';
  },
});

export const leavingSteps = stepSet('leaving', { list, item, plain, effect });
