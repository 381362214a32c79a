/** How often an item is tried, what it ends with, and what is told of it. */
import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { mapped, ref, stepSet, stepsFor } from '../../../../activities/kit';
import type { Mapped } from '../../../../activities/kit';
import type { ItemContext } from '../../../../activities/kit/authoring/define';
import { until } from '../../../kit/driver';
import { useAnyRedis } from '../../../support/redis';
import { WorkerProcess } from '../guarded';

const redis = useAnyRedis();
const { defineStep, defineMapStep } = stepsFor();

interface Over {
  readonly concurrency?: number;
  readonly idempotencyKey?: (item: string) => string;
}

/** A map over these items that does this, in one run: each call is an attempt of its one shard. */
function map(
  items: readonly string[],
  run: (item: string, step: ItemContext<object>) => Promise<unknown>,
  over: Over = {},
) {
  const set = stepSet('lab', {
    list: defineStep({
      version: 1,
      input: {},
      output: ref(z.array(z.string())),
      run: () => Promise.resolve([...items]),
    }),
    each: defineMapStep({
      ...over,
      version: 1,
      item: z.string(),
      id: (item) => item,
      shared: {},
      output: z.string(),
      run: (item, _shared, step) => run(item, step) as Promise<string>,
    }),
    look: defineStep({
      version: 1,
      input: { of: mapped(z.string()) },
      output: z.array(z.string()),
      run: ({ of }) =>
        Promise.resolve(of.map((one) => `${one.outcome} ${one.outcome === 'ok' ? one.value : one.reason}`)),
    }),
  });
  const runId = randomUUID();
  const worker = new WorkerProcess(redis.store, set);
  const attempt = async (number = 1, options = {}): Promise<Mapped<string>> => {
    const list = await worker.call('lab.list', {}, { runId });
    const input = { items: list, shared: {}, from: 0, to: items.length };
    return worker.call('lab.each', input, { runId, attempt: number, options }) as Promise<Mapped<string>>;
  };
  const look = (of: Mapped<string>): Promise<string[]> =>
    worker.call('lab.look', { of }, { runId }) as Promise<string[]>;
  const reset = (wish: object) => worker.call('kit.reset', { floor: true, fresh: true, ...wish }, { runId });
  return { attempt, look, worker, reset };
}

test('an item that may do better is tried three times in each of three attempts, the others once', async () => {
  const ran: string[] = [];
  const { attempt, look } = map(['a', 'b'], (item) => {
    ran.push(item);
    return item === 'a' ? Promise.reject(new Error('HTTP 500')) : Promise.resolve('done');
  });
  for (const number of [1, 2]) {
    await expect(attempt(number)).rejects.toMatchObject({
      nonRetryable: false,
      message: expect.stringContaining('1 items failed, first: a: HTTP 500') as string,
    });
    expect(ran.filter((item) => item === 'a')).toHaveLength(3 * number);
  }
  const of = await attempt(3);
  expect(of.counts).toMatchObject({ ok: 1, failed: 1 });
  expect(await look(of)).toEqual(['failed HTTP 500', 'ok done']);
  expect(ran.filter((item) => item === 'a')).toHaveLength(9);
  expect(ran.filter((item) => item === 'b')).toHaveLength(1);
});

test('in the last attempt that the step has an item that fails is recorded as failed', async () => {
  let ran = 0;
  const { attempt } = map(['a'], () => Promise.reject(new Error(`no ${(ran += 1)}`)));
  expect((await attempt(1, { maximumFailures: 1 })).counts).toMatchObject({ failed: 1 });
  expect(ran).toBe(3);
});

test('an item that does better in a later try is ok', async () => {
  let ran = 0;
  const { attempt } = map(['a'], () => ((ran += 1) < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve('x')));
  expect((await attempt()).counts).toMatchObject({ ok: 1, cached: 0 });
});

