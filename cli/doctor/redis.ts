import { RedisRefused, RedisUnfit } from '../../redis';
import { readFitness } from '../../redis/fitness';
import { prove } from '../../redis/proof';
import { infoOf } from '../../redis/survey';
import type { Info, Reader } from '../../redis/survey';
import { spaceOf } from '../reader';
import { note, ok, wrong } from './finding';
import type { Finding, Patient } from './finding';
import { checkSetups } from './setups';

const FULL = 0.8;

export async function checkRedis(patient: Patient): Promise<Finding[]> {
  const { redis, redisEndpoint } = patient;
  if (!redis) return [];
  const info = await infoOf(redis);
  const policy = info['maxmemory_policy'] ?? 'policy unknown';
  const append = info['aof_enabled'] === '1' ? 'appendonly' : 'no appendonly';
  const what = ok('redis', `${info['redis_version'] ?? '?'} at ${redisEndpoint}, ${policy}, ${append}`);
  const fit = await fitness(patient, redis, what);
  if (fit[0]?.level === 'wrong') return fit;
  return [
    ...fit,
    ...(await proof(patient)),
    ...(await checkSetups(redis, patient.config.replicaWait !== undefined)),
    ...checkMemory(info),
  ];
}

/** The worker looks at the same before it starts; what a crash loses is told from the table (setups.ts). */
async function fitness({ redisEndpoint, config }: Patient, redis: Reader, well: Finding): Promise<Finding[]> {
  try {
    const warnings = await readFitness(redis, redisEndpoint, { ...config.replicaWait });
    return [well, ...warnings.map((text) => note('redis', text, 'Workers run on it all the same.'))];
  } catch (error) {
    if (!(error instanceof RedisUnfit)) throw error;
    return [wrong('redis', error.message, 'No worker starts on it until then.')];
  }
}

/** And tries the same. */
async function proof({ redisLink, config }: Patient): Promise<Finding[]> {
  if (!redisLink) return [];
  try {
    await prove(redisLink, spaceOf(config));
    return [ok('redis', 'locks, state and messages work: a round trip of all that workers do')];
  } catch (error) {
    if (!(error instanceof RedisRefused)) throw error;
    return [wrong('redis', error.message, 'No worker starts on it until then.')];
  }
}

function checkMemory(info: Info): Finding[] {
  const [used, most] = [Number(info['used_memory']), Number(info['maxmemory'])];
  if (!(most > 0) || used < FULL * most) return [];
  const text = `${Math.round((100 * used) / most)} % of its memory are used; full, it refuses writes and runs wait`;
  return [note('redis', text, 'Raise maxmemory, or lower PIPELINE_STATE_TTL_SECONDS and PIPELINE_CACHE_TTL_SECONDS.')];
}
