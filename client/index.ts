/** The SDK for programs: start, watch, steer and inspect pipelines. Loads no native module. */
export type { ConnectOptions, OwnClientOptions } from './config';
export { connect, PipelineClient } from './connect';
export type { ReportOptions, RunStarted, ScheduleMade, ScheduleOptions, StartRequestOptions } from './connect';
export { ScheduleHandle } from './schedule/handle';
export type { Scheduled } from './schedule/put';
export type { ScheduledRun, ScheduleReport } from './schedule/report';
export type { Overlap, ScheduleTiming } from './schedule/timing';
export type { RunListed } from './list';
export { writeWhole } from './download';
export {
  AnswerInvalid,
  FileLost,
  NotPossible,
  PipelineUnknown,
  RunInputChanged,
  RunNotFound,
  ScheduleNotFound,
  StartInvalid,
  TemporalUnreachable,
} from './errors';
export { RunHandle } from './handle';
export type { ActivityReport, DecisionReport, HealReport, RunReport, StepReport } from './inspect/types';
export type { ItemRow, ItemsOptions } from './items';
export type { LedgerRow } from './ledger';
export type { InputCounts, OutcomeStatus, ReportFile, RunOutcome } from './outcome';
export type { AnyPipeline, InputOf, NameOf, ResultOf, UnknownPipeline } from './pipeline';
export { BlobTooLarge, RedisRefused, RedisUnreachable } from '../redis';
export { safeName } from './safeName';
export type { Started } from './start';
export type { FinishedEvent, MessageEvent, PausedEvent, RunEvent, StepEvent } from './events';
export { troubleText } from './trouble';
export type { RunTrouble } from './trouble';
export type { RestartRequest } from './restart';
export type { Retried, RetryRequest } from './steer';
export type { WatchOptions } from './watch';
export type {
  RetryOptions,
  RunProgress,
  RunStatus,
  StartOptions,
  StepRow,
  StepStatus,
  WaitRow,
} from '../workflows/kit';
export type { ReportSummary } from '../workflows/report';
