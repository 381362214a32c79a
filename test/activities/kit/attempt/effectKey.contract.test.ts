/** The business key of an effect, told to whoever asks for it before the call. */
import { randomUUID } from 'node:crypto';
import { useAnyRedis } from '../../../support/redis';
import { WorkerProcess } from '../guarded';
import { order, refTo, shop } from '../shop';

const redis = useAnyRedis();

describe('kit.effectKey', () => {
  const asked = (worker: WorkerProcess, runId: string, step: string, input: unknown) =>
    worker.call('kit.effectKey', { step, input }, { runId });

  test('tells the business key of a call before it is made, reading what lies behind references', async () => {
    const worker = new WorkerProcess(redis.store, shop().set);
    const runId = randomUUID();
    expect(await asked(worker, runId, 'shop.charge', order)).toEqual({ key: 'charge-4711' });
    const orders = await refTo(redis.store, runId, ['1', '2']);
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
