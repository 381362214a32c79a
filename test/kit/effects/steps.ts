/** An order: what it costs is asked, it is charged, the customer is told. Each quote may be another. */
import { z } from 'zod';
import { ref, stepSet, stepsFor } from '../../../activities/kit';
import type { World } from '../world';

const { defineStep } = stepsFor<{ world: World }>();

const Quote = ref(z.object({ amount: z.number() }));

const quote = defineStep({
  version: 1,
  input: {},
  output: Quote,
  async run(_input, step) {
    await step.deps.world.enter('quote', step.signal);
    step.deps.world.offset += 1;
    return { amount: 100 + step.deps.world.offset };
  },
});

/** An effect because it reads its key. `charged` is entered when the money is gone. */
const charge = defineStep({
  version: 1,
  input: { q: Quote },
  output: { amount: z.number() },
  async run({ q }, step) {
    const { world } = step.deps;
    await world.enter('charge', step.signal);
    step.assertHeld();
    world.notes.push({ text: `charge ${q.amount}`, token: 0, key: step.idempotencyKey });
    await world.enter('charged', step.signal);
    return q;
  },
});

/** An effect whose author names its key. */
const pay = defineStep({
  version: 1,
  input: { order: z.string(), q: Quote },
  output: { amount: z.number() },
  idempotencyKey: ({ order }) => `pay-${order}`,
  async run({ q }, step) {
    const { world } = step.deps;
    await world.enter('charge', step.signal);
    world.notes.push({ text: `pay ${q.amount}`, token: 0, key: step.idempotencyKey });
    await world.enter('charged', step.signal);
    return q;
  },
});

const mail = defineStep({
  version: 1,
  input: { q: Quote, amount: z.number() },
  output: {},
  async run({ amount }, step) {
    const { world } = step.deps;
    await world.enter('mail', step.signal);
    world.notes.push({ text: `mail ${amount}`, token: 0, key: step.idempotencyKey });
    return {};
  },
});

const tell = defineStep({
  version: 1,
  input: { order: z.string(), amount: z.number() },
  output: {},
  idempotencyKey: ({ order }) => `mail-${order}`,
  async run({ amount }, step) {
    const { world } = step.deps;
    await world.enter('mail', step.signal);
    world.notes.push({ text: `mail ${amount}`, token: 0, key: step.idempotencyKey });
    return {};
  },
});

export const orderSteps = stepSet('order', { quote, charge, pay, mail, tell });
