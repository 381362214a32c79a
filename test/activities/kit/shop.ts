/** A shop whose steps are effects of every kind: the contracts of effects play with it. */
import { z } from 'zod';
import { ref, stepSet, stepsFor } from '../../../activities/kit';
import type { StepContext } from '../../../activities/kit';
import type { Store } from '../../../redis';

const { defineStep, defineMapStep } = stepsFor();

/** Steps of every kind. `during` is what their `run` does before it answers. */
export function shop(during: (step: StepContext<unknown>) => Promise<unknown> = () => Promise.resolve()) {
  const sent: string[] = [];
  const plain = { version: 1, input: { order: z.string() }, output: { receipt: z.string() } };
  const run = async ({ order }: { order: string }, step: StepContext<unknown>) => {
    await during(step);
    return { receipt: `paid ${order}` };
  };
  const reading = async ({ order }: { order: string }, step: StepContext<unknown>) => {
    sent.push(step.idempotencyKey);
    return run({ order }, step);
  };
  const keyed = { ...plain, idempotencyKey: ({ order }: { order: string }) => (order === '' ? '' : `charge-${order}`) };
  const set = stepSet('shop', {
    charge: defineStep({ ...keyed, whenSkipped: { receipt: 'none' }, run: reading }),
    chargeAll: defineStep({
      ...plain,
      input: { orders: ref(z.array(z.string())) },
      idempotencyKey: ({ orders }) => `charge-${orders.join('+')}`,
      run: ({ orders }, step) => run({ order: orders.join('+') }, step),
    }),
    ship: defineStep({ ...plain, resource: ({ order }) => `truck ${order}`, run }),
    label: defineStep({ ...plain, resource: ({ order }) => `file ${order}`, replaces: true, run }),
    sell: defineStep({ ...plain, resource: ({ order }) => `file ${order}`, replaces: true, run: reading }),
    mail: defineStep({ ...plain, whenSkipped: { receipt: 'none' }, run: reading }),
    price: defineStep({
      ...plain,
      async run({ order }, step) {
        step.assertHeld();
        return {
          receipt: await step.once('price', ({ idempotencyKey }) => Promise.resolve(`${order} ${idempotencyKey}`)),
        };
      },
    }),
    long: defineStep({ ...keyed, run: ({ order }) => Promise.resolve({ receipt: 'x'.repeat(Number(order)) }) }),
    letter: defineStep({
      ...plain,
      async run({ order }, step) {
        await reading({ order }, step);
        return { receipt: 'x'.repeat(Number(order)) };
      },
    }),
    book: defineStep({
      ...plain,
      output: ref(z.string()),
      async run({ order }, step) {
        return (await reading({ order }, step)).receipt;
      },
    }),
    count: defineStep({ ...plain, run }),
    pack: defineMapStep({
      version: 1,
      item: z.string(),
      id: (it) => it,
      shared: {},
      output: z.string(),
      run: (it) => Promise.resolve(it),
    }),
  });
  return { set, sent };
}

/** The input that most calls have. */
export const order = { order: '4711' };
/** A failure that says so. */
export const begun = (key?: string) => ({
  details: expect.arrayContaining([{ $begun: key === undefined ? {} : { key } }]),
});
/** What the last entry of the details says. */
export async function lastDetail(result: Promise<unknown>): Promise<unknown> {
  const failure = await result.catch((error: unknown) => error);
  return (failure as { details?: unknown[] }).details?.at(-1);
}

/** A value that travels by reference. */
export async function refTo(store: Store, runId: string, value: unknown) {
  const blob = await store.run(runId).putBlob(Buffer.from(JSON.stringify(value)));
  return { $ref: blob.sha, step: 'test', bytes: blob.bytes, gen: 1 };
}
