import { randomUUID } from 'node:crypto';
import { until } from '../kit/driver';
import { acquire, beginRequest, newRun } from '../redis/requests';
import { useRedis } from '../support/redis';
import { heldStep, redisMs, resourceKey } from './leases';

const redis = useRedis();
const LEASE_MS = 2000;

describe('Lock Extension During Execution', () => {
  test('extends lock during long-running operations', async () => {
    const id = randomUUID();
    const run = redis.store.run(id);
    const rivals = await redis.open();
    const lock = await redis.store.resource(id).acquire({ leaseMs: LEASE_MS });
    const step = await heldStep(run, LEASE_MS);
    const endMs = (await redisMs(redis)) + 3 * LEASE_MS;
    let asked = 0;
    while ((await redisMs(redis)) < endMs) {
      asked += 1;
      const rival = { owner: `rival ${asked}`, leaseMs: LEASE_MS, queue: false };
      expect(await rivals.resource(id).ask(rival)).toMatchObject({ word: 'busy', lastToken: lock.token });
      const begin = beginRequest({ owner: rival.owner, scope: 'rival' });
      expect(await rivals.run(id).begin(begin)).toMatchObject({ word: 'busy', holder: step.lock.owner });
    }
    expect(asked).toBeGreaterThan(10);
    for (const held of [lock, step.hold]) expect(() => held.assertHeld()).not.toThrow();
    expect((await run.facts()).locks).toMatchObject([{ owner: step.lock.owner, token: step.lock.token }]);

    expect(await lock.release()).toBe('released');
    expect(await redis.raw.exists(resourceKey(redis, id))).toBe(0);
    step.hold.stop();
    // A renewal after the end would keep it for ever.
    await until(
      () => run.facts(),
      ({ locks }) => locks.length === 0,
    );
    const next = await rivals.resource(id).acquire({ waitMs: 0 });
    expect(next.token).toBeGreaterThan(lock.token);
    await next.release();
  });

  test('fails to extend lock with wrong worker ID', async () => {
    const resource = redis.store.resource('mine');
    const held = await resource.ask({ owner: 'w1', leaseMs: 10_000 });
    if (held.word !== 'acquired') throw new Error(held.word);
    const run = newRun(redis.store);
    const step = await acquire(run, { owner: 'w1' });
    const { token } = held;

    expect(await resource.renew({ owner: 'w2', token, leaseMs: 60_000 })).toEqual({ word: 'lost', owner: 'w1' });
    expect(await run.renew([{ ...step, owner: 'w2', leaseMs: 60_000 }])).toEqual([{ word: 'lost', owner: 'w1' }]);
    expect(await resource.hand({ owner: 'w2' })).toEqual({ word: 'none' });
    expect(await run.release({ ...step, owner: 'w2', outcome: 'clean' })).toEqual({ word: 'none' });

    expect(await redis.raw.pttl(resourceKey(redis, 'mine'))).toBeLessThanOrEqual(10_000);
    expect(await redis.raw.get(resourceKey(redis, 'mine'))).toMatch(new RegExp(`^${token} w1 `));
    const [lock] = (await run.facts()).locks;
    expect(lock).toMatchObject({ owner: 'w1', token: step.token });
    expect(lock?.pttlMs).toBeLessThanOrEqual(10_000);

    const nobodys = redis.store.resource('missing');
    expect(await nobodys.renew({ owner: 'w1', token, leaseMs: 60_000 })).toEqual({ word: 'lost', owner: '' });
    expect(await nobodys.hand({ owner: 'w1' })).toEqual({ word: 'none' });
    expect(await redis.raw.exists(resourceKey(redis, 'missing'))).toBe(0);
  });
});
