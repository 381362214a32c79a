/** The Redis of this configuration, for commands that look at all that a prefix and a namespace hold. */
import { openReader, type Space } from '../redis/survey';
import type { WorkerConfig } from '../worker';

export const spaceOf = ({ prefix, temporal }: WorkerConfig): Space => ({
  prefix,
  namespace: temporal.namespace ?? 'default',
});

/** Rejects with RedisUnreachable or RedisRefused. */
export const readerOf = ({ redisUrl: url, redisTls: tls, replicaWait }: WorkerConfig): ReturnType<typeof openReader> =>
  openReader({ url, ...(tls && { tls }), ...(replicaWait && { replicaWait }) });
