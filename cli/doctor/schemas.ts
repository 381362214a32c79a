/** Keys of schemas before this one (redis/keys.ts): no worker of this build reads them. They would end by their TTL. */
import { schemaNumber } from '../../redis/keys';
import { countOldSchemas, removeOldSchemas } from '../../redis/survey';
import { spaceOf } from '../reader';
import { note, ok } from './finding';
import type { Finding, Patient } from './finding';

export const REMOVE_OLD_SCHEMAS = '--remove-old-schemas';

export async function checkSchemas({ config, redis }: Patient): Promise<Finding[]> {
  if (!redis) return [];
  const space = spaceOf(config);
  const counts = await countOldSchemas(redis, space);
  if (counts.size === 0) return [ok('schemas', `no keys of schemas before v${schemaNumber}`)];
  const found = [...counts]
    .toSorted(([a], [b]) => a - b)
    .map(([schema, count]) => `${count} keys of schema v${schema}`);
  const text = `${found.join(', ')} are left by earlier releases; this one reads v${schemaNumber} alone`;
  const remedy =
    'They end by their TTL. ' +
    `Once no worker of an earlier release is left, doctor ${REMOVE_OLD_SCHEMAS} deletes them: such a worker would make the state of its runs again.`;
  const fix = async (): Promise<string> =>
    `${await removeOldSchemas(redis, space)} keys of schemas before v${schemaNumber} are deleted`;
  return [{ ...note('schemas', text, remedy), flag: REMOVE_OLD_SCHEMAS, fix }];
}
