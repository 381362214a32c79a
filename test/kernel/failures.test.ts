/** Failure is the author's choice: wait, end, or be told. On a virtual clock. */
import '../../testing/memory/asyncLocal';
import { ApplicationFailure, CancelledFailure } from '@temporalio/workflow';
import { StepFailed, steps as callsOf } from '../../workflows/kit';
import type { Call, MapCall } from '../../workflows/kit';
import type { Ref } from '../../activities/kit/contract';
import { mapOutput } from './mapOutput';
import { failed, failure } from './temporalFailures';
import type { FakeStep } from './outside';
import { runOf } from './run';
import type { Body, TestRun } from './run';

const lab = callsOf('lab') as unknown as {
  list: (input: object) => Promise<Ref<unknown[]>>;
  square: MapCall<unknown, object, unknown>;
  add: Call<object, number>;
};
const steps: Readonly<Record<string, FakeStep>> = {
  'lab.list': { run: ({ n }) => Array.from({ length: Number(n) }, (_, i) => i), byRef: true },
  'lab.square': { run: (input) => mapOutput(input, (n) => (n < 3 ? 'failed' : 'ok')), byRef: true },
  'lab.add': { run: ({ a }) => Number(a) + 1 },
};

/** As the guard ends a step whose own code threw this each time. */
const declined = failure('CardDeclined', 'no funds on card 7', [{ code: 51 }]);
const exhausted = ApplicationFailure.create({
  type: 'StepExhausted',
  message: 'lab.add failed 5 times, last: no funds on card 7. Mend the cause, then retry the step.',
  nonRetryable: true,
  details: [{ attempts: 5 }],
  cause: declined,
});

/** Every `lab.add` whose input has `bad` ends so. */
async function lived(body: Body, options = {}, error: Error = exhausted): Promise<TestRun> {
  const run = runOf(steps, body, options);
  await run.work((activity) => {
    if (activity.name !== 'lab.add' || !JSON.stringify(activity.args[0]).includes('bad')) return false;
    run.sdk.fail(activity, error instanceof CancelledFailure ? error : failed(activity, error));
    return true;
  });
  return run;
}

const add: typeof lab.add = (input, options) => lab.add(input, { onFailure: 'throw', ...options });

describe("onFailure: 'throw'", () => {
  it('tells the body which call failed and why, in the words of the step', async () => {
    const run = await lived(() => add({ bad: 1 }, { label: 'customer 7' }).catch((error: unknown) => error));
    const error = run.result as StepFailed;
    expect(error).toBeInstanceOf(StepFailed);
    expect(error).toMatchObject({
      step: 'lab.add',
      label: 'customer 7',
      type: 'CardDeclined',
      message: 'no funds on card 7',
      reason: 'no funds on card 7',
      details: [{ code: 51 }],
    });
    expect(run.row('lab.add [customer 7]').status).toBe('failed');
  });

  it('says nothing of what only the kernel must know', async () => {
    const error = failure('TooLarge', 'it answered with 5 KB', [{ bytes: 5000 }, { $begun: {} }]);
    const run = await lived(() => add({ bad: 1 }).catch((caught: StepFailed) => caught.details), {}, error);
    expect(run.result).toEqual([{ bytes: 5000 }]);
  });

  it('what is not caught ends the run with that reason', async () => {
    const run = await lived(() => add({ bad: 1 }));
    expect(run.ended).toMatchObject({ error: { type: 'CardDeclined', message: 'no funds on card 7' } });
  });

  it('one bad customer of fifty stops none of the others', async () => {
    const run = await lived(async () => {
      const made = Array.from({ length: 50 }, (_, a) => add(a === 7 ? { bad: a } : { a }, { label: `customer ${a}` }));
      return (await Promise.allSettled(made)).map(({ status }) => status);
    });
    const result = run.result as string[];
    expect(result.filter((status) => status === 'fulfilled')).toHaveLength(49);
    expect(result[7]).toBe('rejected');
    expect(run.progress.steps.filter(({ status }) => status === 'paused')).toEqual([]);
  });

  it('a cancellation is none', async () => {
    const caught: unknown[] = [];
    const run = await lived(
      () => add({ bad: 1 }).catch((error: unknown) => caught.push(error)),
      {},
      new CancelledFailure('cancelled'),
    );
    await run.work();
    expect(caught).toEqual([expect.any(CancelledFailure)]);
    expect(run.row('lab.add').status).toBe('cancelled');
  });

  it('a later body is told the same, without another try', async () => {
    const run = await lived(async (it) => {
      const why = await add({ bad: 1 }).catch((error: StepFailed) => error.reason);
      const list = await lab.list({ n: 8 });
      await it.waitFor('go');
      return [why, (await lab.square.map(list, {})).counts.ok];
    });
    run.outside.flush();
    await run.tell('answer', { name: 'go', value: 1 });
    expect(run.progress.heals).toBe(1);
    expect(run.result).toEqual(['no funds on card 7', 5]);
    expect(run.sdk.commands.filter((name) => name === 'lab.add')).toHaveLength(1);
  });
});

