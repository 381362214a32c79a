/** What counts once a replica has it, on a master with a replica behind Sentinels and on a Cluster. */
import { Redis } from 'ioredis';
import { openStore, type Store } from '../../redis';
import { rightsOf } from '../../redis/rights';
import { cutOff, letBack } from '../support/replication';
import type { OddRedis } from '../support/oddRedis';
import { cluster, sentinels, type Topology } from '../limits/topologies';
import { acquire, beginRequest, commitRequest } from './requests';

const replicaWait = { replicas: 1, timeoutMs: 100 };
const cause = { message: expect.stringContaining('NOREPLICAS 0 of 1') };

describe.each([sentinels, cluster])('$name', (kind) => {
  let topology: Topology;
  let waiting: Store;
  let another: Store;
  beforeAll(async () => {
    topology = await kind.start();
    waiting = await openStore({ url: topology.url, namespace: 'test', replicaWait });
    another = await openStore({ url: topology.url, namespace: 'test', replicaWait });
  });
  afterAll(async () => {
    await Promise.all([waiting, another].map((store) => store.close()));
    await topology.stop();
  });

  /** With no replica following anywhere. */
  async function alone(work: () => Promise<void>): Promise<void> {
    await Promise.all(topology.replicas.map(cutOff));
    try {
      await work();
    } finally {
      await Promise.all(topology.replicas.map(letBack));
    }
  }

  test('a lock and a step go round while replicas follow, and a worker may start', async () => {
    await waiting.checkFitness();
    expect(await waiting.withLock('followed', ({ token }) => Promise.resolve(token))).toBeGreaterThan(0);
    const run = waiting.run('followed');
    const lock = await acquire(run);
    expect(await run.commit(commitRequest(lock))).toMatchObject({ word: 'committed' });
    expect(await another.run('followed').begin(beginRequest({ owner: 'later' }))).toMatchObject({ word: 'committed' });
  });

  test('without a replica no lock is held and nobody starts a step, and both are to be had when it is back', async () => {
    const run = waiting.run('begun');
    await alone(async () => {
      await expect(waiting.resource('held').acquire({ waitMs: 0 })).rejects.toMatchObject({ name: 'RedisRefused' });
      expect(await run.begin(beginRequest())).toMatchObject({ word: 'unknown', cause });
    });
    const lock = await waiting.resource('held').acquire({ waitMs: 0 });
    await lock.release();
    expect(await run.begin(beginRequest())).toMatchObject({ word: 'acquired' });
  });

  test('a commit that no replica has is unknown to every store that asks again, until one has it', async () => {
    const run = waiting.run('committed');
    const lock = await acquire(run);
    await alone(async () => {
      for (const store of [waiting, another]) {
        expect(await store.run('committed').commit(commitRequest(lock))).toMatchObject({ word: 'unknown', cause });
        const later = beginRequest({ owner: 'later' });
        expect(await store.run('committed').begin(later)).toMatchObject({ word: 'unknown', cause });
      }
    });
    expect(await another.run('committed').commit(commitRequest(lock))).toMatchObject({ word: 'committed' });
  });

  test('a user who may not WAIT is refused at the start, and one with the rights that are printed is not', async () => {
    const rights = { prefix: 'pipeline', isCluster: kind === cluster };
    const start = async (waits: boolean): Promise<unknown> => {
      await Promise.all(
        [...topology.masters, ...topology.replicas].map(async ({ url }) => {
          const redis = new Redis(url);
          await redis.call('ACL', 'SETUSER', 'least', 'reset', 'on', '>secret', ...rightsOf({ ...rights, waits }));
          redis.disconnect();
        }),
      );
      const url = topology.url.replace(/:\/\/(.*@)?/, '://least:secret@');
      const store = await openStore({ url, namespace: 'test', replicaWait });
      try {
        return await store.checkFitness();
      } finally {
        await store.close();
      }
    };
    await expect(start(false)).rejects.toThrow(/NOPERM.*'wait'.*lacks a right/);
    expect(await start(true)).toBeInstanceOf(Array);
  });

  test('a lock that was handed over is held once a replica has it', async () => {
    const first = await waiting.resource('handed').acquire();
    let isHeld = false;
    const second = another.resource('handed').acquire({ waitMs: 30_000 });
    second.then(
      () => (isHeld = true),
      () => undefined,
    );
    await alone(async () => {
      await first.release();
      // It is handed over, given back, and taken under another owner.
      for (let given = first.token, times = 0; times < 2 && !isHeld;) {
        const token = await tokenOf(topology.masters, 'handed');
        if (token > given) times += 1;
        given = token;
      }
      expect(isHeld).toBe(false);
    });
    const lock = await second;
    expect(lock.token).toBeGreaterThan(first.token);
    await lock.release();
  });
});

/** The last token that was given for it. */
async function tokenOf(masters: readonly OddRedis[], name: string): Promise<number> {
  const tokens = masters.map(async ({ url }) => {
    const redis = new Redis(url);
    try {
      const key = (await redis.keys('*')).find((found) => found.endsWith(`l:{${name}}:t`));
      return key === undefined ? 0 : Number(await redis.get(key));
    } finally {
      redis.disconnect();
    }
  });
  return Math.max(...(await Promise.all(tokens)));
}
