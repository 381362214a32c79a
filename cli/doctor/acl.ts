import { parseAddress } from '../../redis';
import { rightsOf } from '../../redis/rights';
import { readConfig } from '../../worker';
import { EXIT } from '../exit';
import type { Output } from '../output';

/** For `REDIS_URL` and `PIPELINE_PREFIX`; asks no server. The password is left to whoever runs the command. */
export function printRights(output: Output): Promise<number> {
  const { redisUrl, prefix } = readConfig();
  const rights = rightsOf({ prefix, isCluster: parseAddress(redisUrl).form === 'cluster' });
  output.result(`ACL SETUSER pipeline on >PASSWORD ${rights.join(' ')}`);
  return Promise.resolve(EXIT.ok);
}
