/** What a record says besides the output: who made it, in how many attempts, and what it took. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ref, stepSet, stepsFor } from '../../../../activities/kit';
import { until } from '../../../kit/driver';
import { useAnyRedis } from '../../../support/redis';
import { WorkerProcess } from '../guarded';

const redis = useAnyRedis();
const { defineStep, defineMapStep } = stepsFor();
const plain = { version: 3, input: { order: z.string() }, output: z.string() };
const set = stepSet('lab', {
  say: defineStep({ ...plain, whenSkipped: 'none', run: ({ order }) => Promise.resolve(order) }),
  send: defineStep({ ...plain, resource: ({ order }) => order, run: ({ order }) => Promise.resolve(order) }),
  list: defineStep({ ...plain, output: ref(z.array(z.string())), run: ({ order }) => Promise.resolve([order]) }),
  each: defineMapStep({
    version: 4,
    item: z.string(),
    id: (item) => item,
    shared: {},
    output: z.number(),
    run: (_item, _shared, step) => step.once('a', () => Promise.resolve(1)),
  }),
  fails: defineStep({ ...plain, run: () => Promise.reject(new Error('no')) }),
});
const worker = (): WorkerProcess => new WorkerProcess(redis.store, set);
const order = { order: 'tea' };
const any = {
  number: expect.any(Number) as number,
  text: expect.any(String) as string,
  array: expect.any(Array) as unknown,
};

async function recordOf(runId: string, step: string): Promise<object | undefined> {
  return (await redis.store.run(runId).facts()).records.find((record) => record.step === step);
}

test('a record says all that is told of its step', async () => {
  const runId = randomUUID();
  await worker().call('lab.say', order, { runId, attempt: 2, options: { call: 'second' } });
  expect(await recordOf(runId, 'lab.say')).toEqual({
    gen: any.number,
    step: 'lab.say',
    hash: any.text,
    owner: any.text,
    output: 'tea',
    attempt: 2,
    durationMs: any.number,
    scope: expect.stringContaining(`/${runId}/execution/1`) as string,
    attempts: [{ number: 2, startedAt: any.text }],
    lockWaitMs: any.number,
    bytes: 0,
    worker: { worker: 'test', lateRenewals: 0 },
    version: 3,
    call: 'second',
  });
});

test('of a skipped step it says why, of an effect that it is one, and of content how large it is', async () => {
  const runId = randomUUID();
  await worker().call('lab.say', order, { runId, options: { skip: 'by hand' } });
  await worker().call('lab.send', order, { runId });
  await worker().call('lab.list', order, { runId });
  expect(await recordOf(runId, 'lab.say')).toMatchObject({ output: 'none', skipped: 'by hand' });
  expect(await recordOf(runId, 'lab.send')).toMatchObject({ effect: {} });
  expect(await recordOf(runId, 'lab.list')).toMatchObject({ bytes: '["tea"]'.length });
});

test('of a map it says what became of its items, and which of them had been paid for before', async () => {
  const item = randomUUID();
  for (const cached of [0, 1]) {
    const runId = randomUUID();
    const items = await worker().call('lab.list', { order: item }, { runId });
    await worker().call('lab.each', { items, shared: {}, from: 0, to: 1 }, { runId });
    expect(await recordOf(runId, 'lab.each')).toMatchObject({
      version: 4,
      items: { total: 1, reused: 0, computed: 1, failed: 0, skipped: 0, cached },
      ...(cached === 1 && { cachedItems: 'all' }),
    });
  }
});

test('what it waited for is the wait for its lock and for its resource together', async () => {
  const runId = randomUUID();
  const resource = redis.store.resource(runId);
  const held = await resource.acquire();
  const sent = worker().call('lab.send', { order: runId }, { runId });
  const isWaiting = async () => (await redis.raw.zcard(`${redis.prefix}:v2:test:l:{${runId}}:q`)) === 1;
  await until(isWaiting, Boolean);
  const queuedAt = performance.now();
  await until(
    () => performance.now() - queuedAt,
    (ms) => ms > 50,
  );
  await held.release();
  await sent;
  expect(await recordOf(runId, 'lab.send')).toMatchObject({ lockWaitMs: any.number });
  const { lockWaitMs } = (await recordOf(runId, 'lab.send')) as { lockWaitMs: number };
  expect(lockWaitMs).toBeGreaterThanOrEqual(50);
});

test('a step fails for good after as many failures as it may have, five where nobody says how many', async () => {
  for (const [maximumFailures, last] of [
    [undefined, 5],
    [2, 2],
  ] as const) {
    const runId = randomUUID();
    const options = maximumFailures === undefined ? {} : { maximumFailures };
    for (let attempt = 1; attempt <= last; attempt += 1) {
      await expect(worker().call('lab.fails', order, { runId, attempt, options })).rejects.toMatchObject(
        attempt < last
          ? { nonRetryable: false, message: 'no' }
          : {
              type: 'StepExhausted',
              nonRetryable: true,
              message: `lab.fails failed ${last} times, last: no. Mend the cause, then retry the step.`,
              details: [{ attempts: any.array }],
            },
      );
    }
  }
});
