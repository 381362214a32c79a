/** What decides what a crash or a failover of a server loses, as far as it tells. */
import { mastersOf } from '../clients';
import { infoOf } from '../info';
import type { Reader } from './reader';

export interface Settings {
  /** Of a Cluster's master; of a single server ''. */
  readonly name: string;
  readonly isAppended: boolean;
  readonly replicas: number;
  /** By CONFIG GET, which many providers refuse: then undefined. */
  readonly appendfsync: string | undefined;
  readonly save: string | undefined;
  readonly leastReplicas: string | undefined;
}

/** One for each master. */
export const settingsOf = (redis: Reader): Promise<Settings[]> =>
  Promise.all(mastersOf(redis).map(async ({ node, name }) => ({ name, ...(await settingsOfOne(node)) })));

async function settingsOfOne(redis: Reader): Promise<Omit<Settings, 'name'>> {
  const setting = async (name: string): Promise<string | undefined> => {
    const [, value] = (await redis.config('GET', name).catch(() => [])) as string[];
    return value;
  };
  const info = await infoOf(redis);
  const [appendfsync, save, leastReplicas] = await Promise.all(
    ['appendfsync', 'save', 'min-replicas-to-write'].map(setting),
  );
  const [isAppended, replicas] = [info['aof_enabled'] === '1', Number(info['connected_slaves'])];
  return { isAppended, replicas, appendfsync, save, leastReplicas };
}
