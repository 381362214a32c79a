/** Kept effects, as the guard tells of them: in answers, in records, in failures, to whoever asks for a business key. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { nonRetryable, ref, stepSet, stepsFor } from '../../../activities/kit';
import type { StepContext } from '../../../activities/kit';
import { useAnyRedis } from '../../support/redis';
import { WorkerProcess } from './guarded';

const redis = useAnyRedis();
const { defineStep, defineMapStep } = stepsFor();

/** Steps of every kind. `during` is what their `run` does before it answers. */
function shop(during: (step: StepContext<unknown>) => Promise<unknown> = () => Promise.resolve()) {
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

const order = { order: '4711' };
const begun = (key?: string) => ({ details: expect.arrayContaining([{ $begun: key === undefined ? {} : { key } }]) });
/** What the last entry of the details says. */
async function lastDetail(result: Promise<unknown>): Promise<unknown> {
  const failure = await result.catch((error: unknown) => error);
  return (failure as { details?: unknown[] }).details?.at(-1);
}

async function refTo(runId: string, value: unknown) {
  const blob = await redis.store.run(runId).putBlob(Buffer.from(JSON.stringify(value)));
  return { $ref: blob.sha, step: 'test', bytes: blob.bytes, gen: 1 };
}

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
  await worker.call('shop.chargeAll', { orders: await refTo(here, orders) }, { runId: here });
  await worker.call('shop.chargeAll', { orders: await refTo(there, orders) }, { runId: there });
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
  expect(set({ output: { page: ref(z.string()) }, resource: () => 'file' })).toThrow('replaces: true');
  expect(set({ resource: () => 'file', replaces: true })).not.toThrow();
  expect(set({})).not.toThrow();
});

describe('a failure says that an effect may have begun', () => {
  const failing = () => Promise.reject(nonRetryable('InputInvalid', 'the card was refused', { details: { code: 51 } }));

  test('when its own run was reached, behind the details of its author', async () => {
    const worker = new WorkerProcess(redis.store, shop(failing).set);
    const failed = worker.call('shop.charge', order, { runId: randomUUID() });
    await expect(failed).rejects.toMatchObject({
      message: 'the card was refused',
      details: [{ code: 51 }, { $begun: { key: 'charge-4711' } }],
    });
    expect(await lastDetail(worker.call('shop.ship', order, { runId: randomUUID() }))).toEqual({ $begun: {} });
  });

  test('when it is exhausted', async () => {
    const worker = new WorkerProcess(redis.store, shop(() => Promise.reject(new Error('no answer'))).set);
    const options = { maximumFailures: 1 };
    const failed = worker.call('shop.charge', order, { runId: randomUUID(), options });
    await expect(failed).rejects.toMatchObject({ type: 'StepExhausted', ...begun('charge-4711') });
  });

  test('when an attempt before it was the last, it is told why that one failed, not only how often', async () => {
    const worker = new WorkerProcess(redis.store, shop(() => Promise.reject(new Error('no answer'))).set);
    const asked = { runId: randomUUID(), options: { maximumFailures: 1 } };
    await worker.call('shop.charge', order, asked).catch(() => undefined);
    const next = worker.call('shop.charge', order, { ...asked, attempt: 2, heartbeatDetails: worker.told });
    await expect(next).rejects.toMatchObject({
      type: 'StepExhausted',
      message: expect.stringMatching(/it failed 1 time, last: .*no answer/),
    });
  });

  test('as soon as a run has read its key, and from then on whenever the worker calls that step', async () => {
    let isLate = false;
    const { set } = shop(failing);
    const worker = new WorkerProcess(redis.store, set);
    const early = stepSet('shop', {
      mail: defineStep({
        version: 1,
        input: { order: z.string() },
        output: { receipt: z.string() },
        async run(_input, step) {
          if (isLate) await step.once('x', () => Promise.resolve(step.idempotencyKey));
          return failing();
        },
      }),
    });
    const before = new WorkerProcess(redis.store, early);
    expect(await lastDetail(before.call('shop.mail', order, { runId: randomUUID() }))).toEqual({ code: 51 });
    isLate = true;
    expect(await lastDetail(before.call('shop.mail', order, { runId: randomUUID() }))).toEqual({ $begun: {} });
    isLate = false;
    expect(await lastDetail(before.call('shop.mail', order, { runId: randomUUID() }))).toEqual({ $begun: {} });
    expect(await lastDetail(worker.call('shop.count', order, { runId: randomUUID() }))).toEqual({ code: 51 });
  });

  test('not when nothing can have begun: lost or wrong inputs, a key that cannot be had', async () => {
    const worker = new WorkerProcess(redis.store, shop().set);
    const lost = { $ref: 'a'.repeat(64), step: 'shop.list', bytes: 1, gen: 1 };
    const runId = randomUUID();
    const failures = {
      lost: await worker.call('shop.chargeAll', { orders: lost }, { runId }).catch((error: unknown) => error),
      wrong: await worker.call('shop.charge', { order: 5 }, { runId }).catch((error: unknown) => error),
      nameless: await worker.call('shop.charge', { order: '' }, { runId }).catch((error: unknown) => error),
    };
    expect(failures).toMatchObject({
      lost: { type: 'StateLost', details: [[{ field: 'orders' }]] },
      wrong: { type: 'InputInvalid' },
      nameless: { type: 'InputInvalid', message: expect.stringContaining('its idempotencyKey is no text') },
    });
    expect(JSON.stringify(failures)).not.toContain('$begun');
  });

  test('when an attempt before it may have begun: it was killed, or it said so', async () => {
    const { set } = shop();
    const lost = { orders: { $ref: 'a'.repeat(64), step: 'shop.list', bytes: 1, gen: 1 } };
    const call = (heartbeatDetails: unknown, attempt = 2) =>
      lastDetail(
        new WorkerProcess(redis.store, set).call('shop.chargeAll', lost, {
          runId: randomUUID(),
          attempt,
          heartbeatDetails,
        }),
      );
    const ended = { number: 1, startedAt: '', endedAt: '' };
    expect(await call(undefined)).toEqual({ $begun: {} });
    expect(await call({ attempts: [{ number: 1, startedAt: '' }] })).toEqual({ $begun: {} });
    expect(await call({ attempts: [ended], begun: { key: 'charge-1' } })).toEqual({ $begun: { key: 'charge-1' } });
    expect(await call({ attempts: [ended], silent: true })).toEqual({ $begun: {} });
    expect(await call({ attempts: [ended] }, 3)).toEqual({ $begun: {} });
    expect(await call({ attempts: [ended] })).toMatchObject([{ field: 'orders' }]);
  });

  test('of a step that is known by its run only, when what an earlier attempt told says so', async () => {
    const { set } = shop(failing);
    const first = new WorkerProcess(redis.store, set);
    const runId = randomUUID();
    await first.call('shop.mail', order, { runId }).catch(() => undefined);
    expect(first.told).toMatchObject({ begun: {}, attempts: [{ number: 1, why: 'the card was refused' }] });
    const second = new WorkerProcess(redis.store, set);
    const wrong = second.call('shop.mail', { order: 5 }, { runId, attempt: 2, heartbeatDetails: first.told });
    expect(await lastDetail(wrong)).toEqual({ $begun: {} });
    await first.call('shop.charge', order, { runId }).catch(() => undefined);
    expect(first.told).toMatchObject({ begun: { key: 'charge-4711' } });
  });
});

