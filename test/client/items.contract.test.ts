/** The ledger of maps: from what their shards made, and while they run from what is recorded. On every Redis. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { stepSet, stepsFor } from '../../activities/kit';
import type { Mapped, Ref } from '../../activities/kit';
import type { ActivityFact } from '../../client/inspect/history';
import { mapsOf, rowsOf } from '../../client/items';
import type { ItemRow } from '../../client';
import { WorkerProcess } from '../activities/kit/guarded';
import { useAnyRedis } from '../support/redis';

const redis = useAnyRedis();
const label = stepsFor().defineMapStep({
  version: 1,
  item: z.number(),
  id: (n) => `doc ${n}`,
  shared: { of: z.string() },
  output: z.number(),
  cache: true,
  run: (n, _shared, step) => {
    if (n === 4) throw new Error('not yet');
    return n === 2 ? step.skip('not wanted') : Promise.resolve(n);
  },
});
const worker = (): WorkerProcess => new WorkerProcess(redis.store, stepSet('docs', { label }));

/** A shard of a call of `docs.label`, as it ran and as history tells it. */
async function shard(runId: string, call: string, items: Ref<unknown>, of: string, from: number, to: number) {
  const input = { items, shared: { of }, from, to };
  const activityId = randomUUID();
  const options = call === 'docs.label' ? {} : { call };
  const made = await worker()
    .call('docs.label', input, { runId, activityId, options })
    .catch(() => undefined);
  const fact: ActivityFact = {
    id: activityId,
    step: 'docs.label',
    call,
    shard: { of: `${items.$ref} ${of}`, from },
    reads: [],
    scheduledAt: '',
    outcome: made ? 'done' : 'running',
    attempt: 1,
    attempts: [],
    tokens: [],
    ...(made ? { output: made as Mapped<unknown> } : {}),
  };
  return fact;
}

async function told(runId: string, facts: readonly ActivityFact[]): Promise<Record<string, ItemRow[]>> {
  const run = redis.store.run(runId);
  const marks = new Map((await run.facts()).records.map((record) => [record.gen, record.cachedItems]));
  const rows: Record<string, ItemRow[]> = {};
  for (const [call, shards] of mapsOf(facts)) {
    rows[call] = [];
    for await (const row of rowsOf({ id: runId, call, run, marks }, shards)) rows[call].push(row);
  }
  return rows;
}

const numbers = (runId: string, ...items: number[]) =>
  worker().call('kit.list', { of: 'docs.list', lists: [items] }, { runId }) as Promise<Ref<unknown>>;

test('every item is told once, by the name of its call, in the order of the list, with its reason or whether it was cached', async () => {
  const [first, second, of] = [randomUUID(), randomUUID(), randomUUID()];
  await shard(first, 'docs.label', await numbers(first, 3), of, 0, 1);
  const list = await numbers(second, 1, 2, 3);
  const facts = [
    await shard(second, 'docs.label', list, of, 2, 3),
    await shard(second, 'docs.label', list, of, 0, 2),
    await shard(second, 'docs.label [day 2]', list, randomUUID(), 0, 1),
  ];
  expect(await told(second, facts)).toEqual({
    'docs.label': [
      { step: 'docs.label', id: 'doc 1', outcome: 'ok' },
      { step: 'docs.label', id: 'doc 2', outcome: 'skipped', reason: 'not wanted' },
      { step: 'docs.label', id: 'doc 3', outcome: 'ok', cached: true },
    ],
    'docs.label [day 2]': [{ step: 'docs.label [day 2]', id: 'doc 1', outcome: 'ok' }],
  });
});

test('of a shard that has not ended its ledger has what is recorded so far, each item with its own call', async () => {
  const [runId, of] = [randomUUID(), randomUUID()];
  const list = await numbers(runId, 1, 2, 3, 4, 5);
  const facts = [
    await shard(runId, 'docs.label [a]', list, of, 0, 2),
    await shard(runId, 'docs.label [a]', list, of, 2, 5),
    await shard(runId, 'docs.label [b]', list, randomUUID(), 3, 5),
  ];
  const rows = await told(runId, facts);
  const ids = (call: string): string[] => (rows[call] ?? []).map(({ id, outcome }) => `${id} ${outcome}`).toSorted();
  expect(ids('docs.label [a]')).toEqual(['doc 1 ok', 'doc 2 skipped', 'doc 3 ok', 'doc 5 ok']);
  expect(ids('docs.label [b]')).toEqual(['doc 5 ok']);
});

test('only the last list of a call counts, and each shard of it once, as it was scheduled last', async () => {
  const [runId, of] = [randomUUID(), randomUUID()];
  const [old, now] = [await numbers(runId, 1, 2), await numbers(runId, 3)];
  const facts = [
    await shard(runId, 'docs.label', old, of, 0, 1),
    await shard(runId, 'docs.label', old, of, 1, 2),
    await shard(runId, 'docs.label', now, of, 0, 1),
    await shard(runId, 'docs.label', now, of, 0, 1),
  ];
  expect((await told(runId, facts))['docs.label']?.map(({ id }) => id)).toEqual(['doc 3']);
});

test('what is gone from Redis is said, with what makes it again', async () => {
  const [runId, of] = [randomUUID(), randomUUID()];
  const fact = await shard(runId, 'docs.label [day 1]', await numbers(runId, 1), of, 0, 1);
  await redis.store.run(runId).dropBlob({ sha: fact.output?.$ref ?? '', bytes: fact.output?.bytes ?? 0 });
  await expect(told(runId, [fact])).rejects.toMatchObject({
    name: 'FileLost',
    message: expect.stringMatching(/docs\.label \[day 1\] .* retry \S+ --from docs\.label$/),
  });
});
