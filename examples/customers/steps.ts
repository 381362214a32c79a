/** A map of a map: customers, and the invoices of each. */
import { ref, stepSet, stepsFor } from 'pipeline-worker/activities';
import { z } from 'zod';

const Customer = z.object({ id: z.string(), folder: z.string() });
const Invoice = z.object({ id: z.string(), text: z.string() });
const Parsed = z.object({ cents: z.number().int() });

export interface Deps {
  customers(): Promise<z.infer<typeof Customer>[]>;
  invoices(folder: string): Promise<z.infer<typeof Invoice>[]>;
}
const { defineStep, defineMapStep } = stepsFor<Deps>();

const customers = defineStep({
  version: 1,
  input: {},
  output: { list: z.array(Customer) },
  run: async (_, { deps }) => ({ list: await deps.customers() }),
});
const invoices = defineStep({
  version: 1,
  input: { folder: z.string() },
  output: ref(z.array(Invoice)),
  run: ({ folder }, { deps }) => deps.invoices(folder),
});
const parse = defineMapStep({
  version: 1,
  item: Invoice,
  id: ({ id }) => id,
  shared: {},
  output: Parsed,
  run({ id, text }) {
    const [, euros, cents] = /(\d+),(\d\d) €/.exec(text) ?? [];
    if (euros === undefined) throw new Error(`invoice ${id} names no sum`);
    return Promise.resolve({ cents: Number(euros) * 100 + Number(cents) });
  },
});
export const billSteps = stepSet('bills', { customers, invoices, parse });
