/** The worker process as a library: `createWorker` and its configuration. */
export { bundlePipelines } from './bundle';
export type { BundlingOptions } from './bundle';
export { ConfigInvalid, readConfig } from './config';
export type { WorkerConfig } from './config';
export { TemporalUnreachable } from '../client/errors';
export { TemporalUnfit } from './temporalUnfit';
export { createWorker } from './createWorker';
export type { CreateWorkerOptions, PipelineWorker } from './createWorker';
export type { DepsOfAll, PartsOptions } from './parts';
export { pipelinePlugin } from './plugin';
export type { PipelinePlugin } from './plugin';
export type { OwnOptions } from './temporalOptions';
