/** What was lost outside a step is not the fault of what it works on, and is made again. On every Redis. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { PaidAnswers, ref, stepSet, stepsFor } from '../../../../activities/kit';
import type { Ref } from '../../../../activities/kit';
import { useAnyRedis } from '../../../support/redis';
import { WorkerProcess } from '../guarded';

const redis = useAnyRedis();
const { defineStep, defineMapStep } = stepsFor();
let ran = 0;
beforeEach(() => void (ran = 0));
const set = stepSet('lab', {
  list: defineStep({
    version: 1,
    input: { of: z.string() },
    output: ref(z.array(z.string())),
    run: ({ of }) => Promise.resolve([`${of} ${(ran += 1)}`]),
  }),
  asks: defineMapStep({
    version: 1,
    item: z.string(),
    id: (item) => item,
    shared: {},
    output: z.string(),
    cache: true,
    run: (item) => Promise.resolve(`${item} ${(ran += 1)}`),
  }),
});
const list = (runId: string): Promise<Ref<string[]>> =>
  new WorkerProcess(redis.store, set).call('lab.list', { of: runId }, { runId }) as Promise<Ref<string[]>>;

test('a step whose record has lost its content is made again, and its record has the new one', async () => {
  const runId = randomUUID();
  const run = redis.store.run(runId);
  const lost = await list(runId);
  await run.dropBlob({ sha: lost.$ref, bytes: lost.bytes });

  const found = await list(runId);
  expect(found.$ref).not.toBe(lost.$ref);
  expect(await list(runId)).toEqual(found);
  expect(ran).toBe(2);
});

test('an item is not to blame for a cache that breaks: the attempt ends, and nothing is asked twice', async () => {
  const runId = randomUUID();
  const items = await list(runId);
  let asked = 0;
  const cache = {
    get: () => Promise.reject(new TypeError(`broken ${(asked += 1)}`)),
    put: () => Promise.reject(new Error('nothing was paid')),
  };
  const paid = new PaidAnswers(cache, { warn: () => undefined });
  const worker = new WorkerProcess(redis.store, set, { paid });
  const shard = { items, shared: {}, from: 0, to: 1 };
  await expect(worker.call('lab.asks', shard, { runId })).rejects.toThrow('broken 1');
  expect([asked, ran]).toEqual([1, 1]);
});
