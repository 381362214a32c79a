/** Slots that move between the masters of a Cluster while it is used, as `redis-cli --cluster reshard` moves them. */
import { Redis } from 'ioredis';
import type { OddRedis } from './oddRedis';

/** Moves every slot that holds keys now, key by key. @returns how many it moved. */
export async function moveKeys(from: OddRedis, to: OddRedis): Promise<number> {
  const [source, target] = [new Redis(from.url), new Redis(to.url)];
  try {
    const slots = new Set<number>();
    for (const key of await source.keys('*')) slots.add(Number(await source.call('CLUSTER', 'KEYSLOT', key)));
    for (const slot of slots) await moveSlot(slot, source, target, to);
    return slots.size;
  } finally {
    source.disconnect();
    target.disconnect();
  }
}

/** From here on the source sends to the target (`ASK`) whoever asks for a key of the slot that it does not have. @returns the target's id. */
export async function openSlot(slot: number, source: Redis, target: Redis): Promise<string> {
  const [old, next] = await Promise.all([source, target].map((node) => node.call('CLUSTER', 'MYID').then(String)));
  await target.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', old ?? '');
  await source.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', next ?? '');
  return next ?? '';
}

async function moveSlot(slot: number, source: Redis, target: Redis, { port }: OddRedis): Promise<void> {
  const next = await openSlot(slot, source, target);
  for (;;) {
    const keys = (await source.call('CLUSTER', 'GETKEYSINSLOT', slot, 1)) as string[];
    if (keys.length === 0) break;
    await source.call('MIGRATE', '127.0.0.1', port, '', 0, 5000, 'KEYS', ...keys);
  }
  // The one that takes it first: nobody is sent to one that does not have it yet.
  for (const node of [target, source]) await node.call('CLUSTER', 'SETSLOT', slot, 'NODE', next);
}
