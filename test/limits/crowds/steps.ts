/** Steps whose effects are counted outside Redis and Temporal. */
import { z } from 'zod';
import { mapped, ref, stepSet, stepsFor } from '../../../activities';

/** How often what was paid for. */
export class Books {
  readonly paid = new Map<string, number>();

  pay(what: string): void {
    this.paid.set(what, (this.paid.get(what) ?? 0) + 1);
  }

  /** What was paid for more than once. */
  get repeated(): number {
    return [...this.paid.values()].filter((times) => times > 1).length;
  }
}

const { defineStep, defineMapStep } = stepsFor<{ books: Books }>();

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
    step.deps.books.pay(item);
    return Promise.resolve(`paid ${item}`);
  },
});

const bill = defineStep({
  version: 1,
  input: { run: z.string() },
  output: z.string(),
  run({ run }, step) {
    step.deps.books.pay(run);
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