it.each([
  ['pause', {}, 'paused'],
  ['fail', {}, 'failed'],
  ['pause', { onFailure: 'fail' }, 'paused'],
  [undefined, { onFailure: 'fail' }, 'failed'],
  [undefined, {}, 'paused'],
] as const)('a call that says %s in a run that was started with %j: %s', async (onFailure, options, status) => {
  const run = await lived(() => lab.add({ bad: 1 }, onFailure === undefined ? {} : { onFailure }), options);
  expect(run.progress.status).toBe(status);
});

describe('how many items of a map may fail', () => {
  /** Three of eight do. */
  const mapped = (maxFailed: unknown, onFailure: 'pause' | 'throw' = 'pause'): Body => {
    return async () =>
      (await lab.square.map(await lab.list({ n: 8 }), {}, { maxFailed: maxFailed as number, onFailure })).counts.failed;
  };

  it.each([3, '40%', '37.5%', 'all', '100%', 8])('with %s the map goes on', async (maxFailed) => {
    expect((await lived(mapped(maxFailed))).result).toBe(3);
  });

  it.each([0, 2, '10%', '0%', '37%'])('with %s a person is asked', async (maxFailed) => {
    const run = await lived(mapped(maxFailed));
    expect(run.row('lab.square')).toMatchObject({ status: 'paused' });
    expect(run.row('lab.square').message).toBe(`3 of 8 items failed, more than ${maxFailed}`);
  });

  it('whoever tries again tries what failed of that step, and nothing else', async () => {
    const run = await lived(mapped(2));
    await run.tell('retryStep', { step: 'lab.square' });
    expect(run.outside.resets).toEqual([false, true].map((floor) => ({ step: 'lab.square', floor, fresh: false })));
    expect(run.outside.ran.filter((name) => name === 'lab.list')).toHaveLength(1);
  });

  it('or the body is told', async () => {
    const run = await lived(mapped(2, 'throw'));
    expect(run.ended).toMatchObject({
      error: {
        step: 'lab.square',
        type: 'TooManyItemsFailed',
        message: expect.stringMatching(/^\d of \d items failed/) as string,
      },
    });
  });

  it.each([-1, 1.5, '10', '101%', 'half', null, Number.NaN])(
    '%s is refused, and says what can be given',
    async (maxFailed) => {
      const run = await lived(mapped(maxFailed));
      expect(run.ended).toMatchObject({
        error: { type: 'OptionInvalid', message: expect.stringMatching(/'10%', or 'all'/) },
      });
    },
  );
});

describe('a label', () => {
  it('is the name of a call, by which it is retried alone', async () => {
    const run = await lived(() => Promise.all(['a', 'b: c', 'a'].map((label) => lab.add({ bad: label }, { label }))));
    expect(run.progress.steps.map(({ name }) => name)).toEqual(['lab.add [a]', 'lab.add [b: c]', 'lab.add [a] #2']);
    expect(await run.tell('retryStep', { step: 'lab.add [b: c]' })).toBeUndefined();
    expect(run.progress.steps.map(({ status }) => status)).toEqual(['paused', 'done', 'paused']);
    expect(await run.tell('retryStep', { step: 'lab.add [c]' })).toBe(
      "'lab.add [c]' is not paused; paused: lab.add [a], lab.add [a] #2",
    );
    await run.tell('retryStep', { step: 'lab.add' });
    expect(run.ended).toBeDefined();
  });

  it.each(['', 'x'.repeat(81), 'two\nlines', '\ud800'])('%j is refused', async (label) => {
    const run = await lived(() => lab.add({ a: 1 }, { label }));
    expect(run.ended).toMatchObject({ error: { type: 'OptionInvalid' } });
  });
});
