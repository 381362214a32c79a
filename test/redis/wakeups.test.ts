/** What waiters hear, and what is left of them; in time that moves only as the test says. */
import { getEventListeners } from 'node:events';
import type { Subscriber } from '../../redis/link';
import { Wakeups } from '../../redis/wakeups';
import { FakeClock, settled } from './fakeClock';

/** A connection that listens, and hears what the test says. */
class FakeSubscriber implements Subscriber {
  readonly asked: string[] = [];
  isOpen = true;
  fails = 0;
  readonly listeners: Record<string, (...told: never[]) => void> = {};

  subscribe(channel: string): Promise<unknown> {
    this.asked.push(`+${channel}`);
    this.fails -= 1;
    return this.fails >= 0 ? Promise.reject(new Error('it is away')) : Promise.resolve(1);
  }

  unsubscribe(channel: string): Promise<unknown> {
    this.asked.push(`-${channel}`);
    return Promise.resolve(0);
  }

  on(event: string, listener: (...told: never[]) => void): void {
    this.listeners[event] = listener;
  }

  say(channel: string, message = ''): void {
    (this.listeners['message'] as (channel: string, message: string) => void)(channel, message);
  }

  ready(): void {
    (this.listeners['ready'] as () => void)();
  }

  disconnect(): void {
    this.isOpen = false;
  }
}

function scene() {
  const clock = new FakeClock();
  const opened: FakeSubscriber[] = [];
  const subscriber = new FakeSubscriber();
  const wakeups = new Wakeups(
    () => {
      opened.push(subscriber);
      return subscriber;
    },
    clock,
    'inbox',
  );
  const woken: string[] = [];
  const wait = (channel: string, name = channel, signal?: AbortSignal): void =>
    void wakeups.channel(channel, 1000, signal).then(
      () => woken.push(name),
      (error: Error) => woken.push(`${name}: ${error.message}`),
    );
  return { clock, opened, subscriber, wakeups, woken, wait };
}

test('a channel is listened to while anybody waits there, over one connection', async () => {
  const { clock, opened, subscriber, woken, wait } = scene();
  wait('a', 'first');
  wait('a', 'second');
  wait('b');
  expect(subscriber.asked).toEqual(['+a', '+b']);
  subscriber.say('a');
  await settled();
  expect(woken).toEqual(['first', 'second']);
  expect(new Set(subscriber.asked)).toEqual(new Set(['+a', '+b', '-a']));
  await clock.advance(1000);
  expect(woken).toEqual(['first', 'second', 'b']);
  expect(subscriber.asked.at(-1)).toBe('-b');
  expect(opened).toHaveLength(1);
  expect(clock.pendingTimers).toBe(0);
});

test('who gives up the wait leaves the others waiting, and nothing behind', async () => {
  const { clock, subscriber, woken, wait } = scene();
  const controller = new AbortController();
  wait('a', 'gives up', controller.signal);
  wait('a', 'stays');
  controller.abort(new Error('no more'));
  await settled();
  expect(woken).toEqual(['gives up: no more']);
  expect(subscriber.asked).toEqual(['+a']);
  expect(clock.pendingTimers).toBe(1);
  wait('a', 'late', controller.signal);
  await settled();
  expect(woken.at(-1)).toBe('late: no more');
  subscriber.say('a');
  await settled();
  expect(woken.at(-1)).toBe('stays');
});

