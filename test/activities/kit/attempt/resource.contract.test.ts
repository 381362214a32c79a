import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { withResource } from '../../../../activities/kit/attempt/resource';
import { StaleToken } from '../../../../activities/kit/authoring/staleToken';
import { WaitingRoom } from '../../../../activities/kit';
import type { Execution } from '../../../../activities/kit/attempt/work';
import { until } from '../../../kit/driver';
import { useAnyRedis } from '../../../support/redis';
import { stillHold } from '../fakeStore';

const redis = useAnyRedis();
const subject = { step: 'send', hash: 'hash', idempotencyKey: 'key' };

const nothing: Execution['atEnd'] = () => undefined;

/** An attempt that holds its step lock, and what it did in which order. */
function execution({
  ticket = 0,
  waiting = new WaitingRoom(4),
  closing = new AbortController().signal,
  atEnd = nothing,
} = {}) {
  const done: string[] = [];
  const { hold, pass } = stillHold(60_000);
  const heart = { ticket, phase: (phase: string) => void done.push(phase) };
  const x = {
    kit: { resource: (name: string) => redis.store.resource(name), waiting, deps: {} },
    attempt: { scope: 'scope', leaseMs: 5000, latestMs: Infinity, runId: 'run', number: 1 },
    hash: 'hash',
    store: { random: Math.random },
    hold,
    heart,
    effect: { keyRead: () => undefined },
    signal: new AbortController().signal,
    closing,
    leave: () => undefined,
    options: {},
    confirm: () => Promise.resolve(void done.push('confirmed')),
    atEnd,
  } as unknown as Execution;
  return { x, done, heart, pass };
}

/** Whether there is a seat. */
function takes(waiting: WaitingRoom): boolean {
  const free = waiting.enter();
  if (free) waiting.leave();
  return free;
}

test('rule 8: the resource, then the confirmed step lock, then the effect, and the release only when it is asked for', async () => {
  const { x, done } = execution();
  const name = randomUUID();
  const settled = await withResource(x, subject, name, ({ token, assertHeld }) => {
    assertHeld();
    done.push('effect');
    return Promise.resolve(token);
  });
  expect(done).toEqual(['waiting for the resource', 'confirmed', 'running', 'effect']);
  await expect(redis.store.resource(name).acquire({ waitMs: 0 })).rejects.toThrow('is held');
  await settled.release();
  const next = await redis.store.resource(name).acquire({ waitMs: 0 });
  expect(next.token).toBeGreaterThan(settled.value);
  await next.release();
});

test.each([
  ['the resource, though the step lock is held', (end: () => void) => end(), 'was released'],
  ['the step lock, though the resource is held', (_: unknown, pass: (ms: number) => void) => pass(60_000), 'a lock'],
])('rule 8: what asserts in an effect looks at %s', async (_, lose, lost) => {
  const ends: (() => void)[] = [];
  const { x, pass } = execution({ atEnd: (end) => void ends.push(end) });
  let asserting = (): void => undefined;
  const settled = await withResource(x, subject, randomUUID(), ({ assertHeld }) => {
    assertHeld();
    asserting = assertHeld;
    return Promise.resolve();
  });
  lose(() => {
    for (const end of ends) end();
  }, pass);
  expect(asserting).toThrow(lost);
  await settled.release();
});

test('rule 9: who has waited for a resource gives its seat back, and who gave up its waiting too', async () => {
  const waiting = new WaitingRoom(4);
  const name = randomUUID();
  const held = await redis.store.resource(name).acquire();
  const closing = new AbortController();
  const seated = (): Promise<boolean> =>
    until(
      () => Promise.resolve(!takes(waiting)),
      (isFull) => isFull,
    );
  const leaving = withResource(execution({ waiting, closing: closing.signal }).x, subject, name, () =>
    Promise.resolve(),
  );
  await seated();
  closing.abort(new Error('it shuts down'));
  await expect(leaving).rejects.toThrow('it shuts down');
  expect(takes(waiting)).toBe(true);
  const staying = withResource(execution({ waiting }).x, subject, name, () => Promise.resolve());
  await seated();
  await held.release();
  await (await staying).release();
  expect(takes(waiting)).toBe(true);
});

test('rule 3: refused by a sink that has seen more, a rightful holder acts once more, above it', async () => {
  const { x, done } = execution();
  const tokens: number[] = [];
  const settled = await withResource(x, subject, randomUUID(), ({ token }) => {
    tokens.push(token);
    if (tokens.length === 1) throw new StaleToken('a file', token, token + 5_000_000);
    return Promise.resolve('done');
  });
  expect(settled.value).toBe('done');
  expect(tokens[1]).toBe(tokens[0]! + 5_000_001);
  expect(done.filter((what) => what === 'confirmed')).toHaveLength(2);
  await settled.release();
});

