/** How long what was paid for is found again, and under which name of its step: on a simulated Redis whose clock leaps over months. */
import { z } from 'zod';
import { mustFitTogether, ref, stepSet, stepsFor } from '../../../../activities/kit';
import type { AnyStepSet } from '../../../../activities/kit';
import type { KeptPage } from '../../../../activities/kit/contract';
import { openSimulation } from '../../../../testing/simulation';
import type { Simulation } from '../../../../testing/simulation';
import { WorkerProcess } from '../guarded';

const { defineStep, defineMapStep } = stepsFor();
const DAY_MS = 24 * 3_600_000;
const ITEMS = ['a', 'b'];

interface Paid {
  /** The keys under which somebody was asked for money. */
  readonly keys: string[];
}

/** What this file varies of a step: how long its answers are kept, and what it was called. */
interface Lasting {
  readonly keep?: '90 days' | '1 hour';
  readonly was?: string | readonly string[];
}

const list = defineStep({ version: 1, input: {}, output: ref(z.array(z.string())), run: () => Promise.resolve(ITEMS) });

/** A plain step with a paid call in it. */
const quote = (paid: Paid, lasting: Lasting = {}) =>
  defineStep({
    ...lasting,
    version: 1,
    input: { sku: z.string() },
    output: { cents: z.number() },
    async run({ sku }, step) {
      return {
        cents: await step.once('ask', ({ idempotencyKey }) =>
          Promise.resolve(paid.keys.push(`${sku} ${idempotencyKey}`)),
        ),
      };
    },
  });

/** A map whose items are paid for as a whole, or whose items pay for something. */
const label = (paid: Paid, lasting: Lasting = {}, cache = true) =>
  defineMapStep({
    ...lasting,
    version: 1,
    cache,
    item: z.string(),
    id: (it) => it,
    shared: {},
    output: z.number(),
    run: (item, _shared, step) =>
      cache
        ? Promise.resolve(paid.keys.push(item))
        : step.once('ask', ({ idempotencyKey }) => Promise.resolve(paid.keys.push(`${item} ${idempotencyKey}`))),
  });

let world: Simulation;
let runs = 0;
beforeEach(async () => {
  world = await openSimulation();
});

/** A worker of its own: nothing that it knows comes from a process before it. */
const workerOf = (set: AnyStepSet): WorkerProcess => new WorkerProcess(world.store(world.process('worker')), set);

/** One call in a run of its own: no record of another run answers it. */
const called = (set: AnyStepSet, name: string, input: unknown, runId = `run ${(runs += 1)}`): Promise<unknown> =>
  world.finish(workerOf(set).call(`${set.namespace}.${name}`, input, { runId }));

async function mapped(set: AnyStepSet, name: string): Promise<unknown> {
  const runId = `run ${(runs += 1)}`;
  const items = await called(set, 'list', {}, runId);
  return called(set, name, { items, shared: {}, from: 0, to: ITEMS.length }, runId);
}

