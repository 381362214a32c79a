/** Effects as parts behind the guard: what reaches Temporal of their keys, tokens, refusals and answers. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { httpEffect, stepSet } from '../../../activities';
import type { HttpApi } from '../../../activities';
import { useAnyRedis } from '../../support/redis';
import { WorkerProcess } from '../kit/guarded';

const redis = useAnyRedis();

describe('an HTTP effect', () => {
  const charge = {
    version: 1,
    input: { id: z.string() },
    output: { receipt: z.string() },
    idempotencyKey: ({ id }: { id: string }) => `order-${id}`,
    request: ({ id }: { id: string }) => ({ url: '/charge', body: { id } }),
    nonRetryable: [402],
  };
  const set = stepSet('shop', {
    charge: httpEffect(charge),
    ship: httpEffect({ ...charge, resource: ({ id }) => `truck ${id}` }),
  });

  /** A worker whose API gives these answers, one after another, and what it was sent. */
  function shop(...answers: readonly Response[]) {
    const sent: Headers[] = [];
    const fetch: HttpApi['fetch'] = (_url, init) => {
      sent.push(new Headers(init?.headers));
      return Promise.resolve(answers[sent.length - 1] ?? Response.json({ receipt: 'r1', more: true }));
    };
    return { sent, worker: new WorkerProcess(redis.store, set, { deps: { http: { baseUrl: 'http://shop', fetch } } }) };
  }

  test('answers as a kept effect under its business key, with what its output declares and nothing else', async () => {
    const { worker, sent } = shop();
    const runId = randomUUID();
    const answer = { $effect: { key: 'order-1' }, output: { receipt: 'r1' } };
    await expect(worker.call('shop.charge', { id: '1' }, { runId })).resolves.toEqual(answer);
    await expect(worker.call('shop.charge', { id: '1' }, { runId, activityId: '2' })).resolves.toEqual(answer);
    expect(sent.map((headers) => [headers.get('idempotency-key'), headers.get('fencing-token')])).toEqual([
      ['order-1', null],
    ]);
  });

  test('with a resource sends a fencing token that grows', async () => {
    const { worker, sent } = shop(new Response('busy', { status: 500 }));
    // The resource is not given back by an attempt that failed: its lease runs out, here soon.
    const asked = { runId: randomUUID(), heartbeatTimeoutMs: 1000 };
    await expect(worker.call('shop.ship', { id: '1' }, asked)).rejects.toThrow('answered 500: busy');
    await worker.call('shop.ship', { id: '1' }, { ...asked, attempt: 2 });
    const [first, second] = sent.map((headers) => Number(headers.get('fencing-token')));
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first ?? 0);
  });

  test('tells Temporal how long the API wants to be left alone, and that a refusal is final, with its reason', async () => {
    const { worker } = shop(
      Response.json({ detail: 'slow down' }, { status: 429, headers: { 'retry-after': '20' } }),
      Response.json({ detail: 'card declined' }, { status: 402 }),
    );
    const runId = randomUUID();
    await expect(worker.call('shop.charge', { id: '1' }, { runId })).rejects.toMatchObject({
      type: 'HttpFailed',
      nonRetryable: false,
      nextRetryDelay: 20_000,
    });
    await expect(worker.call('shop.charge', { id: '1' }, { runId, attempt: 2 })).rejects.toMatchObject({
      type: 'HttpRefused',
      nonRetryable: true,
      message: expect.stringContaining('POST http://shop/charge answered 402: card declined'),
    });
  });

  test('ends for good over an answer of another shape', async () => {
    const { worker } = shop(Response.json({ recept: 'r1' }));
    await expect(worker.call('shop.charge', { id: '1' }, { runId: randomUUID() })).rejects.toMatchObject({
      type: 'OutputInvalid',
      nonRetryable: true,
    });
  });
});
