/** Steps that give back, or throw, whatever a test has put under a name. */
import { z } from 'zod';
import { ref, stepSet, stepsFor } from '../../../activities/kit';

export interface OddDeps {
  /** By the name of an item or call. */
  readonly odd: Readonly<Record<string, () => unknown>>;
  /** Every call, in order. */
  readonly calls: string[];
}

const { defineStep, defineMapStep } = stepsFor<OddDeps>();

const list = defineStep({
  version: 1,
  input: { items: z.array(z.any()) },
  output: ref(z.array(z.any())),
  run: ({ items }) => Promise.resolve(items),
});

/** Not async: what a test has put there may also throw before there is a promise. */
function give({ odd, calls }: OddDeps, name: string): Promise<never> {
  calls.push(name);
  return odd[name]?.() as Promise<never>;
}

const items = {
  version: 1,
  item: z.object({ id: z.any() }),
  id: ({ id }: { id: string }) => id,
  shared: {},
  output: z.any(),
};
const map = defineMapStep({ ...items, run: ({ id }, _shared, step) => give(step.deps, id as string) });
const paid = defineMapStep({ ...items, cache: true, run: ({ id }, _shared, step) => give(step.deps, id as string) });

const plain = defineStep({
  version: 1,
  input: { id: z.string() },
  output: z.any(),
  run: ({ id }, step) => give(step.deps, id),
});

const field = defineStep({
  version: 1,
  input: { id: z.string() },
  output: { price: ref(z.any()) },
  run: ({ id }, step) => give(step.deps, id),
});

export const oddSteps = stepSet('odd', { list, map, paid, plain, field });
