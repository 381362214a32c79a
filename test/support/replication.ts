/** Replicas that stop following: what their master takes from then on is lost when it dies. */
import { Redis } from 'ioredis';
import { until } from '../kit/driver';
import { following, type OddRedis } from './oddRedis';

/**
 * Cuts a replica off its master: it drops the connection, and is refused at the next one, since it calls itself by
 * the name of no user. It may still take over. (One that is only stopped finds what it has missed in its socket when it goes on.)
 */
export async function cutOff({ url }: OddRedis): Promise<void> {
  const redis = new Redis(url);
  try {
    await callItself(redis, 'nobody', 'nothing');
    await redis.call('CLIENT', 'KILL', 'TYPE', 'master');
    await until(
      () => redis.info('replication'),
      (info) => info.includes('master_link_status:down'),
    );
  } finally {
    redis.disconnect();
  }
}

/** Setting by setting: only Redis 7 takes several in one command. */
async function callItself(replica: Redis, user: string, password: string): Promise<void> {
  await replica.config('SET', 'masteruser', user);
  await replica.config('SET', 'masterauth', password);
}

/** Lets a replica that was cut off follow its master again. */
export async function letBack(replica: OddRedis): Promise<void> {
  const redis = new Redis(replica.url);
  try {
    await callItself(redis, '', '');
  } finally {
    redis.disconnect();
  }
  await following(replica);
}

/** Waits until a replica has become a master. */
export async function promoted({ url }: OddRedis): Promise<void> {
  const redis = new Redis(url);
  try {
    await until(
      () => redis.info('replication'),
      (info) => info.includes('role:master'),
    );
  } finally {
    redis.disconnect();
  }
}

/** Whether a server has a key whose name holds this. */
export async function among({ url }: OddRedis, part: string): Promise<boolean> {
  const redis = new Redis(url);
  try {
    return (await redis.keys('*')).some((key) => key.includes(part));
  } finally {
    redis.disconnect();
  }
}
