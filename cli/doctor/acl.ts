import { parseAddress } from '../../redis';
import { clientRightsOf, rightsOf } from '../../redis/rights';
import { readConfig } from '../../worker/config';
import { EXIT } from '../exit';
import type { Output } from '../output';

/**
 * Of a worker and of a client, for `REDIS_URL`, `PIPELINE_PREFIX` and `PIPELINE_REDIS_WAIT_REPLICAS`; asks no server. The password is
 * left to whoever runs the commands.
 */
export function printRights(output: Output): Promise<number> {
  const { redisUrl, prefix, replicaWait } = readConfig();
  const place = { prefix, isCluster: parseAddress(redisUrl).form === 'cluster' };
  const user = (name: string, rights: readonly string[]): string =>
    `ACL SETUSER ${name} on >PASSWORD ${rights.join(' ')}`;
  const ofWorker = rightsOf({ ...place, waits: replicaWait !== undefined });
  output.result(user('pipeline', ofWorker), user('pipeline-client', clientRightsOf(place)));
  return Promise.resolve(EXIT.ok);
}
