/** Temporal's own options of a worker, with those of the kit among them. What must be the kit's is the kit's. */
import type { NativeConnection, WorkerOptions } from '@temporalio/worker';
import { bundlingOf, payloadConverterPath } from './bundle';
import { ConfigInvalid } from './config';
import type { WorkerConfig } from './config';

/** Heartbeats and so cancellations reach the server at least this often; the guard's interval for 2 s is 600 ms. */
const HEARTBEAT_THROTTLE_MS = 200;
/** A dead worker's cached workflows wait this long before another may take them (measured: 10 s otherwise). */
const STICKY_TIMEOUT_MS = 2000;
/** Cancelled steps may take this long to record and release before the process ends without them. */
export const FORCE_AFTER_GRACE_MS = 10_000;

/** What the kit decides in every worker, and where it may be chosen. */
const KITS = {
  maxConcurrentActivityTaskExecutions: 'config.maxActivities',
  tuner: 'config.maxActivities',
  shutdownGraceTime: 'config.shutdownGraceMs',
  shutdownForceTime: 'config.shutdownGraceMs',
  maxHeartbeatThrottleInterval: 'the heartbeat timeouts of steps',
  defaultHeartbeatThrottleInterval: 'the heartbeat timeouts of steps',
} as const;
/** And what it decides where it makes the worker. */
const OF_CREATE_WORKER = {
  connection: 'config.temporal',
  namespace: 'config.temporal',
  taskQueue: 'config.taskQueue',
  workflowsPath: 'pipelines, whose file may export workflows of your own too',
  workflowBundle: 'workflowBundle of createWorker',
} as const;

/** Options of Temporal's own for `createWorker`: interceptors, sinks, a data converter, activities of one's own, and so on. */
export type OwnOptions = Partial<Omit<WorkerOptions, keyof typeof KITS | keyof typeof OF_CREATE_WORKER>>;

/** @throws ConfigInvalid when `own` sets what `createWorker` decides by its other options. */
export function mustBeOwn(own: OwnOptions): void {
  refuse(own, { ...OF_CREATE_WORKER, ...KITS });
}

type Activities = Readonly<Record<string, (...input: never[]) => Promise<unknown>>>;
/** Of a worker that has its connection: the kit asks Temporal on it. */
export type Connected = WorkerOptions & { readonly connection: NativeConnection };

/** @throws ConfigInvalid naming every option and activity that would take the place of one of the kit's. */
export function withKit(
  given: Connected,
  { config, pipelines, activities }: { config: WorkerConfig; pipelines: string; activities: Activities },
): WorkerOptions {
  refuse(given, KITS);
  const own = (given.activities ?? {}) as Record<string, unknown>;
  const twice = Object.keys(own).filter((name) => Object.hasOwn(activities, name));
  if (twice.length > 0)
    throw new ConfigInvalid(`These activities are the kit's: ${twice.join(', ')}. Give yours other names.`);
  const converter = given.dataConverter?.payloadConverterPath;
  if (converter !== undefined)
    throw new ConfigInvalid(
      `dataConverter.payloadConverterPath (${converter}) is the kit's, which reads whatever is sent. Use payloadCodecs.`,
    );
  return {
    stickyQueueScheduleToStartTimeout: STICKY_TIMEOUT_MS,
    ...versionOf(config),
    ...given,
    ...(given.workflowBundle ? {} : bundlingOf(given.workflowsPath ?? pipelines, given.bundlerOptions)),
    activities: { ...own, ...activities },
    dataConverter: { ...given.dataConverter, payloadConverterPath },
    maxConcurrentActivityTaskExecutions: config.maxActivities,
    maxHeartbeatThrottleInterval: HEARTBEAT_THROTTLE_MS,
    defaultHeartbeatThrottleInterval: HEARTBEAT_THROTTLE_MS,
    shutdownGraceTime: config.shutdownGraceMs,
    shutdownForceTime: config.shutdownGraceMs + FORCE_AFTER_GRACE_MS,
  };
}

function refuse(given: object, kits: Readonly<Record<string, string>>): void {
  const set = Object.entries(kits).filter(([name]) => Reflect.get(given, name) !== undefined);
  if (set.length === 0) return;
  const faults = set.map(([name, instead]) => `${name} (decided by ${instead})`);
  throw new ConfigInvalid(`The options of the worker set what is not theirs: ${faults.join('; ')}.`);
}

/** A run stays on the version it began on, and never meets code that would not agree with its history. */
function versionOf({ version }: WorkerConfig): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (version === undefined) return {};
  return { workerDeploymentOptions: { version, useWorkerVersioning: true, defaultVersioningBehavior: 'PINNED' } };
}
