/** Work that takes its time: items of a map, and plain steps one after another. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ref, stepSet, stepsFor } from '../../activities/kit';

const ITEM_MS = 20;
const { defineStep, defineMapStep } = stepsFor<{ noted: () => void }>();

const list = defineStep({
  version: 1,
  input: { count: z.number() },
  output: ref(z.array(z.number())),
  run: ({ count }) => Promise.resolve(Array.from({ length: count }, (_, i) => i)),
});

const item = defineMapStep({
  version: 1,
  item: z.number(),
  key: (n: number) => `item ${n}`,
  shared: {},
  output: z.number(),
  async run(n, _shared, step) {
    await pause(ITEM_MS, undefined, { signal: step.signal });
    step.deps.noted();
    return n;
  },
});

const small = defineStep({
  version: 1,
  input: { n: z.number() },
  output: {},
  run(_input, step) {
    step.deps.noted();
    return Promise.resolve({});
  },
});

export const resumeSteps = stepSet('resume', { list, item, small });
