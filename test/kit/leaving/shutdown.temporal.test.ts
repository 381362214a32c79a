/** From shutdown on: nothing new starts, what is in work ends, the rest goes to another worker at once. */
import { randomUUID } from 'node:crypto';
import { hashOf } from '../../../redis/canonical';
import { usePipelines } from '../../support/pipeline';
import { again, stateOf, until } from '../driver';
import { World } from '../world';
import { leavingSteps } from './steps';

const pipelines = usePipelines(require.resolve('./workflows'));

/** No test here may wait for its end: what hands over, does it at once. */
const LONG_GRACE_MS = 90_000;
const TEST_MS = 45_000;

const worker = (world: World) => pipelines.worker([leavingSteps], { world }, { shutdownGraceMs: LONG_GRACE_MS });

/** A promise that the test fulfils. */
function gate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

const entered = (world: World, count: number) =>
  until(
    () => world.ran.length,
    (ran) => ran === count,
  );

it(
  'rule 10: from shutdown on no item starts, those in work end and are recorded, and another worker goes on at once',
  async () => {
    const { opened, open } = gate();
    const [leaving, staying] = [new World(), new World()];
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (const id of ids) leaving.on(id, () => opened);
    const first = await worker(leaving);
    const run = await pipelines.start('mapPipeline', { ids, options: { shardSize: 2 } });
    await entered(leaving, 2);
    await worker(staying);
    const stopping = first.stop();
    // Two shards had no item in work: they are handed over while those of the other one are still running.
    await until(
      () => staying.ran.length,
      (ran) => ran >= 2,
    );
    open();
    await stopping;
    await expect(run.result()).resolves.toBe(6);
    expect(leaving.ran).toHaveLength(2);
    expect([...leaving.ran, ...staying.ran].toSorted()).toEqual(ids);
    const { records, locks } = await (await stateOf(pipelines, run.workflowId)).facts();
    expect(locks).toEqual([]);
    expect(records.flatMap(({ step, items }) => (step === 'leaving.item' ? [items] : []))).toHaveLength(3);
  },
  TEST_MS,
);

it(
  'an item that fails during a shutdown is not tried again here, and that counts for nobody',
  async () => {
    const { opened, open } = gate();
    const leaving = new World().on('a', async () => {
      await opened;
      throw new Error('in the middle of the shutdown');
    });
    const staying = new World();
    const first = await worker(leaving);
    const run = await pipelines.start('mapPipeline', { ids: ['a'], options: { maximumFailures: 1 } });
    await entered(leaving, 1);
    await worker(staying);
    const stopping = first.stop();
    open();
    await stopping;
    await expect(run.result()).resolves.toBe(1);
    expect([leaving.count('a'), staying.count('a')]).toEqual([1, 1]);
  },
  TEST_MS,
);

it(
  'a plain step in work during a shutdown goes on to its end',
  async () => {
    const { opened, open } = gate();
    const leaving = new World().on('plain', () => opened);
    const first = await worker(leaving);
    const run = await pipelines.start('stepPipeline', { step: 'plain' });
    await entered(leaving, 1);
    const stopping = first.stop();
    const staying = new World();
    await worker(staying);
    open();
    await stopping;
    await expect(run.result()).resolves.toBe('done');
    expect(staying.ran).toEqual([]);
  },
  TEST_MS,
);

it(
  'during a shutdown a step that waits for its resource hands over at once, and keeps its place in the queue',
  async () => {
    const store = await pipelines.redis.open({ namespace: 'default' });
    const resource = store.resource('the outside');
    const held = await resource.acquire({ leaseMs: 60_000 });
    const leaving = new World();
    const first = await worker(leaving);
    const run = await pipelines.start('stepPipeline', { step: 'effect' });
    const queue = `${pipelines.redis.prefix}:v2:default:l:{the outside}:q`;
    await until(
      () => pipelines.redis.raw.zcard(queue),
      (waiting) => waiting === 1,
    );
    const [, place] = await pipelines.redis.raw.zrange(queue, '0', '0', 'WITHSCORES');
    await first.stop();
    expect(leaving.ran).toEqual([]);
    const staying = new World();
    await worker(staying);
    await until(
      () => pipelines.redis.raw.zrange(queue, '0', '0', 'WITHSCORES'),
      ([, score]) => score === place,
    );
    await held.release();
    await expect(run.result()).resolves.toBe('done');
    expect(staying.ran).toEqual(['effect']);
  },
  TEST_MS,
);

it(
  'during a shutdown a step that waits for its turn hands over at once',
  async () => {
    const run = pipelines.client.workflow.getHandle(`run-${randomUUID()}`);
    const state = await stateOf(pipelines, run.workflowId);
    const call = { step: 'leaving.plain', hash: hashOf(['leaving.plain', 1, {}]), owner: 'somebody' };
    const limits = { maxFailures: 5, maxDeaths: 10 };
    expect(await state.begin({ ...call, scope: 'elsewhere', seq: 1, leaseMs: 60_000, ...limits })).toMatchObject({
      word: 'acquired',
    });
    const leaving = new World();
    const first = await worker(leaving);
    await again(pipelines, run, 'stepPipeline', { step: 'plain' });
    const waiting = async () => (await run.describe()).raw.pendingActivities?.[0];
    await until(waiting, (activity) => activity?.activityType?.name === 'leaving.plain' && !!activity.lastStartedTime);
    await first.stop();
    expect((await waiting())?.lastFailure?.applicationFailureInfo?.type).toBe('HandedOver');
    await state.release({ ...call, outcome: 'clean' });
    await worker(leaving);
    await expect(run.result()).resolves.toBe('done');
    expect(leaving.ran).toEqual(['plain']);
  },
  TEST_MS,
);
