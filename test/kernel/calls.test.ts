/** A call as one thing: its names, its pauses, and what decisions about it do. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { steps as callsOf } from '../../workflows/kit';
import type { MapCall } from '../../workflows/kit';
import type { Mapped, Ref } from '../../activities/kit/contract';
import { Call } from '../../workflows/kit/call';
import { Kernel } from '../../workflows/kit/kernel';
import { mapOutput } from './mapOutput';
import type { FakeStep } from './outside';
import { runOf } from './run';
import type { Body, TestRun } from './run';
import { Virtual } from '../../testing/memory/virtual';
import type { Scheduled } from '../../testing/memory/virtual';

const lab = callsOf('lab') as unknown as {
  list: (input: object) => Promise<Ref<unknown[]>>;
  square: MapCall<unknown, object, unknown>;
  add: (input: object) => Promise<number>;
};

const steps: Readonly<Record<string, FakeStep>> = {
  'lab.list': { run: ({ from }) => [0, 1, 2, 3].map((i) => Number(from) + i), byRef: true },
  'lab.square': { run: mapOutput, byRef: true },
  'lab.add': { run: ({ a }) => Number(a) + 1, whenSkipped: () => -1 },
};

/** Fails every activity of these names for good, instead of answering it. */
const failing =
  (run: () => TestRun, ...names: string[]) =>
  (activity: Scheduled): boolean => {
    if (!names.includes(activity.name)) return false;
    run().outside.exhaust(run().sdk, activity);
    return true;
  };

async function withFailing(body: Body, names: string[], options = {}): Promise<TestRun> {
  const run = runOf(steps, body, options);
  await run.work(failing(() => run, ...names));
  return run;
}

const mapTwice: Body = async () => {
  const [a, b] = [await lab.list({ from: 1 }), await lab.list({ from: 10 })];
  const first = await lab.square.map(a, {}, { shardSize: 2 });
  const second = await lab.square.map(b, {}, { shardSize: 2 });
  return [first.items, second.items];
};

describe('a gathering that fails', () => {
  it('pauses under the name of its map, which retry and skip take', async () => {
    for (const [decide, more] of [
      ['retryStep', {}],
      ['skipStep', { reason: 'go on' }],
    ] as const) {
      const run = await withFailing(mapTwice, ['kit.gather']);
      expect(run.progress.steps.filter(({ status }) => status === 'paused').map(({ name }) => name)).toEqual([
        'lab.square',
      ]);
      expect(await run.tell(decide, { step: 'lab.square', ...more })).toBeUndefined();
      expect(run.result).toEqual([4, 4]);
      expect(run.outside.resets).toEqual([{ step: 'kit.gather', floor: false, fresh: false }]);
    }
  });

  it('of a second map pauses under the name of its call', async () => {
    let gathered = 0;
    const run = runOf(steps, mapTwice);
    await run.work((activity) => {
      if (activity.name === 'kit.gather') gathered += 1;
      return gathered > 1 && failing(() => run, 'kit.gather')(activity);
    });
    expect(run.row('lab.square #2').status).toBe('paused');
    expect(await run.tell('retryStep', { step: 'lab.gather' })).toBe(
      "'lab.gather' is not paused; paused: lab.square #2",
    );
    expect(await run.tell('retryStep', { step: 'lab.square #2' })).toBeUndefined();
    expect(run.result).toEqual([4, 4]);
  });
});

describe('several paused calls of one step', () => {
  const three: Body = () => Promise.all([1, 2, 3].map((a) => lab.add({ a })));

  it('are decided together by the name of the step, or one by one by their own', async () => {
    const run = await withFailing(three, ['lab.add']);
    const status = () => run.progress.steps.map((row) => row.status);
    expect(status()).toEqual(['paused', 'paused', 'paused']);
    await run.tell('retryStep', { step: 'lab.add #2' });
    expect(status()).toEqual(['paused', 'done', 'paused']);
    await run.tell('skipStep', { step: 'lab.add #3', reason: 'no' });
    expect(status()).toEqual(['paused', 'done', 'skipped']);
    await run.tell('retryStep', { step: 'lab.add' });
    expect(run.result).toEqual([2, 3, -1]);
  });
});

