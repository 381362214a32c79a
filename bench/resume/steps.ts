/** Work that takes its time: items of a map, one after another, and plain steps. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ref, stepSet, stepsFor } from '../../activities/kit';

const ITEM_MS = 20;
const Work = z.object({ run: z.string(), n: z.number() });
const { defineStep, defineMapStep } = stepsFor<{ noted: (run: string) => void }>();

const list = defineStep({
  version: 1,
  input: { run: z.string(), count: z.number() },
  output: ref(Work.array()),
  run: ({ run, count }) => Promise.resolve(Array.from({ length: count }, (_, n) => ({ run, n }))),
});

const item = defineMapStep({
  version: 1,
  item: Work,
  id: ({ n }) => `item ${n}`,
  shared: {},
  output: z.number(),
  concurrency: 1,
  async run({ run, n }, _shared, step) {
    await pause(ITEM_MS, undefined, { signal: step.signal });
    step.deps.noted(run);
    return n;
  },
});

const small = defineStep({
  version: 1,
  input: Work.shape,
  output: {},
  run({ run }, step) {
    step.deps.noted(run);
    return Promise.resolve({});
  },
});

export const resumeSteps = stepSet('resume', { list, item, small });
