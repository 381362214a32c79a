import { Hold } from '../../redis';
import { Renewals } from '../../redis/renewals';
import type { RunScript } from '../../redis';
import { SharedTimers } from '../../redis/sharedTimers';
import { FakeClock } from './fakeClock';

const LEASE_MS = 1000;

/** A Redis that extends every lease it is asked for, and the keys of each call. */
function renewing() {
  const calls: string[][] = [];
  const run: RunScript = (_name, keys) => {
    calls.push(keys);
    return Promise.resolve(keys.flatMap(() => ['held', LEASE_MS]));
  };
  const clock = new FakeClock();
  const timers = new SharedTimers(clock);
  const { renew } = new Renewals(run);
  const hold = (key: string) => {
    const lease = { key, owner: 'a', token: 7, leaseMs: LEASE_MS };
    return new Hold({ name: key, ...lease, sentAt: clock.nowMs(), renew: () => renew(lease), clock: timers });
  };
  return { calls, clock, timers, hold };
}

test('locks of one run that were acquired within 25 ms are renewed in one call, those of other slots in their own', async () => {
  const { calls, clock, hold } = renewing();
  const holds = [hold('p:{run}:l:a'), hold('p:{run}:l:b'), hold('p:l:{file}')];
  await clock.advance(20);
  holds.push(hold('p:{run}:l:c'));
  await clock.advance(260);
  expect(calls).toEqual([['p:{run}:l:a', 'p:{run}:l:b', 'p:{run}:l:c'], ['p:l:{file}']]);
  await clock.advance(10 * LEASE_MS);
  for (const held of holds) expect(() => held.assertHeld()).not.toThrow();
});

test('a lock that was released before its renewal is not renewed', async () => {
  const { calls, clock, hold } = renewing();
  const [first, second] = [hold('p:{run}:l:a'), hold('p:{run}:l:b')];
  first.stop();
  await clock.advance(280);
  expect(calls).toEqual([['p:{run}:l:b']]);
  second.stop();
});

test('timers of one instant share one timer and fire up to 25 ms early, short ones exactly', async () => {
  const clock = new FakeClock();
  const timers = new SharedTimers(clock);
  const startMs = clock.nowMs();
  const fired: [string, number][] = [];
  const note = (name: string) => () => fired.push([name, clock.nowMs() - startMs]);
  timers.after(510, note('a'));
  const cancel = timers.after(505, note('b'));
  timers.after(501, note('c'));
  timers.after(49, note('short'));
  expect(clock.pendingTimers).toBe(2);
  cancel();
  await clock.advance(600);
  expect(fired).toEqual([
    ['short', 49],
    ['a', 500],
    ['c', 500],
  ]);
});

test('after close nothing fires', async () => {
  const clock = new FakeClock();
  const timers = new SharedTimers(clock);
  timers.after(500, () => {
    throw new Error('fired');
  });
  timers.close();
  expect(clock.pendingTimers).toBe(0);
  await clock.advance(600);
});

test('each lock of a call gets its own answer', async () => {
  const run: RunScript = (_name, keys) =>
    Promise.resolve(keys.flatMap((key) => (key.endsWith('b') ? ['lost', 'somebody'] : ['held', LEASE_MS])));
  const { renew } = new Renewals(run);
  const leases = ['p:{run}:l:a', 'p:{run}:l:b'].map((key) => ({ key, owner: 'x', token: 1, leaseMs: LEASE_MS }));
  expect(await Promise.all(leases.map(renew))).toEqual([
    { word: 'held', pttlMs: LEASE_MS },
    { word: 'lost', owner: 'somebody' },
  ]);
});

test('an answer that no script of ours gives rejects every renewal of the call', async () => {
  const { renew } = new Renewals((_name, keys) => Promise.resolve(keys.flatMap(() => ['maybe', LEASE_MS])));
  const lease = (name: string) => ({ key: `p:{run}:l:${name}`, owner: 'a', token: 7, leaseMs: LEASE_MS });
  const settled = await Promise.allSettled([renew(lease('a')), renew(lease('b'))]);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('a rest below two steps of the grid has a timer of its own, a longer one shares', () => {
  const clock = new FakeClock();
  const timers = new SharedTimers(clock);
  const nothing = (): void => undefined;
  for (let i = 0; i < 3; i++) timers.after(50, nothing);
  expect(clock.pendingTimers).toBe(1);
  for (let i = 0; i < 3; i++) timers.after(49, nothing);
  expect(clock.pendingTimers).toBe(4);
  timers.close();
  expect(clock.pendingTimers).toBe(3);
});

test('an instant that has passed is no longer shared', async () => {
  const clock = new FakeClock();
  const timers = new SharedTimers(clock);
  const fired: string[] = [];
  timers.after(50, () => fired.push('a'));
  await clock.advance(50);
  clock.block(-50);
  timers.after(50, () => fired.push('b'));
  await clock.advance(50);
  expect(fired).toEqual(['a', 'b']);
});

test('as many locks as are asked for at once are renewed, a thousand a call', async () => {
  const sizes: number[] = [];
  const { renew } = new Renewals((_name, keys) => {
    sizes.push(keys.length);
    return Promise.resolve(keys.flatMap((_, i) => ['held', i]));
  });
  const leases = Array.from({ length: 2001 }, (_, i) => ({ key: `p:{run}:l:${i}`, owner: 'x', token: 1, leaseMs: 9 }));
  const replies = await Promise.all(leases.map(renew));
  expect(sizes).toEqual([1000, 1000, 1]);
  expect(replies).toEqual(leases.map((_, i) => ({ word: 'held', pttlMs: i % 1000 })));
});

test('a call without an answer is unknown to every lock of it', async () => {
  const { renew } = new Renewals(() => Promise.reject(new Error('timed out')));
  const lease = (name: string) => ({ key: `p:{run}:l:${name}`, owner: 'a', token: 7, leaseMs: LEASE_MS });
  const unknown = { word: 'unknown', cause: { message: 'timed out' } };
  expect(await Promise.all([renew(lease('a')), renew(lease('b'))])).toMatchObject([unknown, unknown]);
});
