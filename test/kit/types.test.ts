/**
 * What must not compile. Every `@ts-expect-error` is a test: `npm run check:types` fails where the line below it compiles.
 * The functions that hold the lines are never called.
 */
import { z } from 'zod';
import { fileSink, mapped, ref, stepSet, stepsFor } from '../../activities';
import type { Ref } from '../../activities';
import { createWorker } from '../../worker';
import { steps } from '../../workflows/kit';

interface Deps {
  readonly rate: number;
}
const { defineStep, defineMapStep } = stepsFor<Deps>();
const list = defineStep({
  version: 1,
  input: { upTo: z.number() },
  output: ref(z.array(z.number())),
  run: ({ upTo }) => Promise.resolve([upTo]),
});
const words = defineStep({
  version: 1,
  input: {},
  output: ref(z.array(z.string())),
  run: () => Promise.resolve(['word']),
});
const double = defineMapStep({
  version: 1,
  item: z.number(),
  id: (n) => `number ${n}`,
  shared: { by: z.number() },
  output: z.number(),
  run: (n, { by }, step) => Promise.resolve(n * by * step.deps.rate),
});
const alone = defineMapStep({
  version: 1,
  item: z.number(),
  id: (n) => `number ${n}`,
  shared: {},
  output: z.number(),
  run: (n) => Promise.resolve(n),
});
const book = defineStep({
  version: 1,
  input: { id: z.number(), page: ref(z.string()) },
  output: { booking: z.string() },
  run: ({ id }) => Promise.resolve({ booking: String(id) }),
});
const sum = defineStep({
  version: 1,
  input: { doubled: mapped(z.number()) },
  output: { sum: z.number() },
  run: ({ doubled }) => Promise.resolve({ sum: doubled.length }),
});
const set = stepSet('types', { list, words, double, sum, alone, book });
const calls = steps<typeof set>('types');

function border(): void {
  const base = { version: 1, run: () => Promise.reject(new Error('never runs')) };
  // @ts-expect-error a Date would arrive as a string
  defineStep({ ...base, input: { at: z.date() }, output: z.string() });
  // @ts-expect-error a Map would arrive as an empty object
  defineStep({ ...base, input: {}, output: { counts: z.map(z.string(), z.number()) } });
  // @ts-expect-error nor by reference
  ref(z.map(z.string(), z.number()));
  // @ts-expect-error nor inside the items of a list
  ref(z.array(z.object({ at: z.date() })));
  // @ts-expect-error nor as the output of a map step
  mapped(z.date());
  // @ts-expect-error class instances lose their methods
  ref(z.instanceof(URL));
  // @ts-expect-error an item is JSON too
  defineMapStep({ ...base, item: z.date(), key: () => 'key', shared: {}, output: z.number() });
}

async function dependencies(): Promise<void> {
  const common = { pipelines: 'pipelines', steps: [set] } as const;
  await createWorker({ ...common, deps: { rate: 2 } });
  await createWorker({ ...common, deps: () => ({ rate: 2 }) });
  // @ts-expect-error every step's dependencies must be there
  await createWorker({ ...common, deps: {} });
  // @ts-expect-error of the right type
  await createWorker({ ...common, deps: { rate: 'two' } });
}

async function calling(): Promise<void> {
  const numbers = await calls.list({ upTo: 3 });
  const doubled = await calls.double.map(numbers, { by: 2 });
  await calls.sum({ doubled });
  const texts: Ref<string[]> = await calls.words({});
  // @ts-expect-error a list of strings is no list of numbers
  await calls.double.map(texts, { by: 2 });
  // @ts-expect-error a plain list is no output of a map
  await calls.sum({ doubled: numbers });
  await calls.double.map([1, 2], { by: 2 });
  // @ts-expect-error a small list of texts is no list of numbers either
  await calls.double.map(['1'], { by: 2 });
  await calls.double.map(doubled.ok(), { by: 2 });
  await calls.double.map(await (await numbers.plus([1])).minus(doubled.ok()), { by: 2 });
  const [first = 0, ...others]: number[] = [
    ...(await doubled.values({ max: 2 })),
    numbers.length,
    doubled.counts.cached,
  ];
  void [first, others];
  // @ts-expect-error what comes into the body is bounded by name
  await numbers.values();
  // @ts-expect-error a list of numbers has none to flatten
  await calls.double.map(await numbers.flat(), { by: '2' });
  // @ts-expect-error what all items share must be given
  await calls.double.map(numbers, {});
  // @ts-expect-error a field of the wrong type
  await calls.list({ upTo: '3' });
  // @ts-expect-error a plain step has no map
  void calls.list.map;
  // @ts-expect-error a map step is not called
  await calls.double(numbers);
  // @ts-expect-error the set has no such step
  void calls.triple;
  // @ts-expect-error the namespace is the set's own
  steps<typeof set>('other');
  // @ts-expect-error options are for steps that exist
  steps<typeof set>('types', { steps: { triple: {} } });
}