describe('kit.effectKey', () => {
  const asked = (worker: WorkerProcess, runId: string, step: string, input: unknown) =>
    worker.call('kit.effectKey', { step, input }, { runId });

  test('tells the business key of a call before it is made, reading what lies behind references', async () => {
    const worker = new WorkerProcess(redis.store, shop().set);
    const runId = randomUUID();
    expect(await asked(worker, runId, 'shop.charge', order)).toEqual({ key: 'charge-4711' });
    const orders = await refTo(runId, ['1', '2']);
    expect(await asked(worker, runId, 'shop.chargeAll', { orders })).toEqual({ key: 'charge-1+2' });
    for (const step of ['shop.ship', 'shop.mail', 'shop.count', 'shop.pack']) {
      expect(await asked(worker, runId, step, order)).toEqual({});
    }
  });

  test('fails as the call itself would', async () => {
    const worker = new WorkerProcess(redis.store, shop().set);
    const runId = randomUUID();
    const lost = { $ref: 'a'.repeat(64), step: 'shop.list', bytes: 1, gen: 1 };
    const final = { nonRetryable: true };
    await expect(asked(worker, runId, 'shop.chargeAll', { orders: lost })).rejects.toMatchObject({
      type: 'StateLost',
      details: [[{ field: 'orders', step: 'shop.list' }]],
    });
    await expect(asked(worker, runId, 'shop.charge', { order: 5 })).rejects.toMatchObject({
      type: 'InputInvalid',
      ...final,
    });
    await expect(asked(worker, runId, 'shop.charge', { order: '' })).rejects.toMatchObject({
      type: 'InputInvalid',
      ...final,
    });
  });

  test('of a step that this worker has not got is left to another', async () => {
    const worker = new WorkerProcess(redis.store, shop().set);
    const asking = asked(worker, randomUUID(), 'shop.refund', order);
    await expect(asking).rejects.toThrow("this worker has no step 'shop.refund'");
    await expect(asking).rejects.not.toMatchObject({ nonRetryable: true });
  });
});
