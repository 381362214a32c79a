/** What a run fails with is cut so that it arrives, and says the same. */
import { RetryState } from '@temporalio/common';
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  TimeoutFailure,
} from '@temporalio/workflow';
import {
  begunIn,
  cancellationIn,
  causeOf,
  cut,
  refusal,
  sendable,
  StepFailed,
  stop,
} from '../../workflows/kit/failure';
import { shortHash } from '../../workflows/kit/hash';
import { issuesIn } from '../../workflows/kit/issues';
import { Misshapen } from '../../workflows/kit/shapes';

const failing = (cause: Error, state: RetryState = RetryState.NON_RETRYABLE_FAILURE): ActivityFailure =>
  new ActivityFailure('Activity task failed', 'shop.pay', '7', state, 'worker', cause);

test('a text is cut at its limit and not before, and is well-formed', () => {
  expect(cut('x'.repeat(1000))).toBe('x'.repeat(1000));
  expect(cut('x'.repeat(1001))).toBe(`${'x'.repeat(999)}…`);
  expect(cut('abc', 2)).toBe('a…');
  expect(cut('a\ud83d😀')).toBe('a\ufffd😀');
});

describe('a failure', () => {
  test('that fits is sent as it is', () => {
    const failure = ApplicationFailure.create({ message: 'why', type: 'Declined', details: ['x'.repeat(16_380)] });
    expect(sendable(failure)).toBe(failure);
    expect(failure.details).toEqual(['x'.repeat(16_380)]);
  });

  test('that is long says less: its message, its stack, and the causes of its causes', () => {
    const deep = (levels: number): Error =>
      levels === 0 ? new Error('deepest') : new Error(`${levels} `.repeat(600), { cause: deep(levels - 1) });
    const error = deep(6);
    error.stack = 'x'.repeat(2001);
    const sent = sendable(error) as Error;
    expect(sent).toBe(error);
    expect([sent.message.length, sent.stack]).toEqual([1000, `${'x'.repeat(1999)}…`]);
    const levels: string[] = [];
    for (let one: unknown = sent; one instanceof Error; one = one.cause) levels.push(one.message.slice(0, 1));
    expect(levels).toEqual(['6', '5', '4', '3', '2', '1']);
  });

  test('with details that are too large, or no JSON, is sent without them, and is otherwise the same', () => {
    const cause = new Error('inner');
    for (const details of [['x'.repeat(16_381)], [10n]]) {
      const failure = ApplicationFailure.create({
        message: 'why',
        type: 'Declined',
        nonRetryable: true,
        details,
        cause,
      });
      expect(sendable(failure)).toMatchObject({
        message: 'why',
        type: 'Declined',
        nonRetryable: true,
        cause,
        details: ['its details were left out: they are too large, or no JSON'],
      });
    }
    const retryable = ApplicationFailure.create({ message: 'why', details: [10n], category: 'BENIGN' });
    const sent = sendable(retryable) as ApplicationFailure;
    expect([sent.nonRetryable, sent.category, sent.type ?? undefined, sent.cause]).toEqual([
      false,
      'BENIGN',
      undefined,
      undefined,
    ]);
  });

  test('with a type that nobody would read has it cut', () => {
    const typed = (type: string) => (sendable(ApplicationFailure.create({ type })) as ApplicationFailure).type;
    expect(typed('x'.repeat(200))).toBe('x'.repeat(200));
    expect(typed('x'.repeat(201))).toBe(`${'x'.repeat(199)}…`);
  });

  test('that is none is made one, and one that cannot be read says so', () => {
    expect(sendable('y'.repeat(1001))).toEqual(new Error(`${'y'.repeat(999)}…`));
    const hostile = new Error('x');
    Object.defineProperty(hostile, 'message', {
      get: () => {
        throw new Error('no');
      },
    });
    expect(sendable(hostile)).toEqual(new Error('something was thrown that cannot be read'));
  });

  test('without a stack gets none', () => {
    const bare = new Error('why');
    delete bare.stack;
    expect(sendable(bare)).not.toHaveProperty('stack');
    expect(sendable(new Error('why'))).not.toHaveProperty('cause');
  });
});

test('whoever sent a message is told what was wrong with it, whatever was thrown', () => {
  const own = ApplicationFailure.nonRetryable('why', 'NotPaused');
  expect(refusal('retryStep', own)).toBe(own);
  expect(refusal('retryStep', new Misshapen('no step'))).toMatchObject({ type: 'MessageInvalid', message: 'no step' });
  const failed = { type: 'MessageFailed', nonRetryable: true };
  expect(refusal('answer', new TypeError('x'))).toMatchObject({ ...failed, message: 'answer could not be done: x' });
  expect(refusal('answer', 'text')).toMatchObject({ ...failed, message: 'answer could not be done: text' });
  expect(stop('TooLarge', 'it is large')).toMatchObject({
    message: 'The run was stopped: it is large.',
    type: 'TooLarge',
    nonRetryable: true,
  });
});

