/** What can be told to a run when, and in which words it is refused. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { RetryState } from '@temporalio/common';
import { ActivityFailure, ApplicationFailure, TimeoutFailure } from '@temporalio/workflow';
import { steps as callsOf } from '../../workflows/kit';
import type { Call } from '../../workflows/kit';
import { payloadConverter, Unreadable } from '../../workflows/kit/payloadConverter';
import { AnotherKernel, mustBeOurs } from '../../workflows/kit/version';
import type { Scheduled } from '../../testing/memory/virtual';
import { failed, failure } from './temporalFailures';
import type { FakeStep } from './outside';
import { runOf } from './run';
import type { Body, TestRun } from './run';

const lab = callsOf('lab') as unknown as Readonly<Record<'add' | 'other' | 'back', Call<object, number>>>;
const steps: Readonly<Record<string, FakeStep>> = {
  'lab.add': { run: ({ a }) => Number(a) + 1, whenSkipped: () => 0 },
  'lab.other': { run: () => 1 },
  'lab.back': { run: () => 1 },
};
/** Ends activities of these names for good, once for each time that a name stands there. */
async function failing(run: TestRun, ...names: string[]): Promise<void> {
  const left = [...names];
  await run.work((activity) => {
    const at = left.indexOf(activity.name);
    if (at < 0) return false;
    left.splice(at, 1);
    run.sdk.fail(activity, failed(activity, failure('Broken', 'broken')));
    return true;
  });
}
async function begun(body: Body, ...broken: string[]): Promise<TestRun> {
  const run = runOf(steps, body);
  await failing(run, ...broken);
  return run;
}
const both: Body = async (it) => [await lab.other({}), await lab.add({ a: 1 }), await it.waitFor('go')];

describe('a message', () => {
  it('is refused when the run has ended', async () => {
    const run = await begun(() => lab.add({ a: 1 }));
    for (const [name, argument] of [
      ['retryStep', { step: 'lab.add' }],
      ['pauseRun', { reason: 'x' }],
    ] as const)
      expect(await run.tell(name, argument)).toBe('the run has ended (ok)');
  });

  it('of another shape is refused, and says what it must be', async () => {
    const run = await begun(both, 'lab.add');
    expect(await run.tell('retryStep', {})).toMatch(/^retryStep: 'step' must be .*; it is missing$/);
    expect(await run.tell('retryStep', new Unreadable('no key'))).toBe(
      'the argument of retryStep cannot be read: no key',
    );
    expect(await run.tell('resumeRun')).toBe('the run was not paused by pauseRun');
    expect(run.progress.status).toBe('paused');
  });

  it('about a step that is not paused names those that are, one about a step that has not run those that have', async () => {
    const run = await begun(both, 'lab.add');
    expect(await run.tell('retryStep', { step: 'lab.other' })).toBe("'lab.other' is not paused; paused: lab.add");
    expect(await run.tell('skipStep', { step: 'lab.other', reason: 'x' })).toBe(
      "'lab.other' is not paused; paused: lab.add",
    );
    expect(await run.tell('retryStep', { step: 'lab.add', from: 'lab.load' })).toBe(
      "'lab.load' has not run; steps of this run: lab.other, lab.add",
    );
    expect(run.outside.resets).toEqual([]);
    await run.tell('retryStep', { step: 'lab.add' });
    expect(await run.tell('retryStep', { step: 'lab.add' })).toBe("'lab.add' is not paused; paused: none");
  });

  it('to what waits for nobody names what waits; an answer is taken once', async () => {
    const run = await begun((it) => Promise.all([it.waitFor('a'), it.waitFor('b')]));
    expect(await run.tell('answer', { name: 'c', value: 1 })).toBe("nothing waits for 'c'; waiting: a, b");
    void run.sdk.update('answer', { name: 'a', value: 1 });
    await run.work(({ name }) => name === 'kit.remember');
    await expect(run.sdk.update('answer', { name: 'a', value: 2 })).rejects.toThrow(/nothing waits for 'a'/);
    await run.work();
    await run.tell('answer', { name: 'b', value: 3 });
    expect(run.result).toEqual([1, 3]);
  });
});

describe('a person has a paused step', () => {
  it('tried again from another step: that one runs again, whatever it had recorded, and so does the body', async () => {
    const run = await begun(both, 'lab.add');
    await run.tell('retryStep', { step: 'lab.add', from: 'lab.other' });
    expect(run.outside.resets).toEqual([
      { step: 'lab.add', floor: false, fresh: false },
      { step: 'lab.other', floor: true, fresh: false },
    ]);
    expect(run.outside.ran).toEqual(['lab.other', 'lab.other', 'lab.add']);
    expect(run.progress).toMatchObject({ status: 'waiting', heals: 0 });
  });

  it('tried again with what failed, and paid anew: that is one wish with a name, which its calls tell', async () => {
    const run = await begun(both, 'lab.add');
    const told: unknown[] = [];
    void run.sdk.update('retryStep', { step: 'lab.add', failedItems: true, fresh: true });
    await run.work((activity) => {
      if (activity.name === 'lab.add') told.push(activity.args[1]);
      return false;
    });
    expect(run.outside.resets).toEqual([
      { step: 'lab.add', floor: true, fresh: true },
      { floor: true, fresh: true },
    ]);
    expect(told).toEqual([{ fresh: 'uuid-1' }]);
  });

  it('skipped: its failures are forgotten first, and it is told why', async () => {
    const run = await begun(both, 'lab.add');
    const told: unknown[] = [];
    void run.sdk.update('skipStep', { step: 'lab.add', reason: 'known' });
    await run.work((activity) => {
      if (activity.name === 'lab.add') told.push(activity.args[1]);
      return false;
    });
    expect(run.outside.resets).toEqual([{ step: 'lab.add', floor: false, fresh: false }]);
    expect(told).toEqual([{ skip: 'known' }]);
    expect(run.row('lab.add')).toMatchObject({ status: 'skipped', skippedFor: 'known' });
  });
});

