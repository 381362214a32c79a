/** Parses the invoices of all customers. One bad customer of fifty never stops the others. */
import { definePipeline, StepFailed, steps } from 'pipeline-worker/workflows';
import { z } from 'zod';
import type { billSteps } from './steps';

const bills = steps<typeof billSteps>('bills');

export const customers = definePipeline(
  'customers',
  { input: z.object({}), steps: { bills } },
  async (_run, { bills }) => {
    const { list } = await bills.customers({});
    const ended = await Promise.all(
      list.map(async ({ id, folder }) => {
        const label = `customer ${id}`;
        try {
          const invoices = await bills.invoices({ folder }, { label, onFailure: 'throw' });
          const parsed = await bills.parse.map(invoices, {}, { label, maxFailed: '20%', onFailure: 'throw' });
          return { id, ...parsed.counts };
        } catch (error) {
          if (!(error instanceof StepFailed)) throw error;
          return { id, reason: error.reason };
        }
      }),
    );
    return { good: ended.filter((one) => !('reason' in one)).length, bad: ended.filter((one) => 'reason' in one) };
  },
);
