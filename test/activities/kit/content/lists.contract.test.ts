/** `kit.list` and `kit.value`, views, and which items had been paid for before: behind the guard, on every Redis. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { mapped, ref, stepSet, stepsFor } from '../../../../activities/kit';
import type { Mapped, Ref } from '../../../../activities/kit';
import type { ListRequest } from '../../../../activities/kit/contract';
import { cachedBy } from '../../../../redis/itemRecord';
import { useAnyRedis } from '../../../support/redis';
import { WorkerProcess } from '../guarded';

const redis = useAnyRedis();
const { defineStep, defineMapStep } = stepsFor();

const paidFor: string[] = [];
const numbers = defineStep({
  version: 1,
  input: { upTo: z.number() },
  output: ref(z.array(z.number())),
  run: ({ upTo }) => Promise.resolve(Array.from({ length: upTo }, (_, i) => i)),
});
const doubling = {
  version: 1,
  item: z.number(),
  id: (n: number) => `n${n}`,
  shared: { of: z.string() },
  output: z.number(),
};
const set = stepSet('lab', {
  numbers,
  double: defineMapStep({ ...doubling, run: async (n, _shared, step) => (n % 2 === 1 ? step.skip('odd') : 2 * n) }),
  paid: defineMapStep({
    ...doubling,
    cache: true,
    run: (n, { of }) => Promise.resolve(paidFor.push(`${of} ${n}`) && n),
  }),
  once: defineMapStep({
    ...doubling,
    run: (n, { of }, step) => step.once('price', () => Promise.resolve(paidFor.push(`${of} ${n}`) && n)),
  }),
  sum: defineStep({
    version: 1,
    input: { of: ref(z.array(z.number())) },
    output: z.number(),
    run: ({ of }) => Promise.resolve(of.reduce((all, n) => all + n, 0)),
  }),
  told: defineStep({
    version: 1,
    input: { of: mapped(z.number()) },
    output: z.array(z.string()),
    run: ({ of }) => Promise.resolve(of.map((entry) => JSON.stringify(entry))),
  }),
});

const worker = (): WorkerProcess => new WorkerProcess(redis.store, set);
const inRun = (runId: string) => ({
  list: (request: Omit<ListRequest, 'of'>) =>
    worker().call('kit.list', { of: 'lab.numbers', ...request }, { runId }) as Promise<Ref<unknown>>,
  look: (of: Ref<unknown>, maxBytes = 1000) => worker().call('kit.value', { ref: of, maxBytes }, { runId }),
  numbers: (upTo: number) => worker().call('lab.numbers', { upTo }, { runId }) as Promise<Ref<unknown>>,
  map: (step: string, items: Ref<unknown>, of = '') =>
    worker().call(step, { items, shared: { of }, from: 0, to: items.items }, { runId }) as Promise<Mapped<number>>,
});

test('lists are joined, subtracted and flattened by content, in order, and a list counts by what is in it', async () => {
  const { list, look, numbers: upTo } = inRun(randomUUID());
  const three = await upTo(3);
  const joined = await list({ lists: [three, [7, { b: 1, a: 2 }, 1], [{ a: 2, b: 1 }]], unique: true });
  expect(joined).toMatchObject({ step: 'lab.numbers', items: 5 });
  await expect(look(joined)).resolves.toEqual([0, 1, 2, 7, { a: 2, b: 1 }]);
  await expect(look(await list({ lists: [joined], minus: [three, [{ a: 2, b: 1 }]] }))).resolves.toEqual([7]);
  await expect(look(await list({ lists: [[[1, 1], [], [2]]], flat: true }))).resolves.toEqual([1, 1, 2]);
  expect(await list({ lists: [[0, 1, 2]] })).toMatchObject({ $ref: three.$ref });
  expect((await list({ lists: [[]] })).items).toBe(0);
});

test('a list of no lists cannot be flattened, and says which item is none', async () => {
  const { list } = inRun(randomUUID());
  await expect(list({ lists: [[[1], 2]], flat: true })).rejects.toMatchObject({
    type: 'InputInvalid',
    message: expect.stringContaining('items[1] of what lab.numbers made is no list'),
  });
});

test('a lost list is made again from what it was made of; what that was made of is named when it is lost', async () => {
  const runId = randomUUID();
  const { list, look, numbers: upTo } = inRun(runId);
  const run = redis.store.run(runId);
  const three = await upTo(3);
  const joined = await list({ lists: [three, [7]] });
  await run.dropBlob({ sha: joined.$ref, bytes: joined.bytes });
  await expect(look(joined)).rejects.toMatchObject({ type: 'StateLost', details: [[{ step: 'lab.numbers' }]] });
  expect(await list({ lists: [three, [7]] })).toMatchObject({ $ref: joined.$ref });
  await run.dropBlob({ sha: joined.$ref, bytes: joined.bytes });
  await run.dropBlob({ sha: three.$ref, bytes: three.bytes });
  await expect(list({ lists: [three, [7]] })).rejects.toMatchObject({
    type: 'StateLost',
    details: [[{ field: 'list 1', step: 'lab.numbers', sha: three.$ref, corrupt: false }]],
  });
});

test('a body is not shown more than it asked for', async () => {
  const { look, numbers: upTo } = inRun(randomUUID());
  await expect(look(await upTo(10), 21)).resolves.toHaveLength(10);
  await expect(look(await upTo(10), 20)).rejects.toMatchObject({
    type: 'TooLarge',
    message: expect.stringContaining('has 21 bytes, and the body asked for at most 20: let a step read it'),
  });
});

test('the view of ok values is what steps and maps read, and another input than the map itself', async () => {
  const runId = randomUUID();
  const { look, numbers: upTo, map } = inRun(runId);
  const doubled = await map('lab.double', await upTo(4));
  expect(doubled.counts).toEqual({ total: 4, ok: 2, failed: 0, skipped: 2, cached: 0 });
  const ok = { ...doubled, items: 2, view: 'ok' } as unknown as Ref<unknown>;
  await expect(look(ok)).resolves.toEqual([0, 4]);
  await expect(worker().call('lab.sum', { of: ok }, { runId })).resolves.toBe(4);
  await expect(worker().call('lab.sum', { of: doubled }, { runId })).rejects.toMatchObject({ type: 'InputInvalid' });
  expect((await map('lab.double', ok)).counts).toMatchObject({ total: 2, ok: 2 });
  // The same references with another reader's hash: not answered from each other's record.
  const all = (await redis.store.run(runId).facts()).records.filter(({ step }) => step === 'lab.double');
  expect(all).toHaveLength(2);
});

describe.each(['lab.paid', 'lab.once'])('what had been paid for before (%s)', (step) => {
  const marksIn = async (runId: string): Promise<(string | undefined)[]> =>
    (await redis.store.run(runId).facts()).records
      .filter((record) => record.step === step)
      .map((record) => record.cachedItems);

  test('is counted in a later run, is no part of what the map gives, and its readers are not asked again for it', async () => {
    const [first, second, of] = [randomUUID(), randomUUID(), randomUUID()];
    const paid = await inRun(first).map(step, await inRun(first).numbers(3), of);
    const again = await inRun(second).map(step, await inRun(second).numbers(3), of);
    expect([paid.counts.cached, again.counts.cached]).toEqual([0, 3]);
    expect(again.$ref).toBe(paid.$ref);
    expect(paidFor.filter((one) => one.startsWith(of))).toHaveLength(3);
    const told = (await worker().call('lab.told', { of: again }, { runId: second })) as string[];
    expect(told.join()).not.toContain('cached');
    expect([await marksIn(first), await marksIn(second)]).toEqual([[undefined], ['all']]);
  });

  test('is told item by item where only some were, also by an attempt that finds them recorded', async () => {
    const [first, second, of] = [randomUUID(), randomUUID(), randomUUID()];
    await inRun(first).map(step, await inRun(first).list({ lists: [[0, 2, 9]] }), of);
    const ten = await inRun(second).numbers(10);
    const made = await inRun(second).map(step, ten, of);
    expect(made.counts).toMatchObject({ total: 10, ok: 10, cached: 3 });
    const run = redis.store.run(second);
    await run.reset(step, { floor: true, clearStrikes: true });
    const anew = await inRun(second).map(step, ten, of);
    expect(anew.counts).toEqual(made.counts);
    await run.reset(step, { floor: true, clearStrikes: true });
    await run.dropItems(step);
    expect((await inRun(second).map(step, ten, of)).counts.cached).toBe(3);
    const [marks] = await marksIn(second);
    expect(Array.from({ length: 10 }, (_, i) => i).filter(cachedBy(marks))).toEqual([0, 2, 9]);
  });
});
