/** The pipelines of the tests of the test kit, as an author writes them. */
import { z } from 'zod';
import { definePipeline, steps } from '../../workflows/kit';
import type { shopSteps } from './shop';

const Input = z.strictObject({ id: z.string(), factor: z.number().default(1) });
const shop = steps<typeof shopSteps>('shop');

export const order = definePipeline('order', { input: Input, steps: { shop } }, async (run) => {
  const { id, factor } = run.input;
  const prices = await shop.price.map(await shop.lines({ id }), { factor });
  const { receipt } = await shop.charge({ id, prices });
  await run.sleep('1 day');
  await shop.mail({ text: `on its way: ${receipt}` });
  return { receipt, sold: prices.counts.ok };
});

/** One that waits for a person. */
export const asking = definePipeline('asking', { input: z.object({ question: z.string() }) }, (run) =>
  run.waitFor('go', { timeout: '3 days' }),
);

/** An order that nobody can deliver: its charge is taken back. */
export const undelivered = definePipeline('undelivered', { input: Input, steps: { shop } }, async (run) => {
  const { id } = run.input;
  const prices = await shop.price.map(await shop.lines({ id }), { factor: 1 });
  await shop.charge(
    { id, prices },
    { undo: ({ output }) => shop.refund({ receipt: output?.receipt ?? `receipt of ${id}` }) },
  );
  return run.fail('nobody can deliver it');
});

/** Orders of one customer, each a run of its own. */
export const orders = definePipeline('orders', { input: z.object({ ids: z.array(z.string()) }) }, (run) =>
  Promise.all(run.input.ids.map((id) => run.child(order, { id }, { id: `order-${id}` }))),
);
