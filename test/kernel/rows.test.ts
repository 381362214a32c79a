/** What a run says of itself: its rows, its status, what it waits for. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import type { Call, MapCall } from '../../workflows/kit';
import type { Ref } from '../../activities/kit/contract';
import { Room } from '../../workflows/kit/room';
import { sizes } from '../../workflows/kit/shapes';
import { mapOutput } from './mapOutput';
import { failed, failure } from './temporalFailures';
import type { FakeStep } from './outside';
import { runOf } from './run';
import type { Body, TestRun } from './run';

const lab = callsOf('lab') as unknown as {
  list: Call<object, Ref<unknown[]>>;
  pair: Call<object, { a: Ref<unknown>; b: Ref<unknown>; n: number; none: null }>;
  square: MapCall<unknown, object, unknown>;
  add: Call<object, number>;
};
const steps: Readonly<Record<string, FakeStep>> = {
  'lab.list': { run: ({ n }) => Array.from({ length: Number(n) }, (_, i) => i), byRef: true },
  'lab.pair': { run: () => ({ a: ref(3), b: ref(4), n: 1, none: null }) },
  'lab.square': { run: mapOutput, byRef: true },
  'lab.add': { run: ({ a }) => Number(a) + 1, whenSkipped: () => 0 },
};
const ref = (bytes: number): object => ({ $ref: `sha${bytes}`, step: 'lab.pair', bytes, gen: 1 });

/** `lab.add` of a `bad` one fails for good with this text. */
async function lived(body: Body, text = 'broken', options = {}): Promise<TestRun> {
  const run = runOf(steps, body, options);
  await run.work((activity) => {
    run.sdk.nowMs += 1000;
    if (activity.name !== 'lab.add' || !JSON.stringify(activity.args[0]).includes('bad')) return false;
    run.sdk.fail(activity, failed(activity, failure('Broken', text)));
    return true;
  });
  return run;
}
const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();

it('a row says what ran, how often, since when and until when, and how large what it gave is', async () => {
  const run = await lived(async () => {
    await lab.list({ n: 2 });
    await lab.pair({});
    await lab.add({ a: 1 });
  });
  expect(run.progress).toStrictEqual({
    id: 'run-1',
    status: 'ok',
    steps: [
      { name: 'lab.list', runs: 1, startedAt: at(1), endedAt: at(2), bytes: 5, status: 'done' },
      { name: 'lab.pair', runs: 1, startedAt: at(2), endedAt: at(3), bytes: 7, status: 'done' },
      { name: 'lab.add', runs: 1, startedAt: at(3), endedAt: at(4), status: 'done' },
    ],
    heals: 0,
    strikes: {},
    waitingFor: [],
    waits: [],
    activeMs: expect.any(Number),
  });
});

it('a step that is tried again by a person has run once more, and its reason is gone when it is done', async () => {
  const run = await lived(() => lab.add({ bad: 1 }));
  expect(run.row('lab.add')).toEqual({
    name: 'lab.add',
    runs: 1,
    startedAt: at(1),
    status: 'paused',
    message: 'broken',
  });
  await run.tell('retryStep', { step: 'lab.add' });
  expect(run.row('lab.add')).toMatchObject({ runs: 2, status: 'done' });
  expect(run.row('lab.add')).not.toHaveProperty('message');
});

it('a map tells its items as its shards end', async () => {
  const run = runOf(steps, async () => lab.square.map(await lab.list({ n: 5 }), {}, { shardSize: 2 }));
  const seen: unknown[] = [];
  await run.work(({ name }) => {
    if (name === 'lab.square' || name === 'kit.gather') seen.push(run.row('lab.square').items);
    return false;
  });
  const items = (ok: number) => ({ total: 5, ok, failed: 0, skipped: 0, cached: 0 });
  expect(seen).toEqual([items(0), items(2), items(4), items(5)]);
  expect(run.row('lab.square')).toMatchObject({ items: items(5), status: 'done', runs: 4, bytes: expect.any(Number) });
});

it.each([
  [500, undefined, 1],
  [501, undefined, 2],
  [10, 3, 4],
  [200, 1, 200],
  [201, 1, 101],
  [1000, 4, 200],
] as const)('%i items in shards of %s are %i activities', async (n, shardSize, shards) => {
  const run = await lived(async () => {
    const { counts } = await lab.square.map(await lab.list({ n }), {}, shardSize === undefined ? {} : { shardSize });
    return counts.ok;
  });
  expect(run.result).toBe(n);
  expect(run.sdk.commands.filter((name) => name === 'lab.square')).toHaveLength(shards);
  expect(run.sdk.commands.filter((name) => name === 'kit.gather')).toHaveLength(shards > 1 ? 1 : 0);
});

