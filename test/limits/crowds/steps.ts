/** Steps whose effects are counted outside Redis and Temporal. */
import { z } from 'zod';
import { mapped, ref, stepSet, stepsFor } from '../../../activities';

/** Whatever has an effect tells it here. */
export interface CrowdDeps {
  readonly pay: (what: string) => void;
}

const { defineStep, defineMapStep } = stepsFor<CrowdDeps>();

const list = defineStep({
  version: 1,
  input: { run: z.string(), count: z.number() },
  output: ref(z.array(z.string())),
  run: ({ run, count }) => Promise.resolve(Array.from({ length: count }, (_, i) => `${run} item ${i}`)),
});

const pay = defineMapStep({
  version: 1,
  item: z.string(),
  id: (item: string) => item,
  shared: {},
  output: z.string(),
  run(item, _shared, step) {
    step.deps.pay(item);
    return Promise.resolve(`paid ${item}`);
  },
});

const bill = defineStep({
  version: 1,
  input: { run: z.string() },
  output: z.string(),
  run({ run }, step) {
    step.deps.pay(run);
    return Promise.resolve(`billed ${run}`);
  },
});

const count = defineStep({
  version: 1,
  input: { items: mapped(z.string()) },
  output: { ok: z.number(), failed: z.number() },
  run({ items }) {
    const ok = items.filter(({ outcome }) => outcome === 'ok').length;
    return Promise.resolve({ ok, failed: items.length - ok });
  },
});

export const crowdSteps = stepSet('crowd', { list, pay, bill, count });
