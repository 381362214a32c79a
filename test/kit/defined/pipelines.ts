/** Pipelines as an author writes them: one file, schemas and bodies, types of steps. */
import { z } from 'zod';
import { definePipeline, steps } from '../../../workflows/kit';
import type { shopSteps } from './steps';

const Order = z.strictObject({ cents: z.number().int().positive(), currency: z.string().default('eur') });

export const order = definePipeline(
  'order',
  { input: Order, steps: { shop: steps<typeof shopSteps>('shop') } },
  async (run, { shop }) => {
    const { cents, currency } = run.input;
    const { paid } = await shop.charge({ cents, currency });
    return { paid, currency };
  },
);

export const greeting = definePipeline('greeting', { input: z.object({ name: z.string() }) }, async (run) => {
  const text = await run.once('text', () => Promise.resolve(`Hello ${run.input.name}`));
  return { text };
});

/** A workflow of Temporal's own beside them. */
export const plain = (given: { n: number }): Promise<number> => Promise.resolve(given.n + 1);
