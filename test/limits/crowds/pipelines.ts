import { z } from 'zod';
import { definePipeline, steps } from '../../../workflows/kit';
import type { crowdSteps } from './steps';

export { reportPipeline } from '../../../workflows';

const crowd = steps<typeof crowdSteps>('crowd');

/** A small run: one step with one effect. */
export const small = definePipeline(
  'small',
  { input: z.object({ name: z.string() }), steps: { crowd } },
  async (run, { crowd: { bill } }) => ({ billed: await bill({ run: run.input.name }) }),
);

/** A large one: a list, an effect for each of its items, and a count of them. */
export const large = definePipeline(
  'large',
  { input: z.object({ name: z.string(), count: z.number() }), steps: { crowd } },
  async (run, { crowd: { list, pay, count } }) => {
    const items = await list({ run: run.input.name, count: run.input.count });
    return count({ items: await pay.map(items, {}) });
  },
);
