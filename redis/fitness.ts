import { mastersOf } from './clients';
import { asError, RedisRefused, redisFailure, RedisUnfit } from './errors';
import { infoOf, type Info } from './info';
import type { DataCommands, Link } from './link';
import { prove } from './proof';
import type { Space } from './proof';
import { isOlder } from './version';

const MINIMUM_VERSION = '6.2';

/**
 * Whether this server keeps run state: what it says of itself, then a proof (proof.ts). Throws RedisUnfit for one that
 * evicts, is a replica, a Sentinel or a node of a cluster, is too old, or refuses this user what the product does; and
 * RedisUnreachable. @returns warnings.
 */
export async function checkFitness(link: Link, space: Space): Promise<string[]> {
  const { data, endpoint, replicated } = link;
  const warnings = await readFitness(data, endpoint, { ...replicated, persistence: true });
  try {
    await prove(link, space);
  } catch (error) {
    if (error instanceof RedisRefused) throw new RedisUnfit(error.message, { cause: error });
    throw error;
  }
  return warnings;
}

/** What is asked besides what must hold anywhere. */
interface Asked {
  /** That each master must have. */
  readonly replicas?: number;
  /** Warnings of what a restart loses. */
  readonly persistence?: boolean;
}

/** What INFO and CONFIG tell of it, of a Cluster's every master: throws RedisUnfit. @returns warnings. */
export async function readFitness(redis: DataCommands, endpoint: string, asked: Asked): Promise<string[]> {
  const warnings = await Promise.all(
    mastersOf(redis).map(({ node, name }) =>
      nodeFitness(node, name === '' ? endpoint : `${name} of ${endpoint}`, name !== '', asked),
    ),
  );
  return warnings.flat();
}

async function nodeFitness(
  redis: DataCommands,
  endpoint: string,
  inCluster: boolean,
  { replicas = 0, persistence = false }: Asked,
): Promise<string[]> {
  let info: Info;
  try {
    info = await told(redis, endpoint);
  } catch (error) {
    if (!(error instanceof RedisRefused)) throw error;
    return [
      `Redis ${endpoint} does not tell whether it evicts keys (${asError(error.cause).message}): maxmemory-policy must be noeviction.`,
    ];
  }
  refuseUnfit(info, endpoint);
  refuseAlone(info, endpoint, replicas);
  const cluster =
    `Redis ${endpoint} is a node of a Cluster. It holds every slot now; when one moves to another node, runs stop. ` +
    'With redis+cluster:// in REDIS_URL they go on.';
  const saved = !persistence || info['aof_enabled'] === '1' ? [] : await saveWarnings(redis, endpoint);
  return [...(info['cluster_enabled'] === '1' && !inCluster ? [cluster] : []), ...saved];
}

function refuseAlone(info: Info, endpoint: string, replicas: number): void {
  const has = Number(info['connected_slaves'] ?? 0);
  if (has >= replicas) return;
  throw new RedisUnfit(
    `Redis ${endpoint} has ${has} of the ${replicas} replicas that PIPELINE_REDIS_WAIT_REPLICAS waits for. ` +
      'Bring them back, or lower the setting; 0 waits for none.',
  );
}

function refuseUnfit(info: Info, endpoint: string): void {
  const refuse = (what: string, remedy: string): never => {
    throw new RedisUnfit(`Redis ${endpoint} ${what}. ${remedy}`);
  };
  if (info['redis_mode'] === 'sentinel') {
    const name = /name=([^,]+)/.exec(info['master0'] ?? '')?.[1] ?? 'mymaster';
    const form = `redis+sentinel://${endpoint.replace(/^\w+:\/\/(.*@)?/, '')}/${name}`;
    refuse(
      'is a Sentinel, which keeps no data',
      `To be led to its master, REDIS_URL is ${form}, with all its Sentinels.`,
    );
  }
  const version = info['redis_version'] ?? '0';
  const policy = info['maxmemory_policy'] ?? 'noeviction';
  if (isOlder(version, MINIMUM_VERSION)) refuse(`has version ${version}`, 'Use Redis 6.2 or newer, or Valkey.');
  if (policy !== 'noeviction') {
    refuse(
      `evicts keys when memory is full (maxmemory-policy ${policy}), locks and run state among them`,
      'Set maxmemory-policy to noeviction, or use another Redis for the pipeline.',
    );
  }
  if (info['role'] === 'slave') {
    const kind = info['slave_read_only'] === '0' ? 'replica, whose writes its master undoes' : 'read-only replica';
    refuse(`is a ${kind}`, `Connect to its master (${info['master_host']}:${info['master_port']}).`);
  }
}

/** Name and version of the server: `redis 7.0.15`, `valkey 8.0.1`. */
export async function readServer(redis: DataCommands, endpoint: string): Promise<string> {
  const info = await told(redis, endpoint);
  return `${info['server_name'] ?? 'redis'} ${info['valkey_version'] ?? info['redis_version'] ?? '?'}`;
}

/** Whether snapshots are on stands in CONFIG only, which managed servers forbid. */
async function saveWarnings(redis: DataCommands, endpoint: string): Promise<string[]> {
  const restart = 'a restart of Redis would lose the state of running runs, and their work is paid for again';
  try {
    const [, save] = (await redis.config('GET', 'save')) as string[];
    return save ? [] : [`Redis ${endpoint} has no persistence: ${restart}. Set appendonly yes.`];
  } catch (error) {
    return [`Redis ${endpoint} did not say whether it persists (${asError(error).message}): if not, ${restart}.`];
  }
}

/** Throws RedisUnreachable or RedisRefused. */
async function told(redis: DataCommands, endpoint: string): Promise<Info> {
  try {
    return await infoOf(redis);
  } catch (error) {
    throw redisFailure('INFO', endpoint, error);
  }
}