it('a call waits for a person as long as one of its shards does, whatever the others do', async () => {
  const run = runOf(
    steps,
    async () => (await lab.square.map(await lab.list({ from: 1 }), {}, { shardSize: 1 })).counts.ok,
  );
  let exhausted = false;
  await run.work((activity) => {
    if (activity.name !== 'lab.square' || exhausted) return false;
    exhausted = true;
    run.outside.exhaust(run.sdk, activity);
    return true;
  });
  expect(run.row('lab.square')).toMatchObject({ status: 'paused', items: { total: 4, ok: 3 } });
  await run.tell('retryStep', { step: 'lab.square' });
  expect(run.result).toBe(4);
});

describe('a map of which more than half failed', () => {
  /** Numbers from 5 on fail. */
  const bad: Readonly<Record<string, FakeStep>> = {
    ...steps,
    'lab.square': { run: (input) => mapOutput(input, (n) => (n < 5 ? 'ok' : 'failed')), byRef: true },
  };
  const body: Body = async (it) => {
    const counts: number[] = [];
    for (const from of [10, 20, 10]) {
      const made: Mapped<unknown> = await lab.square.map(await lab.list({ from }), {});
      counts.push(made.counts.failed);
    }
    await it.waitFor('go');
    await lab.add({ a: await lab.list({ from: 7 }) });
    return counts;
  };

  it('is accepted for its list only, and for that list again without a question', async () => {
    const run = runOf(bad, body);
    await run.work();
    expect(run.row('lab.square')).toMatchObject({ status: 'paused', message: '4 of 4 items failed, more than half' });
    await run.tell('skipStep', { step: 'lab.square', reason: 'known' });
    expect(run.row('lab.square #2').status).toBe('paused');
    await run.tell('skipStep', { step: 'lab.square', reason: 'known too' });
    expect(run.row('lab.square #3')).toMatchObject({ status: 'skipped', skippedFor: 'known' });
    run.outside.flush();
    await run.tell('answer', { name: 'go', value: 1 });
    expect(run.result).toEqual([4, 4, 4]);
  });

  it('is asked about again once a person has had its failed items run again', async () => {
    const run = runOf(bad, body);
    await run.work();
    await run.tell('skipStep', { step: 'lab.square', reason: 'known' });
    await run.tell('retryStep', { step: 'lab.square', failedItems: true });
    expect(run.row('lab.square').status).toBe('paused');
  });
});

it('a map of 400 items adds no more to the history than one of two', async () => {
  const commandsOf = async (items: number): Promise<readonly string[]> => {
    const list = { run: () => Array.from({ length: items }, (_, i) => i), byRef: true };
    const run = runOf({ ...steps, 'lab.list': list }, async () => {
      const { counts } = await lab.square.map(await lab.list({ from: 0 }), {});
      return counts.ok;
    });
    await run.work();
    expect(run.result).toBe(items);
    return run.sdk.commands;
  };
  expect(await commandsOf(400)).toEqual(await commandsOf(2));
});

describe('what a body was told stays told', () => {
  const body: Body = async (it) => {
    const a = await lab.add({ a: 1 });
    await it.waitFor('go');
    const list = await lab.list({ from: 1 });
    await it.waitFor('on');
    return [a, (await lab.square.map(list, {})).counts.ok];
  };

  it('a step that a person skipped is skipped again in later bodies', async () => {
    const run = await withFailing(body, ['lab.add']);
    await run.tell('skipStep', { step: 'lab.add', reason: 'no' });
    await run.tell('answer', { name: 'go', value: 1 });
    run.outside.flush();
    await run.tell('answer', { name: 'on', value: 1 });
    expect(run.progress.heals).toBe(1);
    expect(run.result).toEqual([-1, 4]);
    expect(run.outside.ran).not.toContain('lab.add');
    expect(run.row('lab.add')).toMatchObject({ status: 'skipped', skippedFor: 'no' });
  });

  it('and its result is known as a partial one; one where nobody skipped anything is not', async () => {
    const partial: Body = async (it) => [await lab.add({ a: 1 }), it.skippedByHand()];
    const run = await withFailing(partial, ['lab.add']);
    await run.tell('skipStep', { step: 'lab.add', reason: 'no' });
    expect(run.result).toEqual([-1, true]);
    const whole = runOf(steps, partial);
    await whole.work();
    expect(whole.result).toEqual([2, false]);
  });

  it('until a person retries that step', async () => {
    const run = await withFailing(body, ['lab.add']);
    await run.tell('skipStep', { step: 'lab.add', reason: 'no' });
    await run.tell('answer', { name: 'go', value: 1 });
    await run.sdk.settle();
    run.outside.flush();
    void run.sdk.update('answer', { name: 'on', value: 1 });
    // The list is made again, then the map fails for good.
    await run.work(failing(() => run, 'lab.square'));
    await run.tell('retryStep', { step: 'lab.square', from: 'lab.add' });
    expect(run.result).toEqual([2, 4]);
  });

  it('a failure that was thrown into the body is thrown again, without another try', async () => {
    const caught: Body = async (it) => {
      const a = await lab.add({ a: 1 }).catch((error: Error) => `caught ${String((error.cause as Error).message)}`);
      const list = await lab.list({ from: 1 });
      await it.waitFor('go');
      return [a, (await lab.square.map(list, {})).counts.ok];
    };
    const run = await withFailing(caught, ['lab.add'], { onFailure: 'fail' });
    run.outside.flush();
    await run.tell('answer', { name: 'go', value: 1 });
    expect(run.result).toEqual(['caught lab.add failed 5 times', 4]);
    expect(run.sdk.commands.filter((name) => name === 'lab.add')).toHaveLength(1);
  });
});

