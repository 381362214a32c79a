/** The worker process as a library: `createWorker` and its configuration. */
export { bundlePipelines } from './bundle';
export { ConfigInvalid, readConfig } from './config';
export type { WorkerConfig } from './config';
export { TemporalUnfit, TemporalUnreachable } from './connections';
export { createWorker } from './createWorker';
export { createReportWorker } from './report';
export type { CreateWorkerOptions, DepsOfAll, PipelineWorker } from './createWorker';