it.each([0, -1, 1.5, Number.NaN, '5'])('items in shards of %s end the run', async (shardSize) => {
  const run = await lived(async () => lab.square.map(await lab.list({ n: 2 }), {}, { shardSize: shardSize as number }));
  expect(run.ended).toMatchObject({
    error: { type: 'OptionInvalid', message: expect.stringContaining(`the shardSize of lab.square is ${shardSize}: `) },
  });
});

it('a label has at most eighty characters', async () => {
  const label = 'x'.repeat(80);
  const run = await lived(() => lab.add({ a: 1 }, { label }));
  expect(run.row(`lab.add [${label}]`).status).toBe('done');
});

it('messages of up to a hundred rows are whole; of more each says less, so that all of them can be asked for', async () => {
  const many = (n: number): Body => {
    return () => Promise.all(Array.from({ length: n }, (_, i) => lab.add({ bad: i })));
  };
  const lengths = async (n: number): Promise<Set<number>> => {
    const run = await lived(many(n), 'x'.repeat(2000));
    return new Set(run.progress.steps.map(({ message = '' }) => message.length));
  };
  expect(await lengths(100)).toEqual(new Set([1000]));
  expect(await lengths(200)).toEqual(new Set([500]));
  const skipped = await lived(many(200), 'x');
  await skipped.tell('skipStep', { step: 'lab.add', reason: 'y'.repeat(900) });
  expect(new Set(skipped.progress.steps.map(({ skippedFor = '' }) => skippedFor.length))).toEqual(new Set([500]));
});

describe('the status', () => {
  it('is paused before all else, then what it is on its way to, then what it waits for', async () => {
    const run = await lived(async (it) => {
      const undo = { undo: () => lab.add({ a: 2 }) };
      await lab.add({ a: 1 }, undo);
      await Promise.all([it.waitFor('go'), lab.add({ bad: 1 })]);
    });
    expect(run.progress).toMatchObject({ status: 'paused', waitingFor: ['go'] });
    await run.tell('retryStep', { step: 'lab.add' });
    expect(run.progress.status).toBe('waiting');
    await run.tell('pauseRun', { reason: 'lunch' });
    expect(run.progress).toMatchObject({ status: 'paused', heldFor: 'lunch' });
    await run.tell('resumeRun');
    expect(run.progress).not.toHaveProperty('heldFor');
    run.sdk.cancel();
    await run.sdk.settle();
    expect(run.progress.status).toBe('cancelling');
    await run.work();
    expect(run.progress.status).toBe('cancelled');
  });

  it('is running while nobody waits, and says at its end why it failed', async () => {
    const run = runOf(steps, () => lab.add({ bad: 1 }, { onFailure: 'fail' }));
    await run.work(({ name }) => name === 'lab.add');
    expect(run.progress).toMatchObject({ status: 'running', steps: [{ status: 'running' }] });
    for (const activity of run.pending) run.sdk.fail(activity, failed(activity, failure('Broken', 'why')));
    await run.work();
    expect(run.progress).toMatchObject({
      status: 'failed',
      error: 'why',
      steps: [{ status: 'failed', message: 'why' }],
    });
  });
});

it('whoever has skipped a step has a run that knows it', async () => {
  const run = await lived(async (it) => [it.skippedByHand(), await lab.add({ bad: 1 }), it.skippedByHand()]);
  await run.tell('skipStep', { step: 'lab.add', reason: 'no' });
  expect(run.result).toEqual([false, 0, true]);
});

it('room is taken to its last byte, and given back as it was taken', async () => {
  const room = new Room();
  const began: number[] = [];
  const ends: (() => void)[] = [];
  const enter = (bytes: number) =>
    room.with(bytes, () => {
      began.push(bytes);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  const all = [enter(1), enter(sizes.callsBytes - 1), enter(2), enter(1)];
  expect(began).toEqual([1, sizes.callsBytes - 1]);
  ends[0]?.();
  await all[0];
  await new Promise(setImmediate);
  // One byte is free, and two come first.
  expect(began).toHaveLength(2);
  ends[1]?.();
  await all[1];
  await new Promise(setImmediate);
  expect(began.slice(2)).toEqual([2, 1]);
});
