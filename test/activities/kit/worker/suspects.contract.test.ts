/** Rule 14, as a map meets it: a step that may be killing its worker, and the item that does. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { stepSet, stepsFor, Suspects } from '../../../../activities/kit';
import type { MapEntry } from '../../../../activities/kit';
import { hashOf } from '../../../../redis/canonical';
import { mapWork } from '../../../../activities/kit/map/map';
import { MAX_DEATHS } from '../../../../activities/kit/attempt/turn';
import type { RunStore } from '../../../../redis';
import { beginRequest } from '../../../redis/requests';
import { useAnyRedis } from '../../../support/redis';
import { WorkerProcess } from '../guarded';

const redis = useAnyRedis();
const name = 'careful.item';
const { defineMapStep, defineStep } = stepsFor();
const ids = Array.from({ length: 8 }, (_, i) => `c${i}`);

/** A map step that notes who works, and how many at once. */
function watched() {
  const seen = { started: [] as string[], atOnce: 0, most: 0 };
  const definition = {
    version: 1,
    item: z.string(),
    id: (id: string) => id,
    shared: {},
    output: z.string(),
    async run(id: string) {
      seen.started.push(id);
      seen.atOnce += 1;
      seen.most = Math.max(seen.most, seen.atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      seen.atOnce -= 1;
      return id.toUpperCase();
    },
  };
  return { seen, definition, set: stepSet('careful', { item: defineMapStep(definition) }) };
}

async function shardOf(run: RunStore): Promise<{ items: object; shared: object; from: number; to: number }> {
  const blob = await run.putBlob(Buffer.from(JSON.stringify(ids)));
  const items = { $ref: blob.sha, step: 'test', bytes: blob.bytes, items: ids.length, gen: 1 };
  return { items, shared: {}, from: 0, to: ids.length };
}

/** Attempts that were killed: their leases ended, and they said nothing. Each had noted `item`, if one is given. */
async function die(run: RunStore, hash: string, times: number, item?: string): Promise<void> {
  for (let i = 0; i < times; i++) {
    const request = beginRequest({ step: name, hash, owner: randomUUID(), alone: true });
    const reply = await run.begin(request);
    if (reply.word !== 'acquired') throw new Error(`begin answered ${reply.word}`);
    if (item !== undefined) await run.note({ ...request, token: reply.token }, item);
    for (const key of await redis.keys()) if (key.includes(`:l:${name}:`)) await redis.raw.del(key);
  }
}

async function scene() {
  const { seen, definition, set } = watched();
  const runId = randomUUID();
  const run = redis.store.run(runId);
  const input = await shardOf(run);
  const { hash } = mapWork(name, { kind: 'map', ...definition } as never, input);
  const worker = new WorkerProcess(redis.store, set);
  const outcomes = async (): Promise<MapEntry<string>[]> => {
    const { $ref: sha, bytes } = (await worker.call(name, input, { runId })) as { $ref: string; bytes: number };
    return JSON.parse(Buffer.from((await run.getBlob({ sha, bytes })) as Uint8Array).toString()) as MapEntry<string>[];
  };
  return { seen, run, hash, outcomes, itemHash: (id: string) => hashOf([name, 1, {}, id]) };
}

test('without deaths items run side by side, and none is noted', async () => {
  const { seen, outcomes } = await scene();
  expect(await outcomes()).toHaveLength(ids.length);
  expect(seen.most).toBeGreaterThan(1);
});

test('after three deaths a shard works on one item at a time', async () => {
  const { seen, run, hash, outcomes } = await scene();
  await die(run, hash, 3);
  expect((await outcomes()).every(({ outcome }) => outcome === 'ok')).toBe(true);
  expect(seen).toMatchObject({ started: ids, most: 1 });
  expect((await run.facts()).counters).toEqual([]);
});

test('items that were under way at a death come first', async () => {
  const { seen, run, hash, outcomes, itemHash } = await scene();
  await die(run, hash, 1, itemHash('c5'));
  await die(run, hash, 2, itemHash('c3'));
  await outcomes();
  expect(seen.started).toEqual(['c3', 'c5', 'c0', 'c1', 'c2', 'c4', 'c6', 'c7']);
});

test('an item whose worker died ten times is recorded as failed with its reason, and the map goes on', async () => {
  const { seen, run, hash, outcomes, itemHash } = await scene();
  await die(run, hash, MAX_DEATHS, itemHash('c5'));
  const entries = await outcomes();
  expect(entries.filter(({ outcome }) => outcome === 'ok')).toHaveLength(ids.length - 1);
  expect(entries[5]).toEqual({ id: 'c5', outcome: 'failed', reason: 'its worker died 10 times while it ran' });
  expect(seen.started).not.toContain('c5');
});

test('an item at nine deaths is tried once more', async () => {
  const { seen, run, hash, outcomes, itemHash } = await scene();
  await die(run, hash, MAX_DEATHS - 1, itemHash('c5'));
  expect((await outcomes())[5]).toEqual({ id: 'c5', outcome: 'ok', value: 'C5' });
  expect(seen.started[0]).toBe('c5');
});

test('what is worked on is noted before it starts, under the hash that its outcome is recorded under', async () => {
  const { definition } = watched();
  const runId = randomUUID();
  const run = redis.store.run(runId);
  const input = await shardOf(run);
  const { hash } = mapWork(name, { kind: 'map', ...definition } as never, input);
  await die(run, hash, 3);
  const noted: string[] = [];
  const spying = {
    ...definition,
    async run(id: string) {
      const field = `n:${name}:${hash}`;
      noted.push((await redis.raw.hget(`${redis.prefix}:v2:test:{${runId}}:s`, field)) ?? '');
      return id;
    },
  };
  const worker = new WorkerProcess(redis.store, stepSet('careful', { item: defineMapStep(spying) }));
  await worker.call(name, input, { runId });
  expect(noted[2]).toContain(`!${hashOf([name, 1, {}, 'c2'])},`);
});

test('a lost lease is an end: the attempt that lived to tell leaves no start behind', async () => {
  const runId = randomUUID();
  let began = (): void => undefined;
  const working = new Promise<void>((resolve) => (began = resolve));
  const patient = defineStep({
    version: 1,
    input: {},
    output: z.string(),
    async run(_input, step) {
      began();
      await new Promise((_resolve, reject) => step.signal.addEventListener('abort', () => reject(step.signal.reason)));
      return '';
    },
  });
  const worker = new WorkerProcess(redis.store, stepSet('careful', { patient }));
  const result = worker.call('careful.patient', {}, { runId, heartbeatTimeoutMs: 1500 });
  result.catch(() => undefined); // It may end before it is waited for.
  await working;
  const { counters } = await redis.store.run(runId).facts();
  expect(counters).toMatchObject([{ step: 'careful.patient', starts: 1 }]);
  for (const key of await redis.keys()) if (key.includes(':l:careful.patient:')) await redis.raw.del(key);
  await expect(result).rejects.toMatchObject({ type: 'LeaseLost' });
  expect((await redis.store.run(runId).facts()).counters).toMatchObject([{ starts: 0, failed: 0 }]);
});

describe('what follows a silent end', () => {
  const never = new AbortController().signal;

  test('works side by side with its like; a suspect waits for all of it', async () => {
    const { clock } = redis.store.run('any');
    const suspects = new Suspects();
    const [one, two, suspect] = [suspects.seat(), suspects.seat(), suspects.seat()];
    expect([await one.doubt(0, never, clock), await two.doubt(0, never, clock)]).toEqual([true, true]);
    expect(await suspect.take(1, never, clock)).toBe(false);
    one.leave();
    const taking = suspect.take(60_000, never, clock);
    two.leave();
    expect(await taking).toBe(true);
    expect(await one.doubt(1, never, clock)).toBe(false);
  });

  test('does not run while its process works on a suspect', async () => {
    const { seen, set } = watched();
    const runId = randomUUID();
    const input = await shardOf(redis.store.run(runId));
    const worker = new WorkerProcess(redis.store, set);
    const suspect = worker.kit.suspects.seat();
    await suspect.take(0, never, redis.store.run(runId).clock);
    const second = worker.call(name, input, { runId, attempt: 2 });
    const elsewhere = randomUUID();
    await worker.call(name, await shardOf(redis.store.run(elsewhere)), { runId: elsewhere });
    expect(seen.started).toEqual(ids); // Those of the other run: its first attempt waits for nobody.
    suspect.leave();
    await second;
    expect(seen.started).toHaveLength(2 * ids.length);
  });
});
