/** What comes before what in an attempt, and in what it makes: behind the guard, on every Redis. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { definitionsOf, mapped, ref, stepSet, stepsFor } from '../../../../activities/kit';
import type { Mapped, Ref } from '../../../../activities/kit';
import { mapWork } from '../../../../activities/kit/map/map';
import type { LockOptions, RunStore } from '../../../../redis';
import { until } from '../../../kit/driver';
import { acquire } from '../../../redis/requests';
import { useAnyRedis } from '../../../support/redis';
import { WorkerProcess } from '../guarded';

const redis = useAnyRedis();
const { defineStep, defineMapStep } = stepsFor();

const ran: string[] = [];
const double = defineMapStep({
  version: 1,
  item: z.number(),
  id: (n: number) => `n${n}`,
  shared: { of: z.string() },
  output: z.number(),
  run: (n, { of }) => Promise.resolve(ran.push(`${of} ${n}`) && 2 * n),
});
const waiting: (() => void)[] = [];
const slow = defineMapStep({
  version: 1,
  concurrency: 2,
  item: z.number(),
  id: (n: number) => `n${n}`,
  shared: {},
  output: z.number(),
  run: (n, _, step) =>
    n === 3 ? step.skip('odd') : new Promise<number>((resolve) => void waiting.push(() => resolve(n))),
});
const named = defineMapStep({
  version: 1,
  item: z.object({ id: z.string(), key: z.string() }),
  id: ({ id }) => id,
  idempotencyKey: ({ key }) => key,
  shared: {},
  output: z.string(),
  run: (_item, _shared, step) => Promise.resolve(step.idempotencyKey),
});
const broken = defineMapStep({
  version: 1,
  item: z.number(),
  id: (n: number) => `n${n}`,
  shared: {},
  output: z.string(),
  run: (n) => (n === 1 ? Promise.reject(new Error('one is broken')) : Promise.resolve(`${n}`)),
});
const set = stepSet('lab', {
  numbers: defineStep({
    version: 1,
    input: { upTo: z.number() },
    output: ref(z.array(z.number())),
    run: ({ upTo }) => Promise.resolve(Array.from({ length: upTo }, (_, i) => i)),
  }),
  double,
  slow,
  broken,
  named,
  people: defineStep({
    version: 1,
    input: { people: z.array(z.object({ id: z.string(), key: z.string() })) },
    output: ref(z.array(z.object({ id: z.string(), key: z.string() }))),
    run: ({ people }) => Promise.resolve(people),
  }),
  outcomes: defineStep({
    version: 1,
    input: { of: mapped(z.string()) },
    output: z.array(z.string()),
    run: ({ of }) => Promise.resolve(of.map((entry) => (entry.outcome === 'ok' ? entry.value : entry.reason))),
  }),
  values: defineStep({
    version: 1,
    input: { of: mapped(z.number()) },
    output: z.array(z.number()),
    run: ({ of }) => Promise.resolve(of.flatMap((entry) => (entry.outcome === 'ok' ? [entry.value] : []))),
  }),
  ship: defineStep({
    version: 1,
    input: { order: z.string() },
    output: z.string(),
    resource: ({ order }) => `truck ${order}`,
    run: ({ order }) => Promise.resolve(order),
  }),
});

const worker = (): WorkerProcess => new WorkerProcess(redis.store, set);
const listIn = (runId: string, upTo: number): Promise<Ref<unknown>> =>
  worker().call('lab.numbers', { upTo }, { runId }) as Promise<Ref<unknown>>;
const shardOf = (items: Ref<unknown>, from: number, to: number, of: string) => ({ items, shared: { of }, from, to });
/** Of a call of the map: what its lock is named after. */
function hashOf(input: unknown): string {
  const definition = new Map(definitionsOf(set)).get('lab.double');
  if (definition?.kind !== 'map') throw new Error('lab.double is no map');
  return mapWork('lab.double', definition, input).hash;
}
const ranFor = (of: string): string[] => ran.filter((one) => one.startsWith(of)).map((one) => one.slice(of.length + 1));

test('rule 8: a resource is released after the commit, not before', async () => {
  const done: string[] = [];
  const runs = (runId: string): RunStore => {
    const run = redis.store.run(runId);
    const commit = run.commit.bind(run);
    run.commit = async (request) => {
      const reply = await commit(request);
      done.push(reply.word);
      return reply;
    };
    return run;
  };
  const resource = (name: string) => {
    const truck = redis.store.resource(name);
    const asked = truck.acquire.bind(truck);
    truck.acquire = async (options?: LockOptions) => {
      const lock = await asked(options);
      const release = lock.release.bind(lock);
      lock.release = () => {
        done.push('released');
        return release();
      };
      return lock;
    };
    return truck;
  };
  const order = randomUUID();
  await new WorkerProcess(redis.store, set, { runs, resource }).call('lab.ship', { order }, { runId: randomUUID() });
  expect(done).toEqual(['committed', 'released']);
  await (await redis.store.resource(`truck ${order}`).acquire({ waitMs: 0 })).release();
});

test('shards are gathered in their order, whichever was first, and their counts are added up', async () => {
  const [runId, of] = [randomUUID(), randomUUID()];
  const items = await listIn(runId, 5);
  const shard = (from: number, to: number) =>
    worker().call('lab.double', shardOf(items, from, to, of), { runId }) as Promise<Mapped<number>>;
  const last = await shard(3, 5);
  const parts = [await shard(0, 3), last];
  const gathered = (await worker().call('kit.gather', { of: 'lab.double', parts }, { runId })) as Mapped<number>;
  expect(gathered.counts).toEqual({ total: 5, ok: 5, failed: 0, skipped: 0, cached: 0 });
  expect(await worker().call('lab.values', { of: gathered }, { runId })).toEqual([0, 2, 4, 6, 8]);
});

