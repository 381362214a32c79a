/** Calls that can be undone, and calls that undo, as the guard keeps them apart. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ref, stepSet, stepsFor } from '../../../../activities/kit';
import type { StepContext } from '../../../../activities/kit';
import { useAnyRedis } from '../../../support/redis';
import { WorkerProcess } from '../guarded';

const redis = useAnyRedis();
const { defineStep } = stepsFor();

/** What each `run` was told to send, in order. */
function shop(fails = false) {
  const sent: string[] = [];
  const plain = { version: 1, input: { order: z.string() }, output: z.string() };
  const send = async (key: string): Promise<string> => {
    sent.push(key);
    if (fails) throw new Error('no');
    return Promise.resolve(`answer ${sent.length}`);
  };
  const set = stepSet('shop', {
    reserve: defineStep({ ...plain, whenSkipped: 'none', run: ({ order }) => send(order) }),
    charge: defineStep({
      ...plain,
      idempotencyKey: ({ order }) => `order-${order}`,
      run: (_input, step: StepContext<object>) => send(step.idempotencyKey),
    }),
    refund: defineStep({ ...plain, run: (_input, step: StepContext<object>) => send(step.idempotencyKey) }),
    quote: defineStep({ ...plain, output: ref(z.string()), run: ({ order }) => send(order) }),
  });
  return { worker: new WorkerProcess(redis.store, set), sent };
}
const order = { order: '7' };

test('a call with an undo answers as an effect, whatever its step is', async () => {
  const { worker } = shop();
  const runId = randomUUID();
  const call = (options = {}) => worker.call('shop.reserve', order, { runId, options });
  expect(await call({ undo: true })).toEqual({ $effect: {}, output: 'answer 1' });
  expect(await worker.call('shop.reserve', order, { runId: randomUUID() })).toBe('answer 2');
});

test('its failure says that it may have begun, and says nothing where it certainly did not', async () => {
  const { worker } = shop(true);
  const options = { undo: true as const, maximumFailures: 1 };
  await expect(worker.call('shop.reserve', order, { runId: randomUUID(), options })).rejects.toMatchObject({
    details: [expect.anything(), { $begun: {} }],
  });
  const failure = (await worker
    .call('shop.reserve', {}, { runId: randomUUID(), options })
    .catch((error: unknown) => error)) as { type: string; details?: unknown[] };
  expect(failure.type).toBe('InputInvalid');
  expect(JSON.stringify(failure.details ?? [])).not.toContain('$begun');
});

test('a step that returns references is refused before it begins', async () => {
  const { worker, sent } = shop();
  await expect(
    worker.call('shop.quote', order, { runId: randomUUID(), options: { undo: true } }),
  ).rejects.toMatchObject({ type: 'OptionInvalid', nonRetryable: true });
  expect(sent).toEqual([]);
});

test('an effect that was undone is made again, under a key that says which time it is, and answers with its own name', async () => {
  const { worker, sent } = shop();
  const runId = randomUUID();
  const call = (time?: number) =>
    worker.call('shop.charge', order, { runId, options: time === undefined ? {} : { time } });
  const effect = { key: 'order-7' };
  expect(await call()).toEqual({ $effect: effect, output: 'answer 1' });
  expect(await call(2)).toEqual({ $effect: effect, output: 'answer 2' });
  expect(await call(2)).toEqual({ $effect: effect, output: 'answer 2' });
  expect(await call()).toEqual({ $effect: effect, output: 'answer 1' });
  expect(sent).toEqual(['order-7', 'order-7#2']);
});

test('a key of 255 bytes has room for that too', async () => {
  const { worker, sent } = shop();
  const long = { order: 'x'.repeat(249) };
  await worker.call('shop.charge', long, { runId: randomUUID(), options: { time: 2 } });
  expect(sent).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
});

test('what undoes one call has a record and a key of its own: neither another undo nor a plain call answers it', async () => {
  const { worker, sent } = shop();
  const runId = randomUUID();
  const undoing = (input: object, time?: number) =>
    worker.call('shop.refund', order, {
      runId,
      options: { undoes: { step: 'shop.charge', input, ...(time && { time }) }, ...(time && { time }) },
    });
  await worker.call('shop.refund', order, { runId });
  for (const [input, time] of [[{ order: '7' }], [{ order: '8' }], [{ order: '7' }, 2]] as const) {
    await undoing(input, time);
    await undoing(input, time);
  }
  expect(sent).toHaveLength(4);
  expect(new Set(sent).size).toBe(4);
});
