/** The users that `doctor --acl` makes on a Cluster whose slots move: who asks for a key is sent to its new place, and may go there. */
import { Redis } from 'ioredis';
import { openStore, type Store } from '../../redis';
import { clientRightsOf, rightsOf } from '../../redis/rights';
import { startRedisCluster, type RedisCluster } from '../support/redisCluster';
import { openSlot } from '../support/resharding';

const place = { prefix: 'shop', namespace: 'test', isCluster: true };
const users = { worker: rightsOf(place), client: clientRightsOf(place) };
let cluster: RedisCluster;
let nodes: Redis[] = [];
let next = 0;
const absent = { sha: '0'.repeat(64), bytes: 1 };

beforeAll(async () => {
  cluster = await startRedisCluster();
  nodes = cluster.nodes.map(({ url }) => new Redis(url));
  for (const [name, rights] of Object.entries(users))
    for (const node of nodes) await node.call('ACL', 'SETUSER', name, 'reset', 'on', '>pw', ...rights);
});

afterAll(async () => {
  for (const node of nodes) node.disconnect();
  await cluster.stop();
});

/** A name whose keys the first master has, each time another slot, and that is on its way to the second. */
async function movingName(): Promise<string> {
  const [source, target] = nodes;
  if (!source || !target) throw new Error('a Cluster has masters');
  for (let i = next; ; i += 1) {
    const slot = Number(await source.call('CLUSTER', 'KEYSLOT', `${i}`));
    next = i + 1;
    // Of 16,384 slots the first master has the first third.
    if (slot > 5000) continue;
    await openSlot(slot, source, target);
    return `${i}`;
  }
}

async function as(user: keyof typeof users): Promise<Store> {
  return openStore({ url: cluster.url.replace('://', `://${user}:pw@`), ...place, commandTimeoutMs: 2000 });
}

test('a worker and a client read what is not there of a slot that is on its way', async () => {
  const name = await movingName();
  const stores = [await as('worker'), await as('client')];
  try {
    // Calls with one key: Redis lets those with several wait until a slot whose keys are in two places has moved (TRYAGAIN).
    for (const store of stores) await expect(store.run(name).getBlob(absent)).resolves.toBe('missing');
  } finally {
    await Promise.all(stores.map((store) => store.close()));
  }
});

test('who may not go where a slot moves to is told at the start, and by an answer later: its process goes on', async () => {
  const name = await movingName();
  const worker = await as('worker');
  try {
    for (const node of nodes) await node.call('ACL', 'SETUSER', 'worker', '-asking');
    await expect(as('worker')).rejects.toThrow(/asking.*lacks a right.*doctor --acl/s);
    // The first may be let in by the ASKING of the start, which counts for the next command. A floating refusal would make this test red.
    await Promise.allSettled([worker.run(name).getBlob(absent)]);
    await expect(worker.run(name).getBlob(absent)).rejects.toThrow(/redirections/);
  } finally {
    await worker.close();
  }
});
