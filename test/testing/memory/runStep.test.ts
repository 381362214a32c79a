/** One step by itself. */
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { ref, stepsFor } from '../../../activities';
import { runStep } from '../../../testing/runStep';
import { charge, mail, price, quote } from '../shop';

const deps = { seen: [] as string[] };
beforeEach(() => (deps.seen.length = 0));
const prices = [{ id: '1', outcome: 'ok' as const, value: 100 }];

test('a step is a function of its input, with defaults, and of its context', async () => {
  expect(await runStep(quote, { sku: 'tea' }, { deps })).toEqual({ cents: 119 });
  expect(deps.seen).toEqual([expect.stringMatching(/^asked for tea as [0-9a-f]{64}$/)]);
});

test('references are plain data, both ways', async () => {
  expect(await runStep(charge, { id: '7', prices }, { deps })).toEqual({ receipt: 'receipt of 7' });
  expect(deps.seen).toEqual(['charge-7: 100']);
  const { defineStep } = stepsFor();
  const lists = { all: ref(z.array(z.number())), count: z.number() };
  const list = defineStep({
    version: 1,
    input: { from: ref(z.array(z.number())) },
    output: lists,
    run: ({ from }) => Promise.resolve({ all: from.map((n) => n * 2), count: from.length }),
  });
  expect(await runStep(list, { from: [1, 2] }, { deps: {} })).toEqual({ all: [2, 4], count: 2 });
});

test('the items of a map step end ok, skipped or failed', async () => {
  const items = [1, 2, -3].map((n) => ({ sku: `a-${n}`, cents: n * 100 }));
  expect(await runStep(price, items, { deps, shared: { factor: 2 } })).toEqual([
    { id: 'a-1', outcome: 'ok', value: 200 },
    { id: 'a-2', outcome: 'skipped', reason: 'sold out' },
    { id: 'a--3', outcome: 'ok', value: -600 },
  ]);
  const { defineMapStep } = stepsFor();
  const fails = defineMapStep({
    version: 1,
    item: z.string(),
    id: (name) => name,
    shared: {},
    output: z.string(),
    run: () => Promise.reject(new Error('broken')),
  });
  expect(await runStep(fails, ['x'], { deps: {} })).toEqual([{ id: 'x', outcome: 'failed', reason: 'broken' }]);
});

test('what is no input or no output is refused as in a worker, in its words', async () => {
  const wrong = runStep(quote, { sku: 7 } as never, { deps });
  await expect(wrong).rejects.toMatchObject({
    type: 'InputInvalid',
    message: expect.stringContaining('sku') as string,
  });
  const { defineStep } = stepsFor();
  const lies = defineStep({ version: 1, input: {}, output: z.number(), run: () => Promise.resolve('7' as never) });
  await expect(runStep(lies, {}, { deps: {} })).rejects.toMatchObject({ type: 'OutputInvalid' });
});

test('what its own code throws comes as it is', async () => {
  const broken = new RangeError('no way out');
  const trouble = (): never => {
    throw broken;
  };
  await expect(runStep(mail, { text: '' }, { deps: { ...deps, trouble } })).rejects.toBe(broken);
  const much = [{ id: '1', outcome: 'ok' as const, value: 200_000 }];
  await expect(runStep(charge, { id: '7', prices: much }, { deps })).rejects.toThrow(ApplicationFailure);
});

test('it is cancelled by a signal, and given a token', async () => {
  const controller = new AbortController();
  const trouble = (_what: string, signal: AbortSignal): Promise<void> => {
    controller.abort();
    return new Promise((_resolve, reject) => reject(signal.reason as Error));
  };
  await expect(runStep(mail, { text: '' }, { deps: { ...deps, trouble }, signal: controller.signal })).rejects.toThrow(
    'CANCELLED',
  );
  const { defineStep } = stepsFor();
  const put = defineStep({
    version: 1,
    input: {},
    output: z.number(),
    resource: () => 'file',
    replaces: true,
    run: (_input, { token }) => Promise.resolve(token),
  });
  expect(await runStep(put, {}, { deps: {}, token: 7 })).toBe(7);
  expect(await runStep(put, {}, { deps: {} })).toBeGreaterThan(1e9);
});
