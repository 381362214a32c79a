import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { UNSAVED_ANSWERS_BYTES } from '../activities/kit';
import { limits, parseAddress, RedisAddressInvalid, redisTlsFrom, type RedisTls, type ReplicaWait } from '../redis';

const MIB = 1024 * 1024;
const seconds = (fallback: number) => z.coerce.number().positive().default(fallback);
const port = z.coerce.number().int().min(0).max(65_535);

function isAddress(url: string, context: z.RefinementCtx): void {
  try {
    parseAddress(url);
  } catch (error) {
    if (!(error instanceof RedisAddressInvalid)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
  }
}

/**
 * Everything a worker reads from its environment besides Temporal's own `TEMPORAL_*` variables and profile file, which
 * `@temporalio/envconfig` reads. Unknown variables are ignored; wrong values end the start with one error naming each.
 */
export const Variables = z.object({
  /** State, locks and blobs. Its forms: redis/address.ts. */
  REDIS_URL: z.string().superRefine(isAddress).default('redis://127.0.0.1:6379'),
  /** For `rediss…`: PEM files of an authority of its own, and of a certificate for this client with its key. */
  PIPELINE_REDIS_TLS_CA: z.string().optional(),
  PIPELINE_REDIS_TLS_CERT: z.string().optional(),
  PIPELINE_REDIS_TLS_KEY: z.string().optional(),
  /** No lock counts as held and no result as recorded before so many replicas have it; 0: as soon as the master has. */
  PIPELINE_REDIS_WAIT_REPLICAS: z.coerce.number().int().min(0).default(0),
  /** How long they may take; then it is asked for again. */
  PIPELINE_REDIS_WAIT_TIMEOUT_MS: z.coerce.number().int().min(1, 'Redis takes 0 for ever').max(1000).default(100),
  /** How long one command of a lock may take; later its outcome is unknown and it is sent again. For a Redis that is far away. */
  PIPELINE_REDIS_TIMEOUT_MS: z.coerce.number().int().min(50).max(1000).default(limits.commandTimeoutMs),
  PIPELINE_TASK_QUEUE: z.string().min(1).default('pipeline-worker'),
  /** First part of every Redis key. Tenants that must not share cached answers get one each. */
  PIPELINE_PREFIX: z.string().min(1).max(50).default('pipeline'),
  /** How long run state outlives its last write. */
  PIPELINE_STATE_TTL_SECONDS: seconds(24 * 3600),
  /** How long paid answers are kept across runs. */
  PIPELINE_CACHE_TTL_SECONDS: seconds(7 * 24 * 3600),
  /** Activities at once in this process. */
  PIPELINE_MAX_ACTIVITIES: z.coerce.number().int().positive().default(40),
  /** Memory for paid answers that Redis has not got yet, while it is away; above it the oldest are given up. */
  PIPELINE_UNSAVED_ANSWERS_MB: z.coerce
    .number()
    .int()
    .min(1)
    .max(4096)
    .default(UNSAVED_ANSWERS_BYTES / MIB),
  /** How long running steps may go on after a shutdown signal; then they are cancelled, record and release. */
  PIPELINE_SHUTDOWN_GRACE_SECONDS: seconds(10),
  /** Inputs may name input files below this folder (`source.path`). Without it they may not name files. */
  PIPELINE_INPUT_DIR: z.string().optional(),
  /** Inputs may name folders below this one to write to (`outputs`). Without it they may name S3 only. */
  PIPELINE_OUTPUT_DIR: z.string().optional(),
  /** Posted to, as JSON, when a run waits for a person. A webhook of a chat works. Secret: never logged. */
  PIPELINE_NOTIFY_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Serves `/livez` and `/readyz` on all interfaces; 0 takes a free port. Without it there is no such server. */
  PIPELINE_HEALTH_PORT: port.optional(),
  /** Serves metrics for Prometheus at `/metrics` on all interfaces, from the command `worker` only. */
  PIPELINE_METRICS_PORT: port.optional(),
  /** Which version of which deployment this worker is: runs stay on the version they began on. Both or neither. */
  TEMPORAL_DEPLOYMENT_NAME: z.string().min(1).optional(),
  TEMPORAL_WORKER_BUILD_ID: z.string().min(1).optional(),
});

const Environment = Variables.superRefine((variables, context) => {
  const both = (first: keyof typeof variables, second: keyof typeof variables, why: string): void => {
    const missing = [first, second].filter((name) => variables[name] === undefined);
    if (missing.length === 1) context.addIssue({ code: 'custom', path: missing, message: `missing; ${why}` });
  };
  both('TEMPORAL_DEPLOYMENT_NAME', 'TEMPORAL_WORKER_BUILD_ID', 'a versioned worker needs both names');
  both('PIPELINE_REDIS_TLS_CERT', 'PIPELINE_REDIS_TLS_KEY', 'a certificate is shown with its key');
});

type Temporal = ReturnType<typeof loadClientConnectConfig>;

export interface WorkerConfig {
  readonly temporal: Temporal;
  readonly redisUrl: string;
  readonly redisTls?: RedisTls;
  readonly replicaWait?: ReplicaWait;
  /** Of one command of a lock. Default 250. */
  readonly redisTimeoutMs?: number;
  readonly taskQueue: string;
  readonly prefix: string;
  readonly stateTtlMs: number;
  readonly cacheTtlMs: number;
  readonly maxActivities: number;
  /** Of paid answers that Redis has not got yet. Default 64 MiB. */
  readonly unsavedAnswersBytes?: number;
  readonly shutdownGraceMs: number;
  readonly inputDir?: string;
  readonly outputDir?: string;
  readonly notifyUrl?: string;
  readonly healthPort?: number;
  readonly metricsPort?: number;
  readonly version?: { readonly deploymentName: string; readonly buildId: string };
}

/** Reads `env` and nothing else of the process. @throws ConfigInvalid naming every wrong variable. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): WorkerConfig {
  // Compose files and manifests set to nothing what they do not want.
  const set = Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
  const parsed = Environment.safeParse(set);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigInvalid(`The environment has wrong values: ${faults.join('; ')}.`);
  }
  const e = parsed.data;
  const { TEMPORAL_DEPLOYMENT_NAME: deploymentName, TEMPORAL_WORKER_BUILD_ID: buildId } = e;
  const { PIPELINE_REDIS_WAIT_REPLICAS: replicas, PIPELINE_REDIS_WAIT_TIMEOUT_MS: timeoutMs } = e;
  return {
    temporal: loadClientConnectConfig({ overrideEnvVars: set }),
    redisUrl: e.REDIS_URL,
    ...redisTlsFrom(set),
    ...(replicas > 0 && { replicaWait: { replicas, timeoutMs } }),
    redisTimeoutMs: e.PIPELINE_REDIS_TIMEOUT_MS,
    taskQueue: e.PIPELINE_TASK_QUEUE,
    prefix: e.PIPELINE_PREFIX,
    stateTtlMs: e.PIPELINE_STATE_TTL_SECONDS * 1000,
    cacheTtlMs: e.PIPELINE_CACHE_TTL_SECONDS * 1000,
    maxActivities: e.PIPELINE_MAX_ACTIVITIES,
    unsavedAnswersBytes: e.PIPELINE_UNSAVED_ANSWERS_MB * MIB,
    shutdownGraceMs: e.PIPELINE_SHUTDOWN_GRACE_SECONDS * 1000,
    ...(e.PIPELINE_INPUT_DIR === undefined ? {} : { inputDir: e.PIPELINE_INPUT_DIR }),
    ...(e.PIPELINE_OUTPUT_DIR === undefined ? {} : { outputDir: e.PIPELINE_OUTPUT_DIR }),
    ...(e.PIPELINE_NOTIFY_URL === undefined ? {} : { notifyUrl: e.PIPELINE_NOTIFY_URL }),
    ...(e.PIPELINE_HEALTH_PORT === undefined ? {} : { healthPort: e.PIPELINE_HEALTH_PORT }),
    ...(e.PIPELINE_METRICS_PORT === undefined ? {} : { metricsPort: e.PIPELINE_METRICS_PORT }),
    ...(deploymentName !== undefined && buildId !== undefined && { version: { deploymentName, buildId } }),
  };
}

export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
}
