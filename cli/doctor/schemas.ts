/** Keys of schemas before this one (redis/keys.ts): no worker of this build reads them. They would end by their TTL. */
import { OldKeys, schemaNumber } from '../../redis/keys';
import { scanPages } from '../survey/keys';
import type { Reader } from '../survey/keys';
import { note, ok } from './finding';
import type { Finding, Patient } from './finding';

export const REMOVE_OLD_SCHEMAS = '--remove-old-schemas';

export async function checkSchemas({ config, redis }: Patient): Promise<Finding[]> {
  if (!redis) return [];
  const old = new OldKeys(config.prefix, config.temporal.namespace ?? 'default');
  const counts = new Map<number, number>();
  for await (const page of scanPages(redis, old.pattern))
    for (const schema of page.flatMap((key) => old.schemaOf(key) ?? []))
      counts.set(schema, (counts.get(schema) ?? 0) + 1);
  if (counts.size === 0) return [ok('schemas', `no keys of schemas before v${schemaNumber}`)];
  const found = [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([schema, count]) => `${count} keys of schema v${schema}`);
  const text = `${found.join(', ')} are left by earlier releases; this one reads v${schemaNumber} alone`;
  const remedy =
    'They end by their TTL. ' +
    `Once no worker of an earlier release is left, doctor ${REMOVE_OLD_SCHEMAS} deletes them: such a worker would make the state of its runs again.`;
  return [{ ...note('schemas', text, remedy), flag: REMOVE_OLD_SCHEMAS, fix: () => remove(redis, old) }];
}

async function remove(redis: Reader, old: OldKeys): Promise<string> {
  let deleted = 0;
  for await (const page of scanPages(redis, old.pattern)) {
    const keys = page.filter((key) => old.schemaOf(key) !== undefined);
    // One by one: in a Cluster they lie in many slots.
    const done = await Promise.all(keys.map((key) => redis.unlink(key)));
    deleted += done.reduce((sum, count) => sum + count, 0);
  }
  return `${deleted} keys of schemas before v${schemaNumber} are deleted`;
}
