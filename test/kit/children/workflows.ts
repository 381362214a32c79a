/** An order whose invoice is a pipeline of its own. */
import { z } from 'zod';
import { openRun, steps } from '../../../workflows/kit';
import type { StartOptions } from '../../../workflows/kit';
import type { sumSteps } from '../steps';

const { gap } = steps<typeof sumSteps>('sum', { heartbeatTimeout: '2s', maximumFailures: 1 });

export function invoicePipeline(
  input: { order: string },
  start?: StartOptions,
): Promise<{ order: string; cents: number }> {
  return openRun(
    input,
    async (run) => {
      await gap({});
      const { cents } = await run.waitFor('paid', z.object({ cents: z.number() }));
      return { order: run.input.order, cents };
    },
    start,
  );
}

export function orderPipeline(
  input: { order: string },
  start?: StartOptions,
): Promise<{ order: string; cents: number }> {
  return openRun(input, (run) => run.child(invoicePipeline, run.input, { id: `invoice-${run.id}` }), start);
}