test('rule 3: above what the sink has seen the lock still says whose it is', async () => {
  const { x } = execution();
  const name = randomUUID();
  const lock = () => redis.raw.call('GET', `${redis.prefix}:v2:test:l:{${name}}`);
  let asked = 0;
  const settled = await withResource(x, subject, name, async ({ token }) => {
    expect(await lock()).toBe(`${token} ${String(await lock()).split(' ')[1]} h ${x.hold.token} scope`);
    if ((asked += 1) === 1) throw new StaleToken('a file', token, token + 5_000_000);
  });
  expect(asked).toBe(2);
  await settled.release();
});

test('an effect that fails leaves the resource to its lease', async () => {
  const { x } = execution();
  const name = randomUUID();
  await expect(withResource(x, subject, name, () => Promise.reject(new Error('no answer')))).rejects.toThrow(
    'no answer',
  );
  await expect(redis.store.resource(name).acquire({ waitMs: 0 })).rejects.toThrow('is held');
});

test('rule 9: when a quarter of the slots wait, the next one fails at once, and tells when to come back', async () => {
  const waiting = new WaitingRoom(4);
  const name = randomUUID();
  const held = await redis.store.resource(name).acquire();
  const first = withResource(execution({ waiting }).x, subject, name, () => Promise.resolve('first'));
  while (takes(waiting)) await pause(1);
  await expect(withResource(execution({ waiting }).x, subject, name, () => Promise.resolve())).rejects.toMatchObject({
    type: 'LockBusy',
  });
  await held.release();
  const settled = await first;
  expect(settled.value).toBe('first');
  await settled.release();
});

describe('rule 9: who finds the waiting room full has a place nevertheless,', () => {
  /** Somebody who came later and stands in the queue; the lock that he waits for, and an attempt that finds no seat. */
  async function fullRoom() {
    const name = randomUUID();
    const resource = redis.store.resource(name);
    const held = await resource.acquire();
    const waiting = new WaitingRoom(4);
    waiting.enter();
    const first = execution({ waiting });
    await expect(withResource(first.x, subject, name, () => Promise.resolve())).rejects.toMatchObject({
      type: 'LockBusy',
    });
    const order: string[] = [];
    const later = resource.acquire().then(async (lock) => {
      order.push('later');
      await lock.release();
    });
    const queued = (count: number) => async () =>
      (await redis.raw.zcard(`${redis.prefix}:v2:test:l:{${name}}:q`)) === count;
    await until(queued(1), Boolean);
    const back = (seats: WaitingRoom) =>
      withResource(execution({ waiting: seats, ticket: first.heart.ticket }).x, subject, name, () =>
        Promise.resolve(order.push('back')),
      );
    return { held, later, order, waiting, back, queued, name };
  }

  test('which a seat gives back to it', async () => {
    const { held, later, order, back, queued } = await fullRoom();
    const seated = back(new WaitingRoom(4));
    await until(queued(2), Boolean);
    await held.release();
    await (await seated).release();
    await later;
    expect(order).toEqual(['back', 'later']);
  });

  test('which it has again and again, and leaves no dead waiter in the queue', async () => {
    const { held, later, back, queued, waiting } = await fullRoom();
    for (let again = 0; again < 3; again += 1) {
      await expect(back(waiting)).rejects.toMatchObject({ type: 'LockBusy' });
      expect(await queued(1)()).toBe(true);
    }
    await held.release();
    await later;
  });

  test('and takes the lock that it finds free before somebody who came later', async () => {
    const { held, later, order, back, waiting, name } = await fullRoom();
    // As when the holder has died: nobody hands the lock on.
    await redis.raw.del(`${redis.prefix}:v2:test:l:{${name}}`);
    await (await back(waiting)).release();
    await later;
    await held.release();
    expect(order).toEqual(['back', 'later']);
  });
});

test('rule 9: an attempt that comes back with its ticket is served before those who came later', async () => {
  const name = randomUUID();
  const resource = redis.store.resource(name);
  const held = await resource.acquire();
  const busy = await resource.acquire({ waitMs: 20 }).catch((error: unknown) => error);
  const { ticket } = (busy as { busy: { ticket: number } }).busy;
  const order: string[] = [];
  const later = resource.acquire().then(async (lock) => {
    order.push('later');
    await lock.release();
  });
  const isQueued = async () => (await redis.raw.zcard(`${redis.prefix}:v2:test:l:{${name}}:q`)) === 1;
  while (!(await isQueued()));
  const { x } = execution({ ticket });
  const back = withResource(x, subject, name, () => Promise.resolve(order.push('back')));
  while (await isQueued());
  await held.release();
  await (await back).release();
  await later;
  expect(order).toEqual(['back', 'later']);
});
