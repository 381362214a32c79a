import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { withResource } from '../../../activities/kit/resource';
import { StaleToken } from '../../../activities/kit/staleToken';
import { WaitingRoom } from '../../../activities/kit';
import type { Execution } from '../../../activities/kit/work';
import { useAnyRedis } from '../../support/redis';
import { stillHold } from './fakeStore';

const redis = useAnyRedis();
const subject = { step: 'send', hash: 'hash', idempotencyKey: 'key' };

/** An attempt that holds its step lock, and what it did in which order. */
function execution({ ticket = 0, waiting = new WaitingRoom(4) } = {}) {
  const done: string[] = [];
  const { hold } = stillHold(60_000);
  const heart = { ticket, phase: (phase: string) => void done.push(phase) };
  const x = {
    kit: { resource: (name: string) => redis.store.resource(name), waiting, deps: {} },
    attempt: { scope: 'scope', leaseMs: 5000, latestMs: Infinity, runId: 'run', number: 1 },
    hash: 'hash',
    hold,
    heart,
    effect: { keyRead: () => undefined },
    signal: new AbortController().signal,
    closing: new AbortController().signal,
    leave: () => undefined,
    options: {},
    confirm: () => Promise.resolve(void done.push('confirmed')),
    atEnd: () => undefined,
  } as unknown as Execution;
  return { x, done, heart };
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
  while (waiting.enter()) {
    waiting.leave();
    await pause(1);
  }
  await expect(withResource(execution({ waiting }).x, subject, name, () => Promise.resolve())).rejects.toMatchObject({
    type: 'LockBusy',
  });
  await held.release();
  const settled = await first;
  expect(settled.value).toBe('first');
  await settled.release();
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