test.each<[string, () => Promise<unknown>, RegExp]>([
  ['says that it is final', () => Promise.reject(ApplicationFailure.nonRetryable('closed')), /^failed closed$/],
  ['has a wrong shape', () => Promise.resolve(7), /^failed lab\.each: what item 'a' returned is not what/],
  ['is too large', () => Promise.resolve('x'.repeat(64 * 1024 - 1)), /^failed The result of this item has 65537 bytes/],
])('an item whose result %s fails after one try', async (_what, run, said) => {
  let ran = 0;
  const { attempt, look } = map(['a'], () => {
    ran += 1;
    return run();
  });
  const of = await attempt();
  expect(of.counts).toMatchObject({ ok: 0, failed: 1, cached: 0 });
  expect(await look(of)).toEqual([expect.stringMatching(said)]);
  expect(ran).toBe(1);
});

test('a result of 64 KiB is taken', async () => {
  const { attempt } = map(['a'], () => Promise.resolve('x'.repeat(64 * 1024 - 2)));
  expect((await attempt()).counts).toMatchObject({ ok: 1 });
});

test('reasons are cut at 500 characters', async () => {
  const long = 'r'.repeat(600);
  const { attempt, look } = map(['fails', 'is skipped'], (item, step) =>
    item === 'fails' ? Promise.reject(ApplicationFailure.nonRetryable(long)) : step.skip(long),
  );
  expect(await look(await attempt())).toEqual([`failed ${'r'.repeat(500)}`, `skipped ${'r'.repeat(500)}`]);
});

test('an item that was refused before it ran is failed with the reason, and not cached', async () => {
  let ran = 0;
  const { attempt, look } = map(['a'], () => Promise.resolve(String((ran += 1))), { idempotencyKey: () => '' });
  const of = await attempt();
  expect(of.counts).toMatchObject({ failed: 1, cached: 0 });
  expect(await look(of)).toEqual(['failed its idempotencyKey is no text']);
  expect(ran).toBe(0);
});

test('a heartbeat names ten of the items under way, each with a hundred characters', async () => {
  const ends: (() => void)[] = [];
  const names = Array.from({ length: 12 }, (_, i) => `${i} `.padEnd(150, 'x'));
  const { attempt, worker } = map(names, () => new Promise((resolve) => void ends.push(() => resolve('done'))), {
    concurrency: 12,
  });
  const made = attempt();
  await until(
    () => ends.length,
    (count) => count === 12,
  );
  await until(
    () => worker.told as { items?: string[] } | undefined,
    (told) => told?.items?.length === 10,
  );
  expect((worker.told as { items: string[] }).items).toEqual(names.slice(0, 10).map((name) => name.slice(0, 100)));
  // One that is done is told though no other begins.
  ends.shift()?.();
  await until(
    () => worker.told as { done?: number } | undefined,
    (told) => told?.done === 1,
  );
  for (const end of ends) end();
  expect((await made).counts).toMatchObject({ ok: 12 });
});

test('six items are in work at once where their author says nothing', async () => {
  const ends: (() => void)[] = [];
  let most = 0;
  let now = 0;
  const { attempt } = map(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], () => {
    most = Math.max(most, (now += 1));
    return new Promise((resolve) => {
      ends.push(() => {
        now -= 1;
        resolve('done');
      });
    });
  });
  const made = attempt();
  await until(
    () => ends.length,
    (count) => count >= 6,
  );
  for (let ended = 0; ended < 8; ended += 1) {
    await until(
      () => ends.length,
      (count) => count > 0,
    );
    ends.shift()?.();
  }
  await made;
  expect(most).toBe(6);
});

test.each([
  ['whose failed items are asked again past the cache keeps the answers of the others', {}, 1],
  ['that is to be computed anew as a whole asks all of its items again', { step: 'lab.each' }, 2],
])('a map %s', async (_what, wish, times) => {
  const ran: string[] = [];
  const { attempt, reset } = map(['a', 'b'], (item) => {
    ran.push(item);
    const isFirst = ran.filter((one) => one === 'a').length === 1;
    return item === 'a' && isFirst ? Promise.reject(ApplicationFailure.nonRetryable('no')) : Promise.resolve('done');
  });
  expect((await attempt()).counts).toMatchObject({ ok: 1, failed: 1 });
  expect(await reset(wish)).toEqual(['lab.each']);
  expect((await attempt(1, { fresh: 'wish 1' })).counts).toMatchObject({ ok: 2, failed: 0 });
  expect(ran.filter((item) => item === 'a')).toHaveLength(2);
  expect(ran.filter((item) => item === 'b')).toHaveLength(times);
});
