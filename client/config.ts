import type { ClientOptions, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { redisTlsFrom, type RedisTls } from '../redis';

type Temporal = ReturnType<typeof loadClientConnectConfig>;

export interface ConnectOptions {
  /** Default: `TEMPORAL_*` variables and the profile file, as every Temporal tool reads them. */
  readonly temporal?: Temporal;
  /** Default: `REDIS_URL`, else redis://127.0.0.1:6379. */
  readonly redisUrl?: string;
  /** For `rediss…`. Default: `PIPELINE_REDIS_TLS_CA`, `PIPELINE_REDIS_TLS_CERT` and `PIPELINE_REDIS_TLS_KEY`. */
  readonly redisTls?: RedisTls;
  /** First part of every Redis key: the workers' `PIPELINE_PREFIX`. Default `pipeline`. */
  readonly prefix?: string;
  /** The workers' `PIPELINE_TASK_QUEUE`. Default `pipeline-worker`. */
  readonly taskQueue?: string;
}

/** Temporal's own, for a client that is not made of addresses alone. */
export interface OwnClientOptions {
  /** Interceptors, the data converter (payload codecs that the workers have too), identity, and so on. */
  readonly client?: Omit<ClientOptions, 'connection' | 'namespace'>;
  /** One that the program has anyway, in place of `temporal.connectionOptions`. It stays open when the client is closed. */
  readonly connection?: Connection;
}

export interface ClientConfig {
  readonly temporal: Temporal;
  readonly address: string;
  readonly namespace: string;
  readonly redisUrl: string;
  readonly redisTls?: RedisTls;
  readonly prefix: string;
  readonly taskQueue: string;
}

/** What options leave open is read from `env`, where a variable that is set to nothing is not set. */
export function clientConfig(o: ConnectOptions, environment: NodeJS.ProcessEnv = process.env): ClientConfig {
  const env = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  const temporal = o.temporal ?? loadClientConnectConfig({ overrideEnvVars: env });
  return {
    temporal,
    address: temporal.connectionOptions.address ?? 'localhost:7233',
    namespace: temporal.namespace ?? 'default',
    redisUrl: o.redisUrl ?? env['REDIS_URL'] ?? 'redis://127.0.0.1:6379',
    ...(o.redisTls ? { redisTls: o.redisTls } : redisTlsFrom(env)),
    prefix: o.prefix ?? env['PIPELINE_PREFIX'] ?? 'pipeline',
    taskQueue: o.taskQueue ?? env['PIPELINE_TASK_QUEUE'] ?? 'pipeline-worker',
  };
}
