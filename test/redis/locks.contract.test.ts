import { randomUUID } from 'node:crypto';
import { LeaseLost, LockBusy, RedisUnreachable } from '../../redis';
import type { HeldLock, LockOptions } from '../../redis';
import { useAnyRedis } from '../support/redis';

const redis = useAnyRedis();
const newLock = () => redis.store.resource(`thing ${randomUUID()}`);
const keyOf = (name: string) => `${redis.prefix}:v2:test:l:{${name}}`;

/** Resolves when `count` waiters stand in the queue. */
async function queued(name: string, count: number): Promise<void> {
  while ((await redis.raw.zcard(`${keyOf(name)}:q`)) !== count);
}

/** What is kept of waiters: nothing when nobody waits. */
const kept = (name: string) => redis.raw.exists(`${keyOf(name)}:q`, `${keyOf(name)}:w`);

/** Starts a wait and resolves when it stands in the queue; `count` waiters stand there then. */
async function waiter(name: string, count: number, options: LockOptions = {}): Promise<Promise<HeldLock>[]> {
  const wait = redis.store.resource(name).acquire(options);
  wait.catch(() => undefined);
  await queued(name, count);
  return [wait];
}

test('a free lock is held with a token, and free again after its release', async () => {
  const lock = newLock();
  const held = await lock.acquire();
  expect(held.token).toBeGreaterThan(1.7e15);
  expect(() => held.assertHeld()).not.toThrow();
  expect(await held.release()).toBe('released');
  expect(() => held.assertHeld()).toThrow('was released');
  expect(await held.release()).toBe('none');
  const again = await lock.acquire({ waitMs: 0 });
  expect(again.token).toBeGreaterThan(held.token);
  await again.release();
});

