/** Kept effects, as the guard tells of them: in answers and in records. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ref, stepSet } from '../../../../activities/kit';
import type { StepContext } from '../../../../activities/kit';
import { useAnyRedis } from '../../../support/redis';
import { WorkerProcess } from '../guarded';
import { begun, order, refTo, shop } from '../shop';

const redis = useAnyRedis();

test('a step with a business key sends it as it is, and answers as an effect, with it', async () => {
  const { set, sent } = shop();
  const answer = await new WorkerProcess(redis.store, set).call('shop.charge', order, { runId: randomUUID() });
  expect(answer).toEqual({ $effect: { key: 'charge-4711' }, output: { receipt: 'paid 4711' } });
  expect(sent).toEqual(['charge-4711']);
});

test('a step on a resource, or whose run reads its key, answers as an effect without a business key', async () => {
  const { set, sent } = shop();
  const worker = new WorkerProcess(redis.store, set);
  const effect = { $effect: {}, output: { receipt: 'paid 4711' } };
  for (const step of ['ship', 'mail', 'sell']) {
    expect([step, await worker.call(`shop.${step}`, order, { runId: randomUUID() })]).toEqual([step, effect]);
  }
  expect(sent).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
});

test('a business key has at most 255 bytes', async () => {
  const worker = new WorkerProcess(redis.store, shop().set);
  const charge = (length: number) =>
    worker.call('shop.charge', { order: '1'.repeat(length - 'charge-'.length) }, { runId: randomUUID() });
  await expect(charge(255)).resolves.toHaveProperty('$effect');
  await expect(charge(256)).rejects.toMatchObject({
    type: 'InputInvalid',
    message: expect.stringContaining('256 bytes'),
  });
});

test('once, assertHeld and a resource that is overwritten make none', async () => {
  const worker = new WorkerProcess(redis.store, shop().set);
  for (const step of ['price', 'label', 'count']) {
    const answer = await worker.call(`shop.${step}`, order, { runId: randomUUID() });
    expect([step, answer]).toEqual([step, { receipt: expect.stringContaining('4711') }]);
  }
});

test('the key of a once in a step with a business key follows from that key, not from the rest of the input', async () => {
  const keys: string[] = [];
  const during = (step: StepContext<unknown>) =>
    step.once('card', ({ idempotencyKey }) => Promise.resolve(keys.push(idempotencyKey)));
  const { set } = shop(during);
  const worker = new WorkerProcess(redis.store, set);
  const [here, there] = [randomUUID(), randomUUID()];
  const orders = ['1', '2'];
  await worker.call('shop.chargeAll', { orders: await refTo(redis.store, here, orders) }, { runId: here });
  await worker.call('shop.chargeAll', { orders: await refTo(redis.store, there, orders) }, { runId: there });
  expect(keys).toHaveLength(1);
});

test('the same call on another occasion is another one, with a record and a key of its own', async () => {
  const { set, sent } = shop();
  const worker = new WorkerProcess(redis.store, set);
  const runId = randomUUID();
  const occasions = [undefined, 'approval 2026-01-02', 'approval 2026-01-03', 'approval 2026-01-03', undefined];
  for (const occasion of occasions) {
    await worker.call('shop.mail', order, { runId, options: occasion === undefined ? {} : { occasion } });
  }
  expect(new Set(sent).size).toBe(3);
  expect(sent).toHaveLength(3);
});

test('a record answers as an effect to another attempt, another worker and another execution', async () => {
  const { set, sent } = shop();
  const runId = randomUUID();
  const first = await new WorkerProcess(redis.store, set).call('shop.mail', order, { runId });
  const other = new WorkerProcess(redis.store, set);
  expect(await other.call('shop.mail', order, { runId, attempt: 2 })).toEqual(first);
  expect(await other.call('shop.mail', order, { runId, activityId: '9' })).toEqual(first);
  expect(sent).toHaveLength(1);
  expect((await redis.store.run(runId).facts()).records).toMatchObject([{ step: 'shop.mail', effect: {} }]);
});

test('an effect that a person skips says both', async () => {
  const worker = new WorkerProcess(redis.store, shop().set);
  const skip = { runId: randomUUID(), options: { skip: 'paid by hand' } };
  const skipped = { $skipped: 'paid by hand', output: { receipt: 'none' } };
  expect(await worker.call('shop.charge', order, skip)).toEqual({ $effect: { key: 'charge-4711' }, ...skipped });
  expect(await worker.call('shop.mail', order, skip)).toEqual(skipped);
  await worker.call('shop.mail', order, { runId: randomUUID() });
  expect(await worker.call('shop.mail', { order: '1' }, skip)).toEqual({ $effect: {}, ...skipped });
});

test('a person may skip an effect whose key cannot be had', async () => {
  const worker = new WorkerProcess(redis.store, shop().set);
  const skip = { runId: randomUUID(), options: { skip: 'no such order' } };
  const skipped = { $skipped: 'no such order', output: { receipt: 'none' } };
  expect(await worker.call('shop.charge', { order: '' }, skip)).toEqual({ $effect: {}, ...skipped });
});

test('an effect that answers with more than 4 KiB is final, says what to do, and that it may have begun', async () => {
  const worker = new WorkerProcess(redis.store, shop().set);
  const long = await worker
    .call('shop.long', { order: '4083' }, { runId: randomUUID() })
    .catch((error: unknown) => error);
  expect(long).toMatchObject({ type: 'TooLarge', nonRetryable: true, ...begun('charge-4083') });
  expect((long as Error).message).toMatch(/returned 4097 bytes, more than 4096.*its id/);
  expect(await worker.call('shop.long', { order: '4082' }, { runId: randomUUID() })).toMatchObject({
    $effect: { key: 'charge-4082' },
  });
});

test('a step that only reads its key and returns too much, or references, is not kept, and a warning says so once', async () => {
  const worker = new WorkerProcess(redis.store, shop().set);
  for (const runId of [randomUUID(), randomUUID()]) {
    expect(await worker.call('shop.letter', { order: '4083' }, { runId })).not.toHaveProperty('$effect');
    expect(await worker.call('shop.book', order, { runId })).not.toHaveProperty('$effect');
  }
  expect(worker.warnings).toEqual([
    expect.stringMatching(/^shop.letter reads .* returned 4097 bytes/),
    expect.stringMatching(/^shop.book reads .* returns references/),
  ]);
  expect(await worker.call('shop.letter', { order: '9' }, { runId: randomUUID() })).toHaveProperty('$effect');
});

test('a definition that declares an effect and returns references is refused, naming the step', () => {
  const step = { kind: 'step', version: 1, input: {}, output: ref(z.string()), run: () => Promise.resolve('') };
  const set = (over: object) => () => stepSet('js', { charge: { ...step, ...over } as never });
  expect(set({ idempotencyKey: () => 'key' })).toThrow(
    'js.charge: it is an effect (idempotencyKey), and its output holds references',
  );
  expect(set({ output: { page: ref(z.string()), sent: z.string() }, resource: () => 'file' })).toThrow(
    'replaces: true',
  );
  expect(set({ resource: () => 'file', replaces: true })).not.toThrow();
  expect(set({})).not.toThrow();
});
