/** What scripts write into locks, as it is read outside of them; that they write it is shown on a server (survey/survey.redis.test.ts). */
import { beginningOf, labelOf, readResourceLock, readStepLock, readWaiter } from '../../redis/lockText';
import { readScope, scopeOf } from '../../redis/scope';

const scope = scopeOf('default', { run: 'spring / north of town', execution: 'e-1', activity: '7' });

test('a lock of a step tells token, owner, order, scope and whether a later attempt has asked for it', () => {
  const lock = { token: 1_764_000_000_000_000, owner: 'a1', scope, seq: 1_764_000_000_000 };
  expect(readStepLock(`1764000000000000 a1 h 1764000000000 ${scope}`)).toEqual({ ...lock, revoked: false });
  expect(readStepLock(`1764000000000000 a1 r 1764000000000 ${scope}`)).toEqual({ ...lock, revoked: true });
});

test('a lock of a resource tells token, owner and scope, and none where its holder said nothing of itself', () => {
  const lock = { token: 12, owner: 'a1', scope };
  expect(readResourceLock(`12 a1 h ${labelOf(11, scope)}`)).toEqual(lock);
  expect(readResourceLock(`12 a1 w ${labelOf(0, scope)}`)).toEqual(lock);
  expect(readResourceLock('12 a1 h ')).toEqual({ ...lock, scope: '' });
});

test('a waiter tells its scope, and none where it said nothing of itself', () => {
  expect(readWaiter(`1764000000000 p:v2:n:w:store ${labelOf(11, scope)}`)).toBe(scope);
  expect(readWaiter('1764000000000 p:v2:n:w:store ')).toBe('');
  expect(readWaiter()).toBe('');
});

test.each([null, '', 'somebody else wrote this', '12 a1 h'])('%j is no lock of a step', (text) => {
  expect(readStepLock(text)).toBeUndefined();
});

test.each([null, '', 'somebody else wrote this', '12 a1', '12 a1 h', '12 a1 x '])(
  '%j is no lock of a resource',
  (text) => {
    expect(readResourceLock(text)).toBeUndefined();
  },
);

test('a lock begins with its token and its owner as long as it is the same acquisition’s', () => {
  const beginning = beginningOf({ token: 12, owner: 'a1' });
  expect(`12 a1 h 5 ${scope}`.startsWith(beginning)).toBe(true);
  expect(`12 a11 h 5 ${scope}`.startsWith(beginning)).toBe(false);
  expect(`121 a1 h 5 ${scope}`.startsWith(beginning)).toBe(false);
});

test('a scope names run, execution and activity, whatever slashes are in the name of the run', () => {
  expect(readScope(scope)).toEqual({ run: 'spring / north of town', execution: 'e-1', activity: '7' });
  expect(readScope(scopeOf('default', { run: 'r', execution: 'e', activity: 'a' }))).toEqual({
    run: 'r',
    execution: 'e',
    activity: 'a',
  });
});

test.each(['', 'a program', 'a/b/c'])('%j is no scope: it belongs to a program that uses the locks alone', (text) => {
  expect(readScope(text)).toBeUndefined();
});
