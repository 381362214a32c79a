/** A small pipeline for the kit's own tests: numbers are listed, squared one by one, and added up. */
import { z } from 'zod';
import { nonRetryable, mapped, ref, stepSet, stepsFor } from '../../activities/kit';
import type { World } from './world';

const { defineStep, defineMapStep } = stepsFor<{ world: World }>();

const list = defineStep({
  version: 1,
  input: { count: z.number() },
  output: ref(z.array(z.number())),
  async run({ count }, step) {
    await step.deps.world.enter('list', step.signal);
    return Array.from({ length: count }, (_, i) => i + 1 + step.deps.world.offset);
  },
});

const squareOf = {
  version: 1,
  item: z.number(),
  id: (n: number) => `number ${n}`,
  shared: {},
  output: z.number(),
};

const square = defineMapStep({
  ...squareOf,
  async run(n, _shared, step) {
    await step.deps.world.enter(`square ${n}`, step.signal);
    if (n === step.deps.world.unwanted) step.skip('not wanted');
    return n * n;
  },
});

/** The same, paid for: answers are cached by content. */
const paidSquare = defineMapStep({
  ...squareOf,
  cache: true,
  async run(n, _shared, step) {
    await step.deps.world.enter(`paid ${n}`, step.signal);
    return n * n + step.deps.world.offset;
  },
});

/** A place between two steps where a test can do harm. */
const gap = defineStep({
  version: 1,
  input: {},
  output: {},
  async run(_input, step) {
    await step.deps.world.enter('gap', step.signal);
    return {};
  },
});

const total = defineStep({
  version: 1,
  input: { squares: mapped(z.number()) },
  output: { sum: z.number(), missing: z.array(z.string()) },
  whenSkipped: { sum: -1, missing: [] },
  async run({ squares }, step) {
    await step.deps.world.enter('total', step.signal);
    const sum = squares.reduce((all, entry) => all + (entry.outcome === 'ok' ? entry.value : 0), 0);
    return {
      sum,
      missing: squares.flatMap((entry) => (entry.outcome === 'ok' ? [] : [`${entry.id}: ${entry.reason}`])),
    };
  },
});

const largest = defineStep({
  version: 1,
  input: { squares: mapped(z.number()) },
  output: { max: z.number() },
  async run({ squares }, step) {
    await step.deps.world.enter('largest', step.signal);
    return { max: Math.max(...squares.map((entry) => (entry.outcome === 'ok' ? entry.value : 0))) };
  },
});

const note = defineStep({
  version: 1,
  input: { text: z.string() },
  output: { token: z.number(), echo: z.string() },
  resource: () => 'notes',
  async run({ text }, step) {
    step.assertHeld();
    step.deps.world.notes.push({ text, token: step.token, key: step.idempotencyKey });
    await step.deps.world.enter('note', step.signal);
    step.deps.world.notesDone.push(text);
    // With a large offset the effect happens and its output is refused.
    return { token: step.token, echo: 'x'.repeat(step.deps.world.offset) };
  },
});

/** Pays once by `step.once`, then may fail. */
const priced = defineStep({
  version: 1,
  input: { what: z.string() },
  output: { price: z.number() },
  async run({ what }, step) {
    const price = await step.once('price', async () => {
      await step.deps.world.enter(`pay ${what}`, step.signal);
      return step.deps.world.offset;
    });
    await step.deps.world.enter('priced', step.signal);
    return { price };
  },
});

/** Where a test holds runs in a state of their own. */
const hold = defineStep({
  version: 1,
  input: { state: z.string() },
  output: {},
  async run({ state }, step) {
    await step.deps.world.enter(`hold ${state}`, step.signal);
    return {};
  },
});

const echo = defineStep({
  version: 1,
  input: { text: z.string() },
  output: { text: z.string() },
  run: ({ text }) => Promise.resolve({ text }),
});

const clock = defineStep({
  version: 1,
  input: {},
  output: { reading: z.number() },
  volatile: true,
  async run(_input, step) {
    await step.deps.world.enter('clock', step.signal);
    return { reading: step.deps.world.ran.length };
  },
});

const huge = defineStep({
  version: 1,
  input: { bytes: z.number() },
  output: { text: z.string() },
  run: ({ bytes }) => Promise.resolve({ text: 'x'.repeat(bytes) }),
});

/** Two items of its list have one key; its own code (`key`) may also throw. */
const misnamed = defineMapStep({
  ...squareOf,
  id(n) {
    if (n > 0) throw new Error('key() is broken');
    return '';
  },
  run: (n) => Promise.resolve(n),
});

/** Each result is as long as its item says. */
const wide = defineMapStep({ ...squareOf, output: z.string(), run: (n) => Promise.resolve('x'.repeat(n)) });

const hopeless = defineStep({
  version: 1,
  input: {},
  output: {},
  async run(_input, step) {
    await step.deps.world.enter('hopeless', step.signal);
    throw nonRetryable('InputInvalid', 'no use trying again');
  },
});

export const sumSteps = stepSet('sum', {
  list,
  square,
  paidSquare,
  gap,
  total,
  largest,
  note,
  priced,
  clock,
  hold,
  echo,
  huge,
  misnamed,
  wide,
  hopeless,
});