describe('keep', () => {
  test('a job of once a month finds its answers again, those of items and those of single calls', async () => {
    const paid: Paid = { keys: [] };
    const keep = '90 days';
    const set = stepSet('shop', { list, quote: quote(paid, { keep }), label: label(paid, { keep }) });
    const month = async (): Promise<unknown> => [
      await called(set, 'quote', { sku: 'tea' }),
      await mapped(set, 'label'),
    ];
    const first = await month();
    await world.pass(31 * DAY_MS);
    expect(await month()).toMatchObject([(first as [object])[0], { counts: { ok: 2, cached: 2 } }]);
    expect(paid.keys).toHaveLength(3);
  });

  test('without it they are gone in the month after', async () => {
    const paid: Paid = { keys: [] };
    const set = stepSet('shop', { list, quote: quote(paid), label: label(paid) });
    const month = async (): Promise<unknown> => [
      await called(set, 'quote', { sku: 'tea' }),
      await mapped(set, 'label'),
    ];
    await month();
    await world.pass(6 * DAY_MS);
    await month();
    expect(paid.keys).toHaveLength(3);
    await world.pass(25 * DAY_MS);
    await month();
    expect(paid.keys).toHaveLength(6);
  });

  test('it counts from when an answer was paid for: a month that finds it does not renew it', async () => {
    const paid: Paid = { keys: [] };
    const set = stepSet('shop', { quote: quote(paid, { keep: '90 days' }) });
    const counts: number[] = [];
    for (let month = 0; month < 4; month += 1) {
      await called(set, 'quote', { sku: 'tea' });
      counts.push(paid.keys.length);
      await world.pass(31 * DAY_MS);
    }
    expect(counts).toEqual([1, 1, 1, 2]);
  });

  test('it is a matter of each step: an hour here, the days of the worker there', async () => {
    const paid: Paid = { keys: [] };
    const set = stepSet('shop', { quick: quote(paid, { keep: '1 hour' }), quote: quote(paid) });
    const both = async (): Promise<void> => {
      await called(set, 'quick', { sku: 'tea' });
      await called(set, 'quote', { sku: 'tea' });
    };
    await both();
    await world.pass(DAY_MS);
    await both();
    expect(paid.keys).toHaveLength(3);
  });

  test('what no answer can live for is refused where the set is defined', () => {
    const refused = (keep: unknown): string => {
      try {
        stepSet('shop', { quote: quote({ keys: [] }, { keep } as Lasting) });
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    };
    for (const keep of ['59 minutes', '367 days', 'for ever', '90 dayz', 0, -1, Number.NaN, null, {}, '']) {
      expect(refused(keep)).toContain('shop.quote: its keep is');
    }
    for (const keep of ['1 hour', '1 day', '366 days', '2 weeks', '90d', 3_600_000]) expect(refused(keep)).toBe('');
  });
});

describe('was', () => {
  const before = (paid: Paid) =>
    stepSet('shop', { list, quote: quote(paid), label: label(paid), ask: label(paid, {}, false) });
  const all = async (set: AnyStepSet, [plain, map, asking]: readonly [string, string, string]): Promise<unknown> => [
    await called(set, plain, { sku: 'tea' }),
    await mapped(set, map),
    await mapped(set, asking),
  ];
  const names = ['quote', 'label', 'ask'] as const;

  test('a step that was renamed finds what it had paid for, and does not call its own code', async () => {
    const paid: Paid = { keys: [] };
    const cents = await called(before(paid), 'quote', { sku: 'tea' });
    await mapped(before(paid), 'label');
    await mapped(before(paid), 'ask');
    const after: Paid = { keys: [] };
    const set = stepSet('store', {
      list,
      price: quote(after, { was: 'shop.quote' }),
      tag: label(after, { was: ['shop.older', 'shop.label'] }),
      inquire: label(after, { was: 'shop.ask' }, false),
    });
    const [price] = (await all(set, ['price', 'tag', 'inquire'])) as [unknown];
    expect(price).toEqual(cents);
    expect([paid.keys.length, after.keys]).toEqual([5, []]);
  });

  test('one without a former name pays again', async () => {
    const paid: Paid = { keys: [] };
    await all(before(paid), names);
    const after: Paid = { keys: [] };
    const set = stepSet('store', { list, quote: quote(after), label: label(after), ask: label(after, {}, false) });
    await all(set, names);
    expect([paid.keys.length, after.keys.length]).toEqual([5, 5]);
  });

  test('what it pays for anew is kept under its present name: the former one can go', async () => {
    const paid: Paid = { keys: [] };
    await all(
      stepSet('shop', {
        list,
        quote: quote(paid, { was: 'shop.price' }),
        label: label(paid, { was: 'shop.tag' }),
        ask: label(paid, { was: 'shop.x' }, false),
      }),
      names,
    );
    await all(before(paid), names);
    expect(paid.keys).toHaveLength(5);
  });

  test('a run that is started again asks under the keys of before, so what began under the old name is not done twice', async () => {
    const [paid, after]: Paid[] = [{ keys: [] }, { keys: [] }];
    await called(before(paid!), 'quote', { sku: 'tea' }, 'the run');
    world.server.db
      .keys()
      .filter((key) => key.includes(':c2:'))
      .forEach((key) => world.server.db.delete(key));
    await called(stepSet('shop', { price: quote(after!, { was: 'shop.quote' }) }), 'price', { sku: 'tea' }, 'the run');
    expect(after!.keys).toEqual(paid!.keys);
    await called(stepSet('shop', { offer: quote(after!) }), 'offer', { sku: 'tea' }, 'the run');
    expect(after!.keys[1]).not.toBe(paid!.keys[0]);
  });

  test('what a run has kept of an effect is told under its present name', async () => {
    const keyed = { version: 1, input: {}, output: { receipt: z.string() }, idempotencyKey: () => 'key' };
    const run = () => Promise.resolve({ receipt: '' });
    const set = stepSet('shop', { pay: defineStep({ ...keyed, was: 'shop.charge', run }) });
    const kept = { input: {}, key: 'key', answer: { output: { receipt: '7' } } };
    const asked: string[][] = [];
    const keptEffects = (_execution: unknown, effects: ReadonlySet<string>) => {
      asked.push([...effects]);
      return Promise.resolve([
        { ...kept, step: 'shop.charge' },
        { ...kept, step: 'shop.other' },
      ]);
    };
    const worker = new WorkerProcess(world.store(world.process('worker')), set, { keptEffects });
    const page = await world.finish(worker.call('kit.kept', { execution: 'x', page: 0 }, { runId: 'the run' }));
    expect(page).toMatchObject({
      effects: [
        { ...kept, step: 'shop.pay' },
        { ...kept, step: 'shop.other' },
      ],
    });
    expect(asked).toEqual([['shop.pay', 'shop.charge']]);
  });

  test('what an execution kept is told in pages of 200 KiB, each effect on one of them', async () => {
    const set = stepSet('shop', {
      pay: defineStep({ version: 1, input: {}, output: z.string(), run: () => Promise.resolve('') }),
    });
    const all = Array.from({ length: 90 }, (_, n) => ({
      step: 'shop.pay',
      input: { n },
      answer: { output: 'x'.repeat(5000) },
    }));
    const keptEffects = () => Promise.resolve(all);
    const worker = new WorkerProcess(world.store(world.process('worker')), set, { keptEffects });
    const page = (number: number) =>
      world.finish(
        worker.call('kit.kept', { execution: 'x', page: number }, { runId: 'the run' }),
      ) as Promise<KeptPage>;
    const pages = [await page(0), await page(1), await page(2)];
    expect(pages.map(({ more }) => more)).toEqual([true, true, false]);
    expect(pages.flatMap(({ effects }) => effects)).toEqual(all);
    for (const { effects } of pages) expect(JSON.stringify(effects).length).toBeLessThan(201 * 1024);
  });

  test('two steps that were one, one that is a step still, and what is no whole name are refused where the set is defined', () => {
    const step = (was?: unknown) => quote({ keys: [] }, { was } as Lasting);
    const define = (steps: Record<string, ReturnType<typeof step>>) => () => stepSet('shop', steps);
    expect(define({ a: step('shop.c'), b: step('shop.c') })).toThrow(
      'shop.b: its was is shop.c, and so is that of shop.a',
    );
    expect(define({ a: step(['shop.c', 'shop.c']) })).toThrow('so is that of shop.a');
    expect(define({ a: step('shop.b'), b: step() })).toThrow('shop.a: its was is shop.b, which is a step still');
    expect(define({ a: step('shop.a') })).toThrow('which is a step still');
    for (const was of ['b', '', '.b', 'shop.', 7, [null], {}])
      expect(define({ a: step(was) })).toThrow("give the whole name that it had, as 'shop.charge'");
    expect(define({ a: step(Array.from({ length: 11 }, (_, n) => `shop.n${n}`)) })).toThrow('at most 10');
    expect(define({ a: step('store.a'), b: step(['shop.x', 'shop.y']) })).not.toThrow();
    const [first, second] = [stepSet('shop', { a: step('shop.c') }), stepSet('store', { a: step('shop.c') })];
    expect(() => mustFitTogether([first, second])).toThrow('store.a: its was is shop.c, and so is that of shop.a');
    expect(() => mustFitTogether([first, first])).not.toThrow();
    expect(() => mustFitTogether([stepSet('store', { b: step('shop.a') }), first])).toThrow('which is a step still');
  });
});
