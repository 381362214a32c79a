/** Maps over things that cost money, in every way in which an author may pay. */
import { z } from 'zod';
import { mapped, ref, stepSet, stepsFor } from '../../../activities/kit';
import type { Shop } from './shop';

const { defineStep, defineMapStep } = stepsFor<{ shop: Shop }>();

export const Thing = z.object({ id: z.string(), ms: z.number().default(0) });
const Sold = z.object({ paid: z.string() });

/** As a release makes them: `version` is that of every step. */
export function shopSteps(version = 1) {
  const base = { version, item: Thing, id: ({ id }: z.output<typeof Thing>) => id, output: Sold };
  const shared = { prompt: z.string() };

  const list = defineStep({
    version: 1,
    input: { things: z.array(Thing) },
    output: ref(z.array(Thing)),
    run: ({ things }) => Promise.resolve(things),
  });
  const plain = defineMapStep({
    ...base,
    shared,
    run: ({ id, ms }, _shared, step) => step.deps.shop.sell(id, step.idempotencyKey, step.signal, ms),
  });
  const cached = defineMapStep({
    ...base,
    shared,
    cache: true,
    run({ id, ms }, _shared, step) {
      step.assertHeld();
      return step.deps.shop.sell(id, step.idempotencyKey, step.signal, ms);
    },
  });
  const once = defineMapStep({
    ...base,
    shared,
    run: ({ id, ms }, _shared, step) =>
      step.once('sell', (call) => step.deps.shop.sell(id, call.idempotencyKey, call.signal, ms)),
  });
  const plainAgain = defineMapStep({
    ...base,
    shared,
    again: 1,
    run: ({ id }, _shared, step) => step.deps.shop.sell(id, step.idempotencyKey, step.signal),
  });
  const cachedAgain = defineMapStep({
    ...base,
    shared,
    again: 1,
    cache: true,
    run: ({ id }, _shared, step) => step.deps.shop.sell(id, step.idempotencyKey, step.signal),
  });
  const onceAgain = defineMapStep({
    ...base,
    shared,
    run: ({ id }, _shared, step) =>
      step.once('sell', (call) => step.deps.shop.sell(id, call.idempotencyKey, call.signal), {
        output: Sold,
        again: 1,
      }),
  });
  /** `order 7/red` and `order 7/blue` are one order. */
  const named = defineMapStep({
    ...base,
    shared,
    idempotencyKey: ({ id }) => id.split('/')[0] ?? '',
    run: ({ id }, _shared, step) => step.deps.shop.sell(id, step.idempotencyKey, step.signal),
  });
  const two = defineStep({
    version,
    input: { how: z.enum(['same', 'other', 'nested', 'nothing']) },
    output: z.array(Sold),
    async run({ how }, step) {
      const sell = (key: string) =>
        step.once(key, (call) => step.deps.shop.sell(key, call.idempotencyKey, call.signal, 20));
      if (how === 'nested') await step.once('outer', () => sell('inner'));
      if (how === 'nothing') {
        await step.once('nothing', async (call) => {
          await step.deps.shop.sell('nothing', call.idempotencyKey, call.signal);
          return undefined as unknown as string;
        });
      }
      return Promise.all([sell('first'), sell(how === 'same' ? 'first' : 'second')]);
    },
  });
  const tell = defineStep({
    version: 1,
    input: { sold: mapped(Sold) },
    output: z.array(z.string()),
    run: ({ sold }) =>
      Promise.resolve(sold.map((entry) => `${entry.id}: ${entry.outcome === 'ok' ? 'ok' : entry.reason}`)),
  });
  return stepSet('shop', { list, plain, cached, once, plainAgain, cachedAgain, onceAgain, named, two, tell });
}
