/** An order: a shelf, a payment, a parcel. What fails for good, or is cancelled, is undone, the last first. */
import { definePipeline, steps } from 'pipeline-worker/workflows';
import { z } from 'zod';
import type { shopSteps } from './steps';

const Order = z.object({ id: z.string(), sku: z.string(), cents: z.number().int().positive(), to: z.email() });
const Approval = z.object({ ok: z.boolean() });
const shop = steps<typeof shopSteps>('shop');

export const order = definePipeline('order', { input: Order, steps: { shop } }, async (run, { shop }) => {
  const { id, sku, cents, to } = run.input;
  if (cents > 100_000) {
    const { ok } = await run.waitFor('approval', Approval, {
      timeout: '30 days',
      onTimeout: { ok: false },
      remind: {
        every: '1 day',
        run: () => shop.mail({ id: `${id}-approval`, to: 'sales@shop.example', text: `please approve ${id}` }),
      },
    });
    if (!ok) return { refused: 'not approved' };
  }
  const held = await shop.reserve({ id, sku }, { undo: () => shop.release({ id }) });
  await shop.charge({ id, cents }, { undo: () => shop.refund({ id }) });
  const sent = await shop.ship({ id, ...held });
  await shop.mail({ id, to, text: `on its way: ${sent.parcel}` });
  return { parcel: sent.parcel };
});
