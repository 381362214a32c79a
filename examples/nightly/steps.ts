/** What a shop sold, and the entry in the books, over two HTTP APIs. */
import { httpEffect, stepSet, stepsFor, type HttpApi } from 'pipeline-worker/activities';
import { z } from 'zod';

const ofDay = { shop: z.string(), day: z.string() };
const cents = z.number().int();
const { defineStep } = stepsFor<{ sales(shop: string, day: string): Promise<number>; books: HttpApi }>();

const sales = defineStep({
  version: 1,
  input: ofDay,
  output: { cents },
  run: async ({ shop, day }, { deps }) => ({ cents: await deps.sales(shop, day) }),
});
/** The key is the shop's day: booked once, whoever asks for it again, in this run or another. */
const book = httpEffect({
  version: 1,
  input: { ...ofDay, cents },
  idempotencyKey: ({ shop, day }) => `${shop}-${day}`,
  to: ({ books }: { books: HttpApi }) => books,
  request: (entry) => ({ url: '/entries', body: entry }),
});
export const nightSteps = stepSet('night', { sales, book });
