/** The SDK for programs: start, watch, steer and inspect pipelines. Loads no native module. */
export type { ConnectOptions } from './config';
export { connect, PipelineClient } from './connect';
export type { ReportOptions, RunListed, RunStarted, StartRequestOptions } from './connect';
export { writeWhole } from './download';
export { FileLost, NotPossible, RunInputChanged, RunNotFound, TemporalUnreachable } from './errors';
export { RunHandle } from './handle';
export type { ActivityReport, DecisionReport, HealReport, RunReport, StepReport } from './inspect/types';
export type { LedgerRow } from './ledger';
export type { InputCounts, OutcomeStatus, ReportFile, RunOutcome } from './outcome';
export type { JobOf, Pipeline, ResultOf, UnknownPipeline } from './pipeline';
export { BlobTooLarge, RedisRefused, RedisUnreachable } from '../redis';
export type { Started } from './start';
export type { FinishedEvent, PausedEvent, RunEvent, StepEvent } from './events';
export type { Retried, RetryRequest } from './steer';
export type { WatchOptions } from './watch';
export type { RetryOptions, RunProgress, RunStatus, StartOptions, StepRow, StepStatus } from '../workflows/kit';
export type { ReportSummary } from '../workflows/report';
