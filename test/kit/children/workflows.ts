/** An order whose invoice is a pipeline of its own. */
import { z } from 'zod';
import { definePipeline, steps } from '../../../workflows/kit';
import type { sumSteps } from '../steps';

const Order = z.object({ order: z.string() });
const sum = steps<typeof sumSteps>('sum', { heartbeatTimeout: '10s', maximumFailures: 1 });

export const invoicePipeline = definePipeline(
  'invoicePipeline',
  { input: Order, steps: { sum } },
  async (run, { sum: own }) => {
    await own.gap({});
    const { cents } = await run.waitFor('paid', z.object({ cents: z.number() }));
    return { order: run.input.order, cents };
  },
);

export const orderPipeline = definePipeline('orderPipeline', { input: Order }, (run) =>
  run.child(invoicePipeline, run.input, { id: `invoice-${run.id}` }),
);