describe('the cause of a failure', () => {
  const declined = ApplicationFailure.nonRetryable('no funds', 'Declined', { code: 51 });

  test('is what was thrown, below every activity and child', () => {
    const child = new ChildWorkflowFailure('default', { workflowId: 'x' }, 'x', RetryState.TIMEOUT, failing(declined));
    const known = {
      type: 'Declined',
      message: 'no funds',
      details: [{ code: 51 }],
      begun: undefined,
      cause: undefined,
    };
    for (const error of [declined, failing(declined), failing(child)]) expect(causeOf(error)).toEqual(known);
  });

  test('has no type where nobody gave it one, nor details where there are none', () => {
    const none = { type: '', details: [], begun: undefined, cause: undefined };
    expect(causeOf(new Error('x'))).toEqual({ ...none, message: 'x' });
    expect(causeOf('text')).toEqual({ ...none, message: 'text' });
    expect(causeOf(ApplicationFailure.create({ message: 'x' }))).toMatchObject({ type: '', details: [] });
  });

  test('says whether the effect may have begun: nobody knows of an attempt that said nothing', () => {
    const begun = ApplicationFailure.nonRetryable('x', 'Exhausted', { failed: 5 }, { $begun: { key: 'k' } });
    expect(causeOf(begun)).toMatchObject({ details: [{ failed: 5 }], begun: { key: 'k' } });
    expect(begunIn(failing(begun))).toEqual({ key: 'k' });
    expect(begunIn(begun)).toEqual({ key: 'k' });
    expect(begunIn(failing(declined))).toBeUndefined();
    expect(begunIn(failing(new TimeoutFailure('late', undefined, 'HEARTBEAT')))).toEqual({});
    for (const last of [null, 'text', { other: 1 }])
      expect(begunIn(ApplicationFailure.nonRetryable('x', 'y', last))).toBeUndefined();
  });

  test('of an exhausted step is what its own code threw last, where that is known', () => {
    const exhausted = (cause?: Error): StepFailed =>
      new StepFailed(
        { step: 'shop.pay' },
        ApplicationFailure.create({
          type: 'StepExhausted',
          message: 'five times',
          details: [1],
          ...(cause && { cause }),
        }),
      );
    expect(exhausted(declined)).toMatchObject({ type: 'Declined', message: 'no funds', details: [{ code: 51 }] });
    expect(exhausted()).toMatchObject({ type: 'StepExhausted', message: 'five times', details: [1] });
    const plain = new StepFailed({ step: 'shop.pay', label: 'a' }, 'text');
    expect(plain).toMatchObject({ type: 'Error', message: 'text', reason: 'text', label: 'a', nonRetryable: true });
    expect(plain.cause).toBeUndefined();
    expect(new StepFailed({ step: 'shop.pay' }, declined).label).toBeUndefined();
    expect(new StepFailed({ step: 'shop.pay' }, declined).cause).toBe(declined);
  });
});

test('a cancelled activity whose worker died is a cancellation too, and says which', () => {
  const cancelled = new CancelledFailure('x');
  expect(cancellationIn(cancelled)).toBe(cancelled);
  const died = failing(new TimeoutFailure('late', undefined, 'HEARTBEAT'), RetryState.CANCEL_REQUESTED);
  expect(cancellationIn(died)).toMatchObject({ message: 'shop.pay was cancelled' });
  expect(cancellationIn(died)).toBeInstanceOf(CancelledFailure);
  expect(cancellationIn(failing(new Error('x')))).toBeUndefined();
  expect(cancellationIn(new Error('x'))).toBeUndefined();
});

test('of what is wrong with a value five things are told, each with its place', () => {
  const issue = (path: PropertyKey[], message: string) => ({ path, message });
  const told = (issues: object[]): string => issuesIn({ issues } as never);
  expect(told([issue(['rows', 3, 'price'], 'a'), issue([], 'b'), issue([0], 'c')])).toBe('rows[3].price: a; b; [0]: c');
  const many = (n: number) => Array.from({ length: n }, (_, i) => issue([], String(i)));
  expect(told(many(5))).toBe('0; 1; 2; 3; 4');
  expect(told(many(6))).toBe('0; 1; 2; 3; 4; and 1 more');
});

test('short names of inputs are the same in every release: children are known by them', () => {
  expect(['', 'a', '{"order":"o1"}', 'é€😀'].map(shortHash)).toEqual([
    'c223ada330a00dd6',
    '5dd9b8cec993a934',
    '206db4a405ebe582',
    'cc0e89ada21d96f6',
  ]);
});
