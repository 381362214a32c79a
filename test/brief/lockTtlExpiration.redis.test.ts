import { randomUUID } from 'node:crypto';
import type { StepLock } from '../../redis';
import { stateOf } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { stopped, World } from '../kit/world';
import { acquire, commitRequest } from '../redis/requests';
import { usePipelines } from '../support/pipeline';
import { redisMs, resourceKey, stepKey } from './leases';
import { lastFailureOf, onFirst, resultOf, so } from './runs';

const pipelines = usePipelines(require.resolve('../kit/workflows'));
const { redis } = pipelines;

describe('Lock TTL Expiration', () => {
  test('automatically releases lock after TTL expires', async () => {
    const id = randomUUID();
    const [resource, run] = [redis.store.resource(id), redis.store.run(id)];
    // Both asked for by single calls: as if the process had died, nobody renews them.
    const first = await resource.ask({ owner: 'w1', leaseMs: 1000 });
    if (first.word !== 'acquired') throw new Error(first.word);
    const late = await acquire(run, { owner: 'w1', leaseMs: 1000 });
    const keys = [resourceKey(redis, id), stepKey(redis, id, late)];
    await so(
      'both locks are gone',
      () => redis.raw.exists(...keys),
      (left) => left === 0,
    );

    const second = await resource.ask({ owner: 'w2', leaseMs: 10_000 });
    if (second.word !== 'acquired') throw new Error(second.word);
    const lock = await acquire(run, { owner: 'w2', scope: 'w2', leaseMs: 10_000 });
    expect([second.token, lock.token].map((token, i) => token > [first.token, late.token][i]!)).toEqual([true, true]);
    const held = await Promise.all(keys.map((key) => redis.raw.get(key)));

    expect(await resource.hand({ owner: 'w1' })).toEqual({ word: 'none' });
    expect(await resource.renew({ owner: 'w1', token: first.token, leaseMs: 60_000 })).toMatchObject({ word: 'lost' });
    expect(await run.renew([{ ...late, leaseMs: 60_000 }])).toEqual([{ word: 'lost', owner: 'w2' }]);
    expect(await run.commit(commitRequest(late))).toEqual({ word: 'lost' });
    expect(await run.record(late, [{ key: 'c1', outcome: 'ok', value: '1' }])).toEqual({ word: 'lost' });
    expect(await run.release({ ...late, outcome: 'failed' })).toEqual({ word: 'none' });

    expect(await Promise.all(keys.map((key) => redis.raw.get(key)))).toEqual(held);
    for (const key of keys) expect(await redis.raw.pttl(key)).toBeLessThanOrEqual(10_000);
    expect(await run.items('report.claims', ['c1'])).toEqual([null]);
    expect((await run.facts()).records).toEqual([]);
  });

  test('handles lock expiration during pipeline execution', async () => {
    const world = new World();
    await pipelines.worker([sumSteps], { world });

    // A run that starts while a foreign lease lives acts only after it.
    const foreign = (await redis.open({ namespace: 'default' })).resource('notes');
    const asked = await redisMs(redis);
    await foreign.ask({ owner: 'foreign', leaseMs: 1000 });
    let acted = 0;
    world.on('note', async () => {
      acted = await redisMs(redis);
    });
    const waiting = await pipelines.start('singlePipeline', { step: 'note', text: 'after you' });
    await resultOf(waiting);
    expect(acted).toBeGreaterThanOrEqual(asked + 1000);
    expect(world.notes).toHaveLength(1);

    // A lease that is lost in the middle stops the step, its write is refused, and a later attempt finishes with one effect.
    let reason: unknown;
    let zombie: StepLock | undefined;
    const run = await pipelines.start('sumPipeline', { count: 3 });
    const store = await stateOf(pipelines, run.workflowId);
    onFirst(world, 'list', async (signal) => {
      const [lock] = (await store.facts()).locks;
      zombie = lock;
      await redis.raw.del(stepKey(redis, run.workflowId, lock!, 'default'));
      await acquire(store, { ...lock!, owner: 'intruder', scope: 'intruder' });
      await stopped(signal).catch((error: unknown) => (reason = error));
    });
    await so(
      'the attempt fails because its lease is lost',
      () => lastFailureOf(run),
      ({ type }) => type === 'LeaseLost',
    );
    expect(reason).toMatchObject({ name: 'LeaseLost', reason: 'stolen' });
    expect(await store.commit(commitRequest(zombie!))).toEqual({ word: 'lost' });
    expect((await store.facts()).records).toEqual([]);
    expect(world.count('list')).toBe(1);

    await store.release({ ...zombie!, owner: 'intruder', outcome: 'clean' });
    await expect(resultOf(run)).resolves.toMatchObject({ sum: 14, partial: false });
    expect(world.count('list')).toBe(2);
    expect(world.notes.map((note) => note.text)).toEqual(['after you', 'the sum is 14']);
    expect((await store.facts()).locks).toEqual([]);
  });
});
