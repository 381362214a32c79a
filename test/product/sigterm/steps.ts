/** Items that cost money: whoever pays for one writes it down outside Redis, the moment the call begins. */
import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ref, stepSet, stepsFor } from '../../../activities/kit';

/** One call of the provider, as its own books have it. */
export interface Paid {
  readonly item: string;
  readonly pid: number;
}

const { defineStep, defineMapStep } = stepsFor<{ books: string }>();
const Item = z.object({ id: z.string(), takesMs: z.number() });

const list = defineStep({
  version: 1,
  input: { name: z.string(), count: z.number(), longestMs: z.number() },
  output: ref(z.array(Item)),
  run: ({ name, count, longestMs }) => {
    // 0.3 to 1 of the longest, by place: the same in every attempt.
    const takesMs = (i: number): number => Math.round(longestMs * (0.3 + ((i * 37) % 71) / 100));
    return Promise.resolve(Array.from({ length: count }, (_, i) => ({ id: `${name} ${i}`, takesMs: takesMs(i) })));
  },
});

const pay = {
  version: 1,
  item: Item,
  id: ({ id }: z.infer<typeof Item>) => id,
  shared: {},
  output: z.string(),
};

async function call({ id, takesMs }: z.infer<typeof Item>, books: string, signal: AbortSignal): Promise<string> {
  appendFileSync(books, `${JSON.stringify({ item: id, pid: process.pid } satisfies Paid)}\n`);
  await pause(takesMs, undefined, { signal });
  return `paid ${id}`;
}

const payItem = defineMapStep({
  ...pay,
  run: (item, _shared, step) => call(item, step.deps.books, step.signal),
});
const payCached = defineMapStep({
  ...pay,
  cache: true,
  run: (item, _shared, step) => call(item, step.deps.books, step.signal),
});

export const payingSteps = stepSet('paying', { list, payItem, payCached });
