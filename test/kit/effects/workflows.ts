import { openRun, steps } from '../../../workflows/kit';
import type { StartOptions } from '../../../workflows/kit';
import type { orderSteps } from './steps';

const { quote, charge, pay, mail, tell } = steps<typeof orderSteps>('order', {
  heartbeatTimeout: '10s',
  maximumFailures: 2,
});

/** Asks, charges, waits for a person, tells the customer. */
export function orderPipeline(input: object, start?: StartOptions): Promise<number> {
  return openRun(
    input,
    async (run) => {
      const q = await quote({});
      const { amount } = await charge({ q });
      await run.waitFor('go');
      await mail({ q, amount });
      return amount;
    },
    start,
  );
}

/** The same with business keys. */
export function namedOrderPipeline(input: object, start?: StartOptions): Promise<number> {
  return openRun(
    input,
    async (run) => {
      const q = await quote({});
      const { amount } = await pay({ order: run.id, q });
      await run.waitFor('go');
      await tell({ order: run.id, amount });
      return amount;
    },
    start,
  );
}

/** Two orders side by side. */
export function twoOrdersPipeline(input: object, start?: StartOptions): Promise<number[]> {
  return openRun(
    input,
    async () => {
      const q = await quote({});
      const paid = await Promise.all(['a', 'b'].map((order) => pay({ order, q })));
      return paid.map(({ amount }) => amount);
    },
    start,
  );
}
