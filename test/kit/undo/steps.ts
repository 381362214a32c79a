/** An order that can be undone. Each step notes what it did outside, with the key that it sends. */
import { z } from 'zod';
import { stepSet, stepsFor } from '../../../activities/kit';
import type { World } from '../world';

const { defineStep } = stepsFor<{ world: World }>();

const Order = { id: z.string() };

/** `name` is entered before it is done, `name done` when it is, and not answered yet. */
const effect = <const I extends Record<string, z.ZodString>>(name: string, input: I) =>
  defineStep({
    version: 1,
    input,
    output: { done: z.string() },
    idempotencyKey: (given) => `${name}-${Object.values(given).join('-')}`,
    async run(given, step) {
      const { world } = step.deps;
      await world.enter(name, step.signal);
      step.assertHeld();
      world.notes.push({ text: `${name} ${Object.values(given).join(' ')}`, token: 0, key: step.idempotencyKey });
      await world.enter(`${name} done`, step.signal);
      return { done: `${name}d` };
    },
  });

export const undoSteps = stepSet('undo', {
  reserve: effect('reserve', Order),
  charge: effect('charge', Order),
  refund: effect('refund', { ...Order, done: z.string() }),
  release: effect('release', { ...Order, done: z.string() }),
  ship: effect('ship', Order),
});
