/** The pipeline that docs/client.md talks to. */
import { z } from 'zod';
import { definePipeline, steps } from '../../../workflows/kit';
import type { sumSteps } from '../../kit/steps';

const sums = steps<typeof sumSteps>('sum');

export const pricing = definePipeline(
  'pricing',
  { input: z.object({ day: z.string() }), steps: { sums } },
  async (run, { sums: { list, square, total } }) => {
    const orders = await list({ count: run.input.day.length });
    const { sum } = await total({ squares: await square.map(orders, {}) });
    return { sum, approval: await run.waitFor('approval') };
  },
);