test('a wait that has ended has left nothing with its signal', async () => {
  const { clock, subscriber, woken, wait } = scene();
  const { signal } = new AbortController();
  wait('a', 'woken', signal);
  subscriber.say('a');
  wait('b', 'late', signal);
  await clock.advance(1000);
  expect(woken).toEqual(['woken', 'late']);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('an error of the connection ends no process: its waits end by their time', () => {
  const { subscriber, wait } = scene();
  wait('a');
  expect(subscriber.listeners['error']).toBeDefined();
});

test('a grant is heard by whom it is for, also when it came before the wait, and once', async () => {
  const { clock, subscriber, wakeups } = scene();
  const heard: unknown[] = [];
  const ask = (owner: string): void => void wakeups.grant(owner, 500).then((grant) => heard.push([owner, grant]));
  wakeups.expect('a');
  wakeups.expect('b');
  ask('a');
  await settled();
  subscriber.say('inbox', 'b 8 1500');
  await settled();
  // The subscription stands since then: `a` asks Redis again.
  expect(heard).toEqual([['a', undefined]]);
  ask('b');
  await settled();
  expect(heard.at(-1)).toEqual(['b', { token: 8, leaseMs: 1500 }]);
  ask('b');
  await clock.advance(499);
  expect(heard).toHaveLength(2);
  await clock.advance(1);
  expect(heard.at(-1)).toEqual(['b', undefined]);
  ask('a');
  subscriber.say('inbox', 'a 9 1500');
  await settled();
  expect(heard.at(-1)).toEqual(['a', { token: 9, leaseMs: 1500 }]);
  expect(subscriber.asked).toEqual(['+inbox']);
});

test('a grant to somebody who left is not kept for who comes under that name', async () => {
  const { subscriber, wakeups, clock } = scene();
  wakeups.expect('a');
  void wakeups.grant('a', 10);
  await clock.advance(10);
  wakeups.forget('a');
  subscriber.say('inbox', 'a 8 1500');
  const heard = wakeups.grant('a', 10);
  await clock.advance(10);
  expect(await heard).toBeUndefined();
});

test('a subscription for grants that fails is tried again by the next wait', async () => {
  const { clock, subscriber, wakeups } = scene();
  subscriber.fails = 1;
  void wakeups.grant(wakeups.expect('a'), 10);
  await clock.advance(10);
  void wakeups.grant('a', 10);
  await clock.advance(10);
  void wakeups.grant('a', 10);
  await clock.advance(10);
  expect(subscriber.asked).toEqual(['+inbox', '+inbox']);
});

test('a connection that is back wakes everybody, the longest waiting first, some at a time and all in half a second', async () => {
  const { clock, subscriber, woken, wait } = scene();
  for (let i = 0; i < 1000; i++) wait(`c${i}`);
  subscriber.ready();
  await settled();
  expect(woken).toEqual([]);
  subscriber.ready();
  await settled();
  expect(woken).toHaveLength(20);
  await clock.advance(9);
  expect(woken).toHaveLength(20);
  await clock.advance(1);
  expect(woken).toEqual(Array.from({ length: 40 }, (_, i) => `c${i}`));
  // Again while it wakes: from the beginning, in one row.
  subscriber.ready();
  await settled();
  expect(woken).toHaveLength(60);
  expect(clock.pendingTimers).toBe(940 + 1);
  await clock.advance(480);
  expect(woken).toHaveLength(1000);
  expect(clock.pendingTimers).toBe(0);
});

test('few are woken ten at a time', async () => {
  const { clock, subscriber, woken, wait } = scene();
  for (let i = 0; i < 20; i++) wait(`c${i}`);
  subscriber.ready();
  subscriber.ready();
  await settled();
  expect(woken).toHaveLength(10);
  await clock.advance(10);
  expect(woken).toHaveLength(20);
  expect(clock.pendingTimers).toBe(0);
});

test('its end ends every wait and the connection, and later waits open none', async () => {
  const { clock, opened, subscriber, wakeups, woken, wait } = scene();
  for (let i = 0; i < 30; i++) wait(`c${i}`);
  subscriber.ready();
  subscriber.ready();
  wakeups.close();
  await settled();
  expect(woken).toHaveLength(30);
  expect(clock.pendingTimers).toBe(0);
  expect(subscriber.isOpen).toBe(false);
  const asked = subscriber.asked.length;
  wait('late');
  await clock.advance(1000);
  expect(woken.at(-1)).toBe('late');
  expect([subscriber.asked.length, opened.length]).toEqual([asked, 1]);
});
