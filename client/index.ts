/** The SDK for programs: start, watch, steer and inspect pipelines. Loads no native module. */
export type { ConnectOptions } from './config';
export { connect, PipelineClient } from './connect';
export type { ReportOptions, RunListed, RunStarted } from './connect';
export { writeWhole } from './download';
export { FileLost, NotPossible, RunInputChanged, RunNotFound, TemporalUnreachable } from './errors';
export { RunHandle } from './handle';
export type { RunReport, StepReport } from './inspect';
export type { LedgerRow } from './ledger';
export type { OutcomeStatus, RunOutcome } from './outcome';
export type { Started } from './start';
export type { FinishedEvent, PausedEvent, RunEvent, StepEvent } from './events';
export type { Retried, RetryRequest } from './steer';