it('run.once cannot call a step, and says which of them does', async () => {
  const run = runOf(steps, (it) => it.once('drawn', () => lab.add({ a: 1 })));
  await run.work();
  expect(() => run.result).toThrow("run.once('drawn') calls lab.add; call it in the body, its result is kept anyway");
});

it.each(['review', 'answer:review'])("run.once('%s') does not answer run.waitFor('review')", async (name) => {
  const run = runOf(steps, async (it) => [
    await it.once(name, () => Promise.resolve('once')),
    await it.waitFor('review'),
  ]);
  await run.work();
  expect(run.progress.waitingFor).toEqual(['review']);
  await run.tell('answer', { name: 'review', value: 'said' });
  expect(run.result).toEqual(['once', 'said']);
});

describe('a call that would go where it cannot', () => {
  const call = () => new Call(new Kernel(new Virtual()), 'lab.add', 'lab.add');

  it('does not finish while a part of it is under way or waits, nor twice', async () => {
    const waiting = call();
    void waiting.pause({ message: 'broken' });
    expect(() => waiting.finish()).toThrow(/^impossible: lab.add is paused/);
    const working = call();
    void working.part(() => new Promise(() => undefined));
    expect(() => working.finish()).toThrow(/1 parts under way/);
    const done = call();
    done.finish();
    expect(() => done.finish()).toThrow(/impossible/);
    expect(() => done.scheduled()).toThrow(/impossible: lab.add is done and is to be scheduled/);
    await expect(done.pause({ message: 'late' })).rejects.toThrow(/impossible/);
    const skipped = call();
    skipped.skipped('nobody reads it');
    skipped.finish();
    expect(() => skipped.scheduled()).toThrow(/impossible: lab.add is skipped and is to be scheduled/);
  });

  it('waits for a person as long as one of its parts does, though another has failed for good', () => {
    const failed = call();
    void failed.pause({ message: 'broken' });
    failed.fail('refused');
    expect(failed.row).toMatchObject({ status: 'paused', message: 'broken' });
  });

  it('believes the first decision', async () => {
    const kernel = new Kernel(new Virtual());
    const decided = new Call(kernel, 'lab.add', 'lab.add').pause({ message: 'broken' });
    const [pause] = kernel.pauses;
    pause?.decide({});
    pause?.decide({ skip: 'too late' });
    await (kernel.sdk as Virtual).settle();
    await expect(decided).resolves.toEqual({});
    expect(kernel.pauses.size).toBe(0);
  });

  it('believes the first end', () => {
    const failed = call();
    failed.fail('broken');
    failed.cancel();
    expect(failed.row).toMatchObject({ status: 'failed', message: 'broken' });
  });
});

it('an output with a field that references have too is given as it is, and is no reference', async () => {
  const made = { gen: 7, text: 'an answer' };
  const run = runOf({ 'lab.add': { run: () => made } }, async () => {
    const output: unknown = await lab.add({ a: 1 });
    return [output, 'value' in (output as object)];
  });
  await run.work();
  expect(run.result).toEqual([made, false]);
});
