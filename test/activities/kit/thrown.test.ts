import { ApplicationFailure, defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { OwnFailure, tryLater } from '../../../activities/kit/errors';
import { messageOf, readable, sendable } from '../../../activities/kit/thrown';

const trap = (): never => {
  throw new Error('trapped');
};
const unreadable = new Proxy({}, { get: trap, getPrototypeOf: trap, has: trap, ownKeys: trap });
const endless = new Error('endless');
endless.cause = endless;
const ownGetter = Object.defineProperty(new Error('hidden'), 'message', { get: trap });
const ownStack = Object.defineProperty(new Error('shown'), 'stack', { get: trap });
const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

const odd: [string, unknown, string | RegExp][] = [
  ['undefined', undefined, 'undefined was thrown'],
  ['null', null, 'null was thrown'],
  ['a text', 'a plain text', 'a plain text'],
  ['a number', 42, '42 was thrown'],
  ['a BigInt', 42n, '42 was thrown'],
  ['a symbol', Symbol('s'), 'Symbol(s) was thrown'],
  ['an object with a message', { code: 'E42', message: 'card declined' }, 'card declined'],
  ['an object without one', { code: 'E42' }, 'an object was thrown: {"code":"E42"}'],
  ['an object without a prototype', Object.create(null), 'an object was thrown: {}'],
  ['an object that lies in itself', cyclic, /cannot be read/],
  [
    'an object whose message throws',
    {
      get message() {
        return trap();
      },
    },
    /cannot be read/,
  ],
  ['an error whose message throws', ownGetter, /cannot be read/],
  ['an error whose stack throws', ownStack, 'shown'],
  ['a proxy that refuses everything', unreadable, /cannot be read/],
  ['an error without a message', new TypeError(), 'TypeError'],
  ['an error that is its own cause', endless, 'endless'],
  ['megabytes of text', new Error('x'.repeat(3_000_000)), /^x{4000}… \(3000000 characters\)$/],
  ['half of an emoji', new Error('half \ud83d'), 'half \ufffd'],
  ['details that are no JSON', ApplicationFailure.create({ message: 'mine', details: [10n, cyclic] }), 'mine'],
  ['a delay that is no time', ApplicationFailure.create({ message: 'mine', nextRetryDelay: 'soon' as '1s' }), 'mine'],
  ['a failure whose cause is a proxy', Object.assign(new Error('mine'), { cause: unreadable }), 'mine'],
];

describe.each(odd)('thrown: %s', (_what, thrown, text) => {
  it('has a text, and can be sent', () => {
    const failure = tryLater(new OwnFailure(thrown).cause, 1);
    const sent = defaultFailureConverter.errorToFailure(failure, defaultPayloadConverter);
    expect(sent.message).toMatch(text);
    expect(JSON.stringify(sent).length).toBeLessThan(100_000);
    expect(typeof messageOf(thrown)).toBe('string');
  });
});

it('what an author says in a failure is kept: its type, its delay, its details, whether it is final', () => {
  const said = ApplicationFailure.create({
    message: 'come back tomorrow',
    type: 'Closed',
    nonRetryable: true,
    details: [{ until: 'tomorrow' }],
    nextRetryDelay: '1d',
    cause: new TypeError('behind it'),
  });
  expect(sendable(said)).toMatchObject({
    message: 'come back tomorrow',
    type: 'Closed',
    nonRetryable: true,
    details: [{ until: 'tomorrow' }],
    nextRetryDelay: '1d',
    cause: { message: 'behind it', type: 'TypeError' },
  });
});

it('an error that can be read is itself: a sink’s refusal is known by its class', () => {
  const error = new RangeError('mine');
  expect(readable(error)).toBe(error);
});

it('five causes, one behind the other, are told', () => {
  let error = new Error('the deepest');
  for (let behind = 9; behind >= 0; behind -= 1) error = new Error(`${behind} behind it`, { cause: error });
  const told: string[] = [];
  for (let one: unknown = sendable(error); one instanceof Error; one = one.cause) told.push(one.message);
  expect(told).toEqual(['0', '1', '2', '3', '4', '5'].map((behind) => `${behind} behind it`));
});

it('a cause that cannot be read, or asked for, is left out', () => {
  const refuses = Object.defineProperty(new Error('mine'), 'cause', { get: trap });
  for (const error of [refuses, Object.assign(new Error('mine'), { cause: unreadable })])
    expect(sendable(error)).toMatchObject({ message: 'mine', cause: undefined });
});

it.each([
  [15_990, true],
  [16_001, false],
])('details of %d characters are sent: %s', (length, isSent) => {
  const details = ['x'.repeat(length - 4)];
  const { details: sent } = sendable(ApplicationFailure.create({ message: 'mine', details }));
  expect(sent).toEqual(isSent ? details : undefined);
});