test('R1: what the holder before it had recorded item by item, an attempt that waited does not compute again', async () => {
  const [runId, of] = [randomUUID(), randomUUID()];
  const items = await listIn(runId, 3);
  const input = shardOf(items, 0, 3, of);
  const run = redis.store.run(runId);
  const lock = await acquire(run, { step: 'lab.double', hash: hashOf(input) });
  let begun = 0;
  const runs = (id: string): RunStore => {
    const mine = redis.store.run(id);
    const begin = mine.begin.bind(mine);
    mine.begin = (request) => {
      begun += 1;
      return begin(request);
    };
    return mine;
  };
  const waiting = new WorkerProcess(redis.store, set, { runs }).call('lab.double', input, { runId });
  await until(
    () => Promise.resolve(begun),
    (asked) => asked > 0,
  );
  // Of another shard of the same map: its items are the same, its record answers nobody else.
  await worker().call('lab.double', shardOf(items, 0, 2, of), { runId });
  await run.release({ ...lock, outcome: 'clean' });
  expect(((await waiting) as Mapped<number>).counts.ok).toBe(3);
  expect(ranFor(of)).toEqual(['0', '1', '2']);
});

test('an item is recorded before another takes its place: what a kill leaves without a record is what was in work', async () => {
  const [runId, of] = [randomUUID(), randomUUID()];
  const items = await listIn(runId, 20);
  let recorded = 0;
  const open: number[] = [];
  const runs = (id: string): RunStore => {
    const mine = redis.store.run(id);
    const record = mine.record.bind(mine);
    mine.record = async (lock, entries) => {
      open.push(ranFor(of).length - recorded);
      const reply = await record(lock, entries);
      open.push(ranFor(of).length - recorded);
      recorded += entries.length;
      return reply;
    };
    return mine;
  };
  await new WorkerProcess(redis.store, set, { runs }).call('lab.double', shardOf(items, 0, 20, of), { runId });
  expect([recorded, ranFor(of).length]).toEqual([20, 20]);
  expect(Math.max(...open)).toBe(6);
});

test.each([
  ['keeps the items that are ok', undefined, 2],
  ['pays for all of them again where a person wants it', 'wish', 4],
])('a map whose record no longer counts %s', async (_, fresh, times) => {
  const [runId, of] = [randomUUID(), randomUUID()];
  const input = shardOf(await listIn(runId, 2), 0, 2, of);
  await worker().call('lab.double', input, { runId });
  const run = redis.store.run(runId);
  await run.reset('lab.double', { floor: true, clearStrikes: true });
  await run.dropItems('lab.double');
  const options = fresh === undefined ? {} : { fresh };
  const again = (await worker().call('lab.double', input, { runId, options })) as Mapped<number>;
  expect(again.counts.ok).toBe(2);
  expect(ranFor(of)).toHaveLength(times);
  const kept: string[] = [];
  for await (const page of run.itemPages('lab.double')) kept.push(...page.map(({ value }) => value));
  expect(kept).toHaveLength(2);
});

test('an attempt tells Temporal which items are under way, and its record how many of them were worked on', async () => {
  const runId = randomUUID();
  const items = await listIn(runId, 4);
  const mine = worker();
  const made = mine.call('lab.slow', { items, shared: {}, from: 0, to: 4 }, { runId, heartbeatTimeoutMs: 1000 });
  const told = (done: number, names: readonly string[]) =>
    until(
      () => Promise.resolve(mine.told),
      (beat) => {
        const { done: known, total, items: named = [] } = beat as { done?: number; total?: number; items?: string[] };
        return known === done && total === 4 && named.join() === names.join();
      },
    );
  await told(0, ['n0', 'n1']);
  waiting[0]?.();
  await told(1, ['n1', 'n2']);
  for (const end of waiting) end();
  await made;
  const { records } = await redis.store.run(runId).facts();
  expect(records.find(({ step }) => step === 'lab.slow')).toMatchObject({
    items: { total: 4, reused: 0, computed: 4, failed: 0, skipped: 1, cached: 0 },
  });
});

test('an item that fails in each of three attempts ends failed with its reason, and the others are ok', async () => {
  const runId = randomUUID();
  const input = { items: await listIn(runId, 3), shared: {}, from: 0, to: 3 };
  const tried = (): Promise<unknown> => worker().call('lab.broken', input, { runId });
  await expect(tried()).rejects.toThrow('1 items failed');
  await expect(tried()).rejects.toThrow('1 items failed');
  const of = await tried();
  expect(await worker().call('lab.outcomes', { of }, { runId })).toEqual(['0', 'one is broken', '2']);
});

test('of two items that name one key the first has it, before either of them runs', async () => {
  const runId = randomUUID();
  const people = [
    { id: 'ann', key: 'one' },
    { id: 'bob', key: 'one' },
    { id: 'cyd', key: 'two' },
  ];
  const items = (await worker().call('lab.people', { people }, { runId })) as Ref<unknown>;
  const of = await worker().call('lab.named', { items, shared: {}, from: 0, to: 3 }, { runId });
  expect(await worker().call('lab.outcomes', { of }, { runId })).toEqual([
    'one',
    expect.stringContaining("the idempotency key 'one' of 'bob' was given to 'ann' before, with other content"),
    'two',
  ]);
});
