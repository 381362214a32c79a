/** The steps of an order as an author writes them, for the tests of the test kit. */
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { mapped, ref, stepSet, stepsFor } from '../../activities';

export interface Deps {
  /** What the outside saw. */
  readonly seen: string[];
  readonly trouble?: undefined | ((what: string, signal: AbortSignal) => Promise<void> | void);
}
const { defineStep, defineMapStep } = stepsFor<Deps>();
const Line = z.object({ sku: z.string(), cents: z.number() });

const lines = defineStep({
  version: 1,
  input: { id: z.string() },
  output: ref(z.array(Line)),
  run: ({ id }) => Promise.resolve([1, 2, 3].map((n) => ({ sku: `${id}-${n}`, cents: n * 100 }))),
});

export const price = defineMapStep({
  version: 1,
  item: Line,
  id: ({ sku }) => sku,
  shared: { factor: z.number().default(1) },
  output: z.number(),
  run({ sku, cents }, { factor }, step) {
    if (sku.endsWith('2')) step.skip('sold out');
    step.progress(1, 1);
    return Promise.resolve(cents * factor);
  },
});

export const charge = defineStep({
  version: 1,
  input: { id: z.string(), prices: mapped(z.number()) },
  output: { receipt: z.string() },
  idempotencyKey: ({ id }) => `charge-${id}`,
  async run({ id, prices }, { deps, idempotencyKey, signal, assertHeld }) {
    await deps.trouble?.('charge', signal);
    assertHeld();
    const cents = prices.reduce((sum, entry) => sum + (entry.outcome === 'ok' ? entry.value : 0), 0);
    if (cents > 100_000) throw ApplicationFailure.nonRetryable(`${cents} cents are too much`, 'TooMuch');
    deps.seen.push(`${idempotencyKey}: ${cents}`);
    return { receipt: `receipt of ${id}` };
  },
});

export const mail = defineStep({
  version: 1,
  input: { text: z.string() },
  output: z.boolean(),
  whenSkipped: false,
  async run({ text }, { deps, signal }) {
    await deps.trouble?.('mail', signal);
    deps.seen.push(text);
    return true;
  },
});

export const quote = defineStep({
  version: 1,
  input: { sku: z.string(), tax: z.number().default(19) },
  output: { cents: z.number() },
  async run({ sku, tax }, step) {
    const cents = await step.once('ask', () => {
      step.deps.seen.push(`asked for ${sku} as ${step.idempotencyKey}`);
      return Promise.resolve(100);
    });
    return { cents: cents + tax };
  },
});

/** Takes a charge back. */
export const refund = defineStep({
  version: 1,
  input: { receipt: z.string() },
  output: z.boolean(),
  idempotencyKey: ({ receipt }) => `refund-${receipt}`,
  async run({ receipt }, { deps, signal }) {
    await deps.trouble?.('refund', signal);
    deps.seen.push(`refund: ${receipt}`);
    return true;
  },
});

export const shopSteps = stepSet('shop', { lines, price, charge, mail, quote, refund });
