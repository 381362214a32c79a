import fc from 'fast-check';
import { explain, type Operation } from './checker';

const acquire = (token: number, from: number, to: number): Operation => ({
  kind: 'acquire',
  process: 'p',
  token,
  from,
  to,
});
const end = (token: number, from: number, to = Infinity): Operation => ({ kind: 'end', process: 'p', token, from, to });

const good: [string, Operation[]][] = [
  ['one after the other', [acquire(1, 0, 1), end(1, 2, 3), acquire(2, 4, 5), end(2, 6, 7)]],
  [
    'a hand-over while the release is still on its way back',
    [acquire(1, 0, 1), acquire(2, 0, 5), end(1, 2, 8), end(2, 6, 9)],
  ],
  [
    'a holder that was told lost before the next one had it',
    [acquire(1, 0, 1), end(1, 10), acquire(2, 5, 20), end(2, 21, 22)],
  ],
  ['a release that was not answered', [acquire(1, 0, 1), end(1, 2), acquire(2, 3, 9), end(2, 10, 11)]],
  ['a holder that never ended', [acquire(1, 0, 1), end(1, 2, 3), acquire(2, 4, 5)]],
];

const bad: [string, Operation[]][] = [
  ['two holders at once', [acquire(1, 0, 1), acquire(2, 2, 3), end(1, 4, 5), end(2, 6, 7)]],
  ['a token that sinks', [acquire(2, 0, 1), end(2, 2, 3), acquire(1, 4, 5), end(1, 6, 7)]],
  ['a token that comes twice', [acquire(1, 0, 1), end(1, 2, 3), acquire(1, 4, 5), end(1, 6, 7)]],
  ['a rival before the holder was told', [acquire(1, 0, 1), acquire(2, 5, 8), end(1, 10), end(2, 11, 12)]],
  ['a release of what was not held', [acquire(1, 0, 1), end(1, 2, 3), end(1, 4, 5)]],
];

test.each(good)('accepts %s', (_, history) => {
  expect(explain(history)).toBeUndefined();
});

test.each(bad)('refuses %s', (_, history) => {
  expect(explain(history)).toMatch(/none of these can come next/);
});

/** What a correct lock produces: acquisitions one after the other, each asked some time before and answered some time later. */
const correct = fc
  .array(fc.record({ askedBefore: fc.nat(30), heldFor: fc.nat(10), answered: fc.nat(9), isKnown: fc.boolean() }), {
    minLength: 2,
    maxLength: 60,
  })
  .map((rounds) => {
    let now = 0;
    return rounds.flatMap(({ askedBefore, heldFor, answered, isKnown }, i) => {
      now += 10;
      const acquired = acquire(i + 1, now - askedBefore, now + answered);
      // Its holder knows of it from the answer on, and ends it after that.
      const endsMs = now + answered + heldFor;
      now = endsMs + 1;
      return [acquired, end(i + 1, endsMs, isKnown ? now + 5 : Infinity)];
    });
  });

test('accepts every history of a correct lock', () => {
  fc.assert(fc.property(correct, (history) => expect(explain(history)).toBeUndefined()));
});

test('refuses a correct history in which two tokens of different times were exchanged', () => {
  fc.assert(
    fc.property(correct, fc.nat(), (history, pick) => {
      const acquisitions = history.filter(({ kind }) => kind === 'acquire');
      const at = pick % (acquisitions.length - 1);
      const [a, b] = [acquisitions[at]!, acquisitions[at + 1]!];
      fc.pre(a.to < b.from);
      const swap = ({ token }: Operation) => (token === a.token ? b.token : token === b.token ? a.token : token);
      expect(explain(history.map((operation) => ({ ...operation, token: swap(operation) })))).toBeDefined();
    }),
  );
});

test('refuses a correct history in which a holder was told only after the next one had it', () => {
  fc.assert(
    fc.property(correct, fc.nat(), (history, pick) => {
      const acquisitions = history.filter(({ kind }) => kind === 'acquire');
      const at = pick % (acquisitions.length - 1);
      const [a, b] = [acquisitions[at]!, acquisitions[at + 1]!];
      const late = history.map((operation) =>
        operation.kind === 'end' && operation.token === a.token
          ? { ...operation, from: b.to + 1, to: Infinity }
          : operation,
      );
      expect(explain(late)).toBeDefined();
    }),
  );
});
