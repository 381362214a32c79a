/** What is paid for by `once` and by a map with `cache`: how often, under which keys, and what of a wrong shape. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ref, stepSet, stepsFor } from '../../../../activities/kit';
import type { Mapped, StepContext } from '../../../../activities/kit';
import type { ItemContext } from '../../../../activities/kit/authoring/define';
import { until } from '../../../kit/driver';
import { useAnyRedis } from '../../../support/redis';
import { WorkerProcess } from '../guarded';

const redis = useAnyRedis();
const { defineStep, defineMapStep } = stepsFor();

type Body = (step: StepContext<object>) => Promise<unknown>;
type ItemBody = (item: string, step: ItemContext<object>) => Promise<unknown>;

/** A worker with one step that does this; each call is in a run of its own, unless one is named. */
function worker(body: Body): (over?: { runId?: string; fresh?: string; attempt?: number }) => Promise<unknown> {
  const set = stepSet('lab', {
    pay: defineStep({
      version: 1,
      input: { of: z.string() },
      output: z.unknown() as z.ZodType<null>,
      run: (_input, step) => body(step) as Promise<null>,
    }),
  });
  const of = randomUUID();
  return ({ runId = randomUUID(), fresh, attempt = 1 } = {}) =>
    new WorkerProcess(redis.store, set).call(
      'lab.pay',
      { of },
      { runId, attempt, options: { maximumFailures: 1, ...(fresh !== undefined && { fresh }) } },
    );
}

/** A list of one item, and a map over it that does this. */
const mapping = (body: ItemBody, over: { cache?: boolean; again?: number }) =>
  stepSet('lab', {
    list: defineStep({ version: 1, input: {}, output: ref(z.array(z.string())), run: () => Promise.resolve(['a']) }),
    each: defineMapStep({
      ...over,
      version: 1,
      item: z.string(),
      id: (item) => item,
      shared: { of: z.string() },
      output: z.number(),
      run: (item, _shared, step) => body(item, step) as Promise<number>,
    }),
  });

/** Such a map, and the outcomes of its item; each call is in a run of its own. */
function map(body: ItemBody, over: { cache?: boolean; again?: number }) {
  const of = randomUUID();
  const set = mapping(body, over);
  return async (options: { fresh?: string } = {}): Promise<unknown> => {
    const runId = randomUUID();
    const here = new WorkerProcess(redis.store, set);
    const items = await here.call('lab.list', {}, { runId });
    const { counts } = (await here.call(
      'lab.each',
      { items, shared: { of }, from: 0, to: 1 },
      { runId, options },
    )) as Mapped<number>;
    return counts;
  };
}

test('an answer is asked for once, in whichever run, until a person wants it paid for anew', async () => {
  const keys: string[] = [];
  const call = worker((step) => step.once('price', ({ idempotencyKey }) => Promise.resolve(keys.push(idempotencyKey))));
  expect(await call()).toBe(1);
  expect(await call()).toBe(1);
  expect(await call({ fresh: 'wish' })).toBe(2);
  expect(await call({ fresh: 'wish' })).toBe(2);
  expect(await call({ fresh: 'another wish' })).toBe(3);
  expect(await call()).toBe(1);
  expect(keys).toHaveLength(3);
});

test('calls under two names are two, each with a key of its own, which is the same in every attempt', async () => {
  const keys: string[] = [];
  let failures = 1;
  const call = worker(async (step) => {
    for (const name of ['a', 'b']) {
      await step.once(name, async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        if (name === 'b' && (failures -= 1) >= 0) throw new Error('HTTP 500');
        return Promise.resolve(name);
      });
    }
    return null;
  });
  const runId = randomUUID();
  await expect(call({ runId })).rejects.toThrow('HTTP 500');
  await redis.store.run(runId).reset('lab.pay', { floor: false, clearStrikes: true });
  await call({ runId, attempt: 2 });
  const [a, first, again] = keys;
  expect(keys).toHaveLength(3);
  expect(again).toBe(first);
  expect(first).not.toBe(a);
});

test('what is called inside another once is refused by both names, and after one another it is not', async () => {
  const inside = worker((step) => step.once('outer', () => step.once('inner', () => Promise.resolve(1))));
  await expect(inside()).rejects.toMatchObject({
    type: 'InputInvalid',
    nonRetryable: true,
    message: expect.stringContaining("lab.pay: once('inner') is called inside once('outer')") as string,
  });
  const behind = worker(async (step) => {
    const first = await step.once('outer', () => Promise.resolve(1));
    return first + (await step.once('inner', () => Promise.resolve(2)));
  });
  expect(await behind()).toBe(3);
});

test('an answer of a wrong shape is final, is kept, and is asked for again only as often as its author says', async () => {
  for (const [again, calls] of [
    [undefined, 1],
    [0, 1],
    [2, 3],
  ] as const) {
    const keys: string[] = [];
    const call = worker((step) =>
      step.once(
        'price',
        ({ idempotencyKey }) => Promise.resolve(keys.push(idempotencyKey) > 3 ? 7 : ('many' as unknown as number)),
        { output: z.number(), ...(again !== undefined && { again }) },
      ),
    );
    const wrong = {
      type: 'OutputInvalid',
      nonRetryable: true,
      message: expect.stringContaining("of once('price') is not") as string,
    };
    await expect(call()).rejects.toMatchObject(wrong);
    await expect(call()).rejects.toMatchObject(wrong);
    expect(keys).toHaveLength(calls);
    expect(new Set(keys).size).toBe(calls);
  }
});

