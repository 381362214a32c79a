import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';

const seconds = (fallback: number) => z.coerce.number().positive().default(fallback);

/**
 * Everything a worker reads from its environment besides Temporal's own `TEMPORAL_*` variables and profile file, which
 * `@temporalio/envconfig` reads. Unknown variables are ignored; wrong values end the start with one error naming each.
 */
const Environment = z.object({
  /** `redis://…` or `rediss://…`; state, locks and blobs. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).default('redis://127.0.0.1:6379'),
  PIPELINE_TASK_QUEUE: z.string().min(1).default('pipeline-worker'),
  /** First part of every Redis key. Tenants that must not share cached answers get one each. */
  PIPELINE_PREFIX: z.string().min(1).max(50).default('pipeline'),
  /** How long run state outlives its last write. */
  PIPELINE_STATE_TTL_SECONDS: seconds(24 * 3600),
  /** How long paid answers are kept across runs. */
  PIPELINE_CACHE_TTL_SECONDS: seconds(7 * 24 * 3600),
  /** Activities at once in this process. */
  PIPELINE_MAX_ACTIVITIES: z.coerce.number().int().positive().default(40),
  /** How long running steps may go on after a shutdown signal; then they are cancelled, record and release. */
  PIPELINE_SHUTDOWN_GRACE_SECONDS: seconds(10),
  /** Jobs may name input files below this folder (`source.path`). Without it they may not name files. */
  PIPELINE_INPUT_DIR: z.string().optional(),
  /** Posted to, as JSON, when a run waits for a person. A webhook of a chat works. Secret: never logged. */
  PIPELINE_NOTIFY_URL: z.url({ protocol: /^https?$/ }).optional(),
});

type Temporal = ReturnType<typeof loadClientConnectConfig>;
export interface WorkerConfig {
  readonly temporal: Temporal;
  readonly redisUrl: string;
  readonly taskQueue: string;
  readonly prefix: string;
  readonly stateTtlMs: number;
  readonly cacheTtlMs: number;
  readonly maxActivities: number;
  readonly shutdownGraceMs: number;
  readonly inputDir?: string;
  readonly notifyUrl?: string;
}

/** @throws ConfigInvalid naming every wrong variable. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): WorkerConfig {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigInvalid(`The environment has wrong values: ${faults.join('; ')}.`);
  }
  const e = parsed.data;
  return {
    temporal: loadClientConnectConfig(),
    redisUrl: e.REDIS_URL,
    taskQueue: e.PIPELINE_TASK_QUEUE,
    prefix: e.PIPELINE_PREFIX,
    stateTtlMs: e.PIPELINE_STATE_TTL_SECONDS * 1000,
    cacheTtlMs: e.PIPELINE_CACHE_TTL_SECONDS * 1000,
    maxActivities: e.PIPELINE_MAX_ACTIVITIES,
    shutdownGraceMs: e.PIPELINE_SHUTDOWN_GRACE_SECONDS * 1000,
    ...(e.PIPELINE_INPUT_DIR === undefined ? {} : { inputDir: e.PIPELINE_INPUT_DIR }),
    ...(e.PIPELINE_NOTIFY_URL === undefined ? {} : { notifyUrl: e.PIPELINE_NOTIFY_URL }),
  };
}

export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
}
