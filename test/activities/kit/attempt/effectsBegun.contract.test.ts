/** What failures tell of an effect: whether it may have begun. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { nonRetryable, stepSet, stepsFor } from '../../../../activities/kit';
import { useAnyRedis } from '../../../support/redis';
import { WorkerProcess } from '../guarded';
import { begun, lastDetail, order, shop } from '../shop';

const redis = useAnyRedis();
const { defineStep } = stepsFor();

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