test('the first answer that fits is the answer, as its schema makes it', async () => {
  let asked = 0;
  const call = worker((step) =>
    step.once('price', () => Promise.resolve((asked += 1) === 1 ? ('many' as unknown as number) : 7), {
      output: z.number().transform((n) => n + 0.5),
      again: 5,
    }),
  );
  expect(await call()).toBe(7.5);
  expect(await call()).toBe(7.5);
  expect(asked).toBe(2);
});

test('a signal of a call fires when its run is cancelled', async () => {
  const set = stepSet('lab', {
    pay: defineStep({
      version: 1,
      input: {},
      output: z.null(),
      run: (_input, step) =>
        step.once(
          'price',
          ({ signal }) =>
            new Promise<null>((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
              started();
            }),
        ),
    }),
  });
  let started = (): void => undefined;
  const isPaying = new Promise<void>((resolve) => (started = resolve));
  const { result, cancel } = new WorkerProcess(redis.store, set).start('lab.pay', {}, { runId: randomUUID() });
  await isPaying;
  cancel();
  await expect(result).rejects.toThrow(/cancel/i);
});

test('an item with a cache goes on when Temporal gives its attempt up, and its answer serves the next one', async () => {
  const signals: AbortSignal[] = [];
  let answer = (_value: number): void => undefined;
  const body: ItemBody = (_item, { signal }) => {
    signals.push(signal);
    return new Promise<number>((resolve) => (answer = resolve));
  };
  const worker = new WorkerProcess(redis.store, mapping(body, { cache: true }));
  const runId = randomUUID();
  const items = await worker.call('lab.list', {}, { runId });
  const input = { items, shared: { of: runId }, from: 0, to: 1 };
  const { result, cancel } = worker.start('lab.each', input, { runId });
  await until(
    () => signals,
    ({ length }) => length > 0,
  );
  cancel('gone');
  await expect(result).rejects.toThrow(/cancel/i);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  const next = worker.call('lab.each', input, { runId, attempt: 2 });
  answer(7);
  await expect(next).resolves.toMatchObject({ counts: { ok: 1, cached: 1 } });
  expect(signals).toHaveLength(1);
});

describe.each([false, true])('an item of a map (cache: %s)', (cache) => {
  test('whose answer has a wrong shape fails after one call, or after as many more as its author says', async () => {
    for (const [again, calls] of [
      [undefined, 1],
      [1, 2],
    ] as const) {
      const keys: string[] = [];
      const run = map((_item, step) => Promise.resolve(keys.push(step.idempotencyKey) && 'many'), {
        cache,
        ...(again !== undefined && { again }),
      });
      expect(await run()).toMatchObject({ ok: 0, failed: 1 });
      expect(new Set(keys).size).toBe(calls);
      expect(keys).toHaveLength(calls);
    }
  });

  test('is ok with the first answer that fits', async () => {
    let asked = 0;
    const run = map(() => Promise.resolve((asked += 1) < 3 ? 'many' : 3), { cache, again: 4 });
    expect(await run()).toMatchObject({ ok: 1, failed: 0, cached: 0 });
    expect(asked).toBe(3);
  });

  test('is run again in a later run only where nothing of it is kept, or a person wants it', async () => {
    let asked = 0;
    const run = map(() => Promise.resolve((asked += 1)), { cache });
    expect([await run(), await run()]).toMatchObject([{ cached: 0 }, { cached: cache ? 1 : 0 }]);
    expect(asked).toBe(cache ? 1 : 2);
    expect(await run({ fresh: 'wish' })).toMatchObject({ cached: 0 });
    expect(asked).toBe(cache ? 2 : 3);
  });
});

test('an item counts as cached where all that it asked for had been paid before, and something was', async () => {
  let name = 'first';
  const run = map(async (_item, step) => {
    const kept = await step.once('kept', () => Promise.resolve(1));
    return kept + (await step.once(name, () => Promise.resolve(2)));
  }, {});
  expect(await run()).toMatchObject({ cached: 0 });
  expect(await run()).toMatchObject({ cached: 1 });
  name = 'second';
  expect(await run()).toMatchObject({ cached: 0 });
  expect(await map(() => Promise.resolve(1), {})()).toMatchObject({ cached: 0 });
});

test('an item that was skipped or has failed is not cached, whatever it asked for', async () => {
  for (const end of ['skip', 'fail']) {
    const run = map(async (_item, step) => {
      await step.once('kept', () => Promise.resolve(1));
      return end === 'skip' ? step.skip('odd') : 'many';
    }, {});
    expect(await run()).toMatchObject({ ok: 0, cached: 0 });
    expect(await run()).toMatchObject({ ok: 0, cached: 0 });
  }
});
