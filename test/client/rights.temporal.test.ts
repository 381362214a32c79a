/**
 * A client whose user of Redis has the rights that `doctor --acl` prints for it, beside a worker that has those of a worker. The rest
 * of what a client does, uploads and downloads among it, is in docs/client.md, which tour.product.test.ts runs with them.
 */
import { randomUUID } from 'node:crypto';
import { connect, RedisRefused } from '../../client';
import type { ItemRow, PipelineClient } from '../../client';
import { clientRightsOf, rightsOf } from '../../redis/rights';
import { until } from '../kit/driver';
import { sumSteps } from '../kit/steps';
import { World } from '../kit/world';
import { usePipelines } from '../support/pipeline';
import { asUser } from '../support/users';

const pipelines = usePipelines(require.resolve('../kit/workflows'));
const users = { worker: `worker-${randomUUID()}`, client: `client-${randomUUID()}` };
const COUNT = 12;

afterEach(() => pipelines.redis.raw.call('ACL', 'DELUSER', ...Object.values(users)));

const place = () => ({ prefix: pipelines.redis.prefix, isCluster: false });

async function clientWith(rights: readonly string[]): Promise<PipelineClient> {
  const { temporal, prefix, taskQueue } = pipelines.config();
  return connect({ temporal, redisUrl: await asUser(pipelines.redis, users.client, rights), prefix, taskQueue });
}

async function countOf(rows: AsyncIterable<ItemRow>): Promise<number> {
  let count = 0;
  for await (const _row of rows) count += 1;
  return count;
}

test('with the rights that are printed for each a run is started, looked at in its middle, steered, and told when it has ended', async () => {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const world = new World().on('square 7', () => gate);
  const redisUrl = await asUser(pipelines.redis, users.worker, rightsOf(place()));
  await pipelines.worker([sumSteps], { world }, { redisUrl });
  const client = await clientWith(clientRightsOf(place()));
  try {
    const id = `rights-${randomUUID()}`;
    const { handle } = await client.start('sumPipeline', { count: COUNT, shardSize: 2 }, { id });
    await until(
      () => world.squared(),
      (count) => count === COUNT,
    );
    const { locks, redisBytes } = await handle.inspect();
    expect(locks).toMatchObject([{ step: 'sum.square' }]);
    expect(redisBytes).toBeGreaterThan(0);
    expect(await countOf(handle.items('square'))).toBe(COUNT - 1);
    await handle.pause('a look at it');
    await handle.resume();
    letGo();
    expect(await handle.result()).toMatchObject({ status: 'ok', result: { sum: 650 } });
    expect(await countOf(handle.items('square', { outcome: 'ok' }))).toBe(COUNT);
    expect((await handle.inspect()).locks).toEqual([]);
  } finally {
    letGo();
    await client.close();
  }
});

test('a client that lacks one of them is told by its first call that needs Redis, before anything is written', async () => {
  const keys = async (): Promise<string[]> => (await pipelines.redis.keys()).toSorted();
  const before = await keys();
  const client = await clientWith(clientRightsOf(place()).filter((right) => right !== '+smembers'));
  try {
    const told: unknown = await client.upload('any', Buffer.from('a,b')).catch((error: unknown) => error);
    expect(told).toBeInstanceOf(RedisRefused);
    expect(String(told)).toMatch(/smembers.*This user lacks a right: grant it.*doctor --acl/s);
  } finally {
    await client.close();
  }
  // What is written on trial ends by itself after a millisecond.
  await until(keys, (left) => left.join() === before.join());
});