async function options(page: Ref<string>): Promise<void> {
  const numbers = await calls.list({ upTo: 3 }, { label: 'to 3', onFailure: 'throw' });
  await calls.alone.map(numbers);
  await calls.alone.map(numbers, {}, { maxFailed: '10%', label: 'all' });
  await calls.double.map(numbers, { by: 2 }, { shardSize: 10 });
  // @ts-expect-error a misspelt option
  await calls.list({ upTo: 3 }, { lable: 'to 3' });
  // @ts-expect-error an option of maps
  await calls.list({ upTo: 3 }, { shardSize: 3 });
  // @ts-expect-error options come behind what all items share
  await calls.alone.map(numbers, { label: 'all' });
  // @ts-expect-error items are not undone
  await calls.alone.map(numbers, {}, { undo: () => Promise.resolve() });
  // @ts-expect-error a label is of one call
  steps<typeof set>('types', { label: 'all' });
  await calls.book(
    { id: 1, page },
    { undo: ({ input, output }) => calls.list({ upTo: input.id + Number(output?.booking) }) },
  );
  // @ts-expect-error nobody knows the output of a call that never answered
  await calls.book({ id: 1, page }, { undo: ({ output }) => calls.list({ upTo: output.booking.length }) });
  // @ts-expect-error what a reference refers to may be gone by then
  await calls.book({ id: 1, page }, { undo: ({ input }) => Promise.resolve(input.page) });
  // @ts-expect-error the same of an output
  await calls.words({}, { undo: () => Promise.resolve() });
}

function tokens(): void {
  const files = fileSink('out');
  defineStep({
    version: 1,
    input: {},
    output: z.number(),
    resource: () => 'the folder',
    run: async (_input, step) => (await files.write(step, 'a.txt', 'a')).bytes + step.token,
  });
  defineStep({
    version: 1,
    input: {},
    output: z.number(),
    // @ts-expect-error only a step with a resource has a token
    run: (_input, step) => Promise.resolve(step.token),
  });
  defineStep({
    version: 1,
    input: {},
    output: z.number(),
    // @ts-expect-error and may write where the token is checked
    run: async (_input, step) => (await files.write(step, 'a.txt', 'a')).bytes,
  });
}

function effects(): void {
  const page = { version: 1, input: { order: z.string() }, output: { page: ref(z.string()) } } as const;
  const run = ({ order }: { order: string }) => Promise.resolve({ page: order });
  const whole = { ...page, output: ref(z.string()) };
  const orderOf = ({ order }: { order: string }) => order;
  // @ts-expect-error the answer of a step with a business key is kept in history: no references
  defineStep({ ...page, idempotencyKey: orderOf, run });
  // @ts-expect-error nor as the whole output
  defineStep({ ...whole, idempotencyKey: orderOf, run: ({ order }) => Promise.resolve(order) });
  // @ts-expect-error the same on a resource
  defineStep({ ...page, resource: orderOf, run });
  // @ts-expect-error unless it is overwritten
  defineStep({ ...page, resource: orderOf, replaces: false, run });
  defineStep({ ...page, resource: orderOf, replaces: true, run });
  // @ts-expect-error which a business key takes back
  defineStep({ ...page, resource: orderOf, replaces: true, idempotencyKey: () => 'key', run });
  const receipt = { version: 1, input: { order: z.string() }, output: { receipt: z.string() } } as const;
  defineStep({
    ...receipt,
    idempotencyKey: ({ order }) => `charge-${order}`,
    run: ({ order }, step) => Promise.resolve({ receipt: order + step.deps.rate }),
  });
  // @ts-expect-error a key is a text
  defineStep({ ...receipt, idempotencyKey: () => 5, run: () => Promise.resolve({ receipt: '' }) });
  defineStep({
    ...receipt,
    // @ts-expect-error of the step's input
    idempotencyKey: ({ id }: { id: string }) => id,
    run: () => Promise.resolve({ receipt: '' }),
  });
  // @ts-expect-error only what holds a resource can replace it
  defineStep({ ...receipt, replaces: true, run: () => Promise.resolve({ receipt: '' }) });
}

async function nothing(): Promise<void> {
  const base = { version: 1, input: { to: z.string() } } as const;
  const send = (to: string): Promise<void> => Promise.resolve(void to);
  const mail = defineStep({ ...base, run: ({ to }, step) => send(to + step.deps.rate) });
  const keyed = defineStep({ ...base, idempotencyKey: ({ to }) => to, run: async ({ to }) => send(to) });
  const fenced = defineStep({ ...base, resource: ({ to }) => to, run: ({ to }, step) => send(to + step.token) });
  const mails = defineMapStep({
    version: 1,
    item: z.string(),
    id: (to) => to,
    shared: {},
    cache: true,
    run: (to, _shared, step) => send(to + step.deps.rate),
  });
  const quiet = steps<typeof quietSet>('quiet');
  const quietSet = stepSet('quiet', { mail, keyed, fenced, mails });
  const given: null = await quiet.mail({ to: 'you' });
  await quiet.keyed({ to: 'you' }, { undo: ({ input }) => quiet.mail(input) });
  await quiet.fenced({ to: 'you' });
  const values: null[] = await (await quiet.mails.map(['you'])).values({ max: 1 });
  void [given, values];
  // @ts-expect-error what returns something says what it is
  defineStep({ ...base, run: ({ to }) => Promise.resolve(to) });
  // @ts-expect-error there is nothing to give in its place, and it can be skipped without
  defineStep({ ...base, whenSkipped: null, run: ({ to }) => send(to) });
  // @ts-expect-error only a step with a resource has a token
  defineStep({ ...base, run: ({ to }, step) => send(to + String(step.token)) });
  // @ts-expect-error the same of an item
  defineMapStep({ version: 1, item: z.string(), id: (to) => to, shared: {}, run: (to) => Promise.resolve(to) });
}

// Compiled, never called.
void [nothing, border, dependencies, calling, options, tokens, effects];

it('gives steps that compile the same kinds at run time', () => {
  expect(Object.values(set.steps).map((step) => step.kind)).toEqual(['step', 'step', 'map', 'step', 'map', 'step']);
});