test('withLock gives the lock back, also when the work throws', async () => {
  const name = randomUUID();
  const token = await redis.store.withLock(name, (lock) => Promise.resolve(lock.token));
  await expect(redis.store.withLock(name, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  const held = await redis.store.resource(name).acquire({ waitMs: 0 });
  expect(held.token).toBeGreaterThan(token);
  await held.release();
});

test('waiters get the lock in the order in which they asked, by the release of the one before', async () => {
  const lock = newLock();
  const first = await lock.acquire();
  const waits: Promise<HeldLock>[] = [];
  for (let i = 1; i <= 5; i++) waits.push(...(await waiter(lock.name, i)));
  const tokens = [first.token];
  let held = first;
  for (const wait of waits) {
    expect(await held.release()).toBe('handed');
    held = await wait;
    expect(() => held.assertHeld()).not.toThrow();
    tokens.push(held.token);
  }
  expect(await held.release()).toBe('released');
  expect(tokens).toEqual(tokens.toSorted((a, b) => a - b));
  expect(new Set(tokens).size).toBe(6);
});

test('a lock that was handed over is renewed to its full lease', async () => {
  const lock = newLock();
  const first = await lock.acquire();
  const [wait] = await waiter(lock.name, 1, { leaseMs: 30_000 });
  await first.release();
  const held = await wait!;
  expect(await redis.raw.pttl(keyOf(lock.name))).toBeLessThanOrEqual(1500);
  while (held.remainingMs <= 1500) await redis.raw.ping();
  expect(await redis.raw.pttl(keyOf(lock.name))).toBeGreaterThan(1500);
  await held.release();
});

test('whoever comes later does not overtake a waiter, also when the lock is free', async () => {
  const lock = newLock();
  const first = await lock.acquire();
  const [wait] = await waiter(lock.name, 1);
  await redis.raw.del(keyOf(lock.name));
  await expect(lock.acquire({ waitMs: 0 })).rejects.toThrow(LockBusy);
  const held = await wait!;
  expect(held.token).toBeGreaterThan(first.token);
  await held.release();
  first.stop();
});

test('a dead waiter is passed over', async () => {
  const lock = newLock();
  const first = await lock.acquire();
  await lock.ask({ owner: 'dead', leaseMs: 10_000 });
  const [wait] = await waiter(lock.name, 2);
  await redis.raw.hset(`${keyOf(lock.name)}:w`, 'dead', '1000 nowhere 0 ');
  expect(await first.release()).toBe('handed');
  const held = await wait!;
  expect(await kept(lock.name)).toBe(0);
  await held.release();
});

test('nothing is kept of the dead whom a free lock was asked past, of who asked, and of who left', async () => {
  const lock = newLock();
  const first = await lock.acquire();
  for (const owner of ['dead', 'asks', 'leaves']) await lock.ask({ owner, leaseMs: 10_000 });
  await redis.raw.hset(`${keyOf(lock.name)}:w`, 'dead', '1000 nowhere 0 ');
  await redis.raw.del(keyOf(lock.name));
  expect(await lock.ask({ owner: 'asks', leaseMs: 10_000 })).toMatchObject({ word: 'acquired' });
  expect(await lock.hand({ owner: 'leaves' })).toMatchObject({ word: 'none' });
  expect(await kept(lock.name)).toBe(0);
  expect(await lock.hand({ owner: 'asks' })).toMatchObject({ word: 'released' });
  await first.release();
});

test('a waiter of whom only the place is left is passed over, and comes back by its poll', async () => {
  const lock = newLock();
  const first = await lock.acquire();
  const [wait] = await waiter(lock.name, 1);
  await redis.raw.del(`${keyOf(lock.name)}:w`);
  expect(await first.release()).toBe('released');
  await (await wait!).release();
});

test('a waiter whose grant was not heard holds the lock after its next poll', async () => {
  const lock = newLock();
  const first = await lock.acquire();
  const [wait] = await waiter(lock.name, 1);
  const [owner] = await redis.raw.zrange(`${keyOf(lock.name)}:q`, '0', '0');
  const seen = await redis.raw.hget(`${keyOf(lock.name)}:w`, owner ?? '');
  await redis.raw.hset(`${keyOf(lock.name)}:w`, owner ?? '', String(seen).replace(/ \S+/, ` ${redis.prefix}:nowhere`));
  expect(await first.release()).toBe('handed');
  const held = await wait!;
  expect(() => held.assertHeld()).not.toThrow();
  await held.release();
});

test('a grant that is older than the last question of its waiter is no grant', async () => {
  const lock = newLock();
  const first = await lock.acquire();
  const [wait] = await waiter(lock.name, 1);
  const [owner] = await redis.raw.zrange(`${keyOf(lock.name)}:q`, '0', '0');
  const [, inbox] = String(await redis.raw.hget(`${keyOf(lock.name)}:w`, owner ?? '')).split(' ');
  await redis.raw.publish(inbox ?? '', `${owner} ${first.token} 1500`);
  await queued(lock.name, 1);
  await first.release();
  const held = await wait!;
  expect(held.token).toBeGreaterThan(first.token);
  await held.release();
});

test('a wait ends with LockBusy after its time, and its ticket keeps the place', async () => {
  const lock = newLock();
  const first = await lock.acquire();
  const error = (await lock.acquire({ waitMs: 30 }).catch((thrown: unknown) => thrown)) as LockBusy;
  expect(error).toBeInstanceOf(LockBusy);
  expect(error.busy).toMatchObject({ place: 0, ticket: expect.any(Number), holder: expect.any(String) });
  expect(await redis.raw.zcard(`${keyOf(lock.name)}:q`)).toBe(0);
  const [later] = await waiter(lock.name, 1);
  const [early] = await waiter(lock.name, 2, { ticket: error.busy.ticket });
  await first.release();
  await (await early!).release();
  await (await later!).release();
});

test('without a wait nobody is queued', async () => {
  const lock = newLock();
  const first = await lock.acquire();
  await expect(lock.acquire({ waitMs: 0 })).rejects.toMatchObject({ busy: { ticket: 0 } });
  expect(await redis.raw.exists(`${keyOf(lock.name)}:q`)).toBe(0);
  await first.release();
});

test('a waiter that was taken for dead comes back to its place', async () => {
  const lock = newLock();
  const first = await lock.acquire();
  const [early] = await waiter(lock.name, 1);
  const [later] = await waiter(lock.name, 2);
  const [owner] = await redis.raw.zrange(`${keyOf(lock.name)}:q`, '0', '0');
  await redis.raw.zrem(`${keyOf(lock.name)}:q`, owner ?? '');
  await queued(lock.name, 2);
  await first.release();
  const back = await early!;
  await back.release();
  const last = await later!;
  expect(last.token).toBeGreaterThan(back.token);
  await last.release();
});

test('an aborted wait rejects with the reason and leaves the queue', async () => {
  const lock = newLock();
  const first = await lock.acquire();
  const controller = new AbortController();
  const [wait] = await waiter(lock.name, 1, { signal: controller.signal });
  controller.abort(new Error('changed my mind'));
  await expect(wait).rejects.toThrow('changed my mind');
  await queued(lock.name, 0);
  expect(await first.release()).toBe('released');
});

test('a stolen lock is told within one renewal, with the reason', async () => {
  const lock = newLock();
  const held = await lock.acquire({ leaseMs: 400 });
  await redis.raw.del(keyOf(lock.name));
  await new Promise((resolve) => held.signal.addEventListener('abort', resolve));
  expect(held.signal.reason).toMatchObject({ name: 'LeaseLost', reason: 'stolen' });
  expect(() => held.assertHeld()).toThrow(LeaseLost);
  expect(await held.release()).toBe('none');
});

test('a holder whom a sink refused goes on above what the sink has seen', async () => {
  const lock = newLock();
  const held = await lock.acquire();
  const above = await held.above(held.token + 5_000_000);
  expect(above.token).toBe(held.token + 5_000_000);
  expect(() => held.assertHeld()).toThrow('was released');
  expect(() => above.assertHeld()).not.toThrow();
  expect(await above.release()).toBe('released');
  await expect(above.above(1)).rejects.toThrow('was released');
});

test('a lease below 300 ms is refused, and so is a name without letters', async () => {
  await expect(newLock().acquire({ leaseMs: 299 })).rejects.toThrow(RangeError);
  await expect(newLock().acquire({ leaseMs: NaN })).rejects.toThrow(RangeError);
  expect(() => redis.store.resource('')).toThrow(RangeError);
});

test('when Redis does not answer, acquire says so after its wait and leaves nothing behind', async () => {
  const store = await redis.open();
  const lock = store.resource(randomUUID());
  await store.close();
  await expect(lock.acquire({ waitMs: 60 })).rejects.toThrow(RedisUnreachable);
});

test('a thousand locks of one run are renewed in one call', async () => {
  const run = redis.store.run(randomUUID());
  const locks = Array.from({ length: 1000 }, (_, i) => ({ step: 's', hash: `h${i}`, owner: `a${i}` }));
  const begun = await Promise.all(
    locks.map((lock) => run.begin({ ...lock, scope: 's', seq: 1, leaseMs: 10_000, maxFailures: 5, maxDeaths: 10 })),
  );
  const leases = begun.map((reply, i) => ({
    ...locks[i]!,
    token: (reply as { token: number }).token,
    leaseMs: 20_000,
  }));
  const replies = await run.renew(leases);
  expect(replies).toHaveLength(1000);
  expect(new Set((replies as { word: string }[]).map(({ word }) => word))).toEqual(new Set(['held']));
  await expect(run.renew([...leases, ...leases])).rejects.toThrow(RangeError);
});
