/** What should not be there, and its removal, for `doctor`. No lock is deleted: its holder may still write under it. */
import { OldKeys } from '../keys';
import type { Space } from '../proof';
import { scanPages } from './keyspace';
import { filtered } from './paged';
import type { Reader } from './reader';

/** Keys without a TTL: somebody else has written or changed them. */
export const endlessIn = (redis: Reader, keys: readonly string[]): Promise<string[]> =>
  filtered(keys, async (key) => (await redis.pttl(key)) === -1);

export async function giveEnd(redis: Reader, keys: readonly string[], ttlMs: number): Promise<void> {
  for (const key of keys) await redis.pexpire(key, ttlMs);
}

/** How long nobody has used any of them. */
export async function idleSeconds(redis: Reader, keys: readonly string[]): Promise<number> {
  const idle = await Promise.all(keys.map((key) => redis.object('IDLETIME', key)));
  return Math.min(...idle.map((seconds) => seconds ?? 0));
}

/** Of one run, so of one slot. @returns how many there were. */
export const unlinkKeys = (redis: Reader, keys: readonly string[]): Promise<number> => redis.unlink(...keys);

/** How many keys earlier schemas have left, by the number of the schema. */
export async function countOldSchemas(redis: Reader, { prefix, namespace }: Space): Promise<Map<number, number>> {
  const old = new OldKeys(prefix, namespace);
  const counts = new Map<number, number>();
  for await (const page of scanPages(redis, old.pattern))
    for (const schema of page.flatMap((key) => old.schemaOf(key) ?? []))
      counts.set(schema, (counts.get(schema) ?? 0) + 1);
  return counts;
}

/** @returns how many there were. */
export async function removeOldSchemas(redis: Reader, { prefix, namespace }: Space): Promise<number> {
  const old = new OldKeys(prefix, namespace);
  let deleted = 0;
  for await (const page of scanPages(redis, old.pattern)) {
    const keys = page.filter((key) => old.schemaOf(key) !== undefined);
    // One by one: in a Cluster they lie in many slots.
    const done = await Promise.all(keys.map((key) => redis.unlink(key)));
    deleted += done.reduce((sum, count) => sum + count, 0);
  }
  return deleted;
}