it('while a run is undone its body does not run again: what undoes it is tried again alone', async () => {
  const run = await begun(
    async () => {
      await lab.other({}, { undo: () => lab.back({}) });
      return lab.add({ a: 1 }, { onFailure: 'fail' });
    },
    'lab.add',
    'lab.back',
  );
  const [row] = run.progress.steps.filter(({ status }) => status === 'paused');
  expect(row?.name).toBe('lab.back [undo of lab.other]');
  for (const more of [{ from: 'lab.other' }, { failedItems: true }, { fresh: true }])
    expect(await run.tell('retryStep', { step: 'lab.back', ...more })).toBe(
      'the run is being undone, its body does not run again: retry lab.back alone',
    );
  expect(await run.tell('retryStep', { step: 'lab.back', failedItems: false })).toBeUndefined();
  expect(run.ended).toMatchObject({ error: { cause: { type: 'Broken' } } });
});

describe('an activity of the kit', () => {
  const ended = ({ name }: Pick<Scheduled, 'name'>, state: RetryState, cause?: Error): ActivityFailure =>
    new ActivityFailure('Activity task failed', name, '1', state, 'worker', cause);
  const remembering: Body = async (it) => [await lab.other({}), await it.once('drawn', () => Promise.resolve(7))];

  async function withFailing(cause: Error | undefined, state: RetryState, options = {}): Promise<TestRun> {
    const run = runOf(steps, remembering, options);
    let isOver = false;
    await run.work((activity) => {
      if (isOver || activity.name !== 'kit.remember') return false;
      isOver = true;
      run.sdk.fail(activity, ended(activity, state, cause));
      return true;
    });
    return run;
  }
  const noRedis = ApplicationFailure.create({ message: 'no Redis.', type: 'Unreachable' });
  const message = 'kit.remember did not succeed in 30 minutes, last: no Redis. Mend the cause, then retry it';

  it('that did not succeed in its time pauses the run under its name, alone, until it is tried again', async () => {
    const run = await withFailing(noRedis, RetryState.TIMEOUT);
    expect(run.progress.steps.find(({ name }) => name === 'kit.remember')).toMatchObject({ status: 'paused', message });
    expect(await run.tell('retryStep', { step: 'kit.remember', from: 'lab.other' })).toBe(
      "kit.remember is the kit's own: retry it alone first",
    );
    for (const more of [{ failedItems: true }, { fresh: true }])
      expect(await run.tell('retryStep', { step: 'kit.remember', ...more })).toMatch(/the kit's own/);
    expect(await run.tell('skipStep', { step: 'kit.remember', reason: 'x' })).toBe(
      'kit.remember cannot be skipped: retry it, or cancel the run',
    );
    expect(await run.tell('retryStep', { step: 'kit.remember' })).toBeUndefined();
    expect([run.result, run.outside.resets]).toEqual([[1, 7], []]);
    expect(run.progress.steps.map(({ name }) => name)).toEqual(['lab.other']);
  });

  it('says what was behind a timeout; where no worker was there it is asked again at once', async () => {
    const late = new TimeoutFailure('late', undefined, 'SCHEDULE_TO_CLOSE');
    const behind = Object.assign(new TimeoutFailure('late', undefined, 'SCHEDULE_TO_CLOSE'), { cause: noRedis });
    const run = await withFailing(behind, RetryState.TIMEOUT);
    expect(run.row('kit.remember')).toMatchObject({ message });
    expect((await withFailing(late, RetryState.TIMEOUT)).result).toEqual([1, 7]);
  });

  it('that is refused, or cancelled, ends the run; and where nobody watches any of them does', async () => {
    for (const state of [RetryState.NON_RETRYABLE_FAILURE, RetryState.CANCEL_REQUESTED])
      expect((await withFailing(noRedis, state)).ended).toMatchObject({ error: { cause: { type: 'Unreachable' } } });
    const alone = await withFailing(noRedis, RetryState.TIMEOUT, { onFailure: 'fail' });
    expect(alone.ended).toMatchObject({
      error: { type: 'KitExhausted', message: `The run was stopped: ${message}.` },
    });
  });
});

it('a run of another kernel is left to a worker of that one, in words for a shell', () => {
  const said = (id: string, kernel?: number) => () => mustBeOurs(id, kernel === undefined ? {} : { kernel });
  expect(said('r', 1)).not.toThrow();
  expect(said('r')).toThrow(
    new AnotherKernel('The run began on kernel 0: pin it, or `retry r --restart`. This build has kernel 1'),
  );
  expect(said("o'clock 7", 2)).toThrow("`retry 'o'\\''clock 7' --restart`");
  expect(said('a\nb', 2)).toThrow('`retry ID --restart`');
});

it('what cannot be read stands for itself, with the reason', () => {
  const payload = payloadConverter.toPayload({ a: 1 });
  expect(payloadConverter.fromPayload(payload)).toEqual({ a: 1 });
  const odd = { metadata: { encoding: new TextEncoder().encode('json/plain') }, data: new TextEncoder().encode('{') };
  const read = payloadConverter.fromPayload(odd);
  expect(read).toBeInstanceOf(Unreadable);
  expect((read as Unreadable).why).toMatch(/JSON/);
});

it('a run whose options cannot be read does not begin', async () => {
  const run = runOf(steps, both, new Unreadable('no key') as never);
  await run.work();
  expect(run.ended).toMatchObject({
    error: { type: 'StartInvalid', message: 'An argument of the run cannot be read: no key' },
  });
});
