/** The shop behind its HTTP API. Each effect goes out under the name that the shop knows it by: asked twice, it is done once. */
import { httpEffect, stepSet } from 'pipeline-worker/activities';
import { z } from 'zod';

const id = z.string();
const text = z.string();
const post = (url: string) => ({
  version: 1,
  idempotencyKey: (order: { id: string }) => `${url.slice(1)}-${order.id}`,
  request: (body: Readonly<Record<string, string | number>>) => ({ url, body }),
});

export const shopSteps = stepSet('shop', {
  reserve: httpEffect({ ...post('/reserve'), input: { id, sku: text }, output: { shelf: text }, nonRetryable: [409] }),
  release: httpEffect({ ...post('/release'), input: { id } }),
  charge: httpEffect({
    ...post('/charge'),
    input: { id, cents: z.number() },
    output: { receipt: text },
    nonRetryable: [402],
  }),
  refund: httpEffect({ ...post('/refund'), input: { id } }),
  ship: httpEffect({ ...post('/ship'), input: { id, shelf: text }, output: { parcel: text }, nonRetryable: [422] }),
  mail: httpEffect({ ...post('/mail'), input: { id, to: text, text } }),
});
