/** The SDK for programs: start, watch, steer and inspect pipelines. Loads no native module. */
export type { AskedFile } from './asked';
export type { ConnectOptions, OwnClientOptions } from './config';
export { connect } from './connect';
export type { PipelineClient, RunStarted, ScheduleMade, ScheduleOptions, StartRequestOptions } from './connect';
export type { ScheduleHandle } from './schedule/handle';
export type { Scheduled } from './schedule/put';
export type { ScheduledRun, ScheduleReport } from './schedule/report';
export type { Overlap } from './schedule/overlap';
export type { ScheduleTiming } from './schedule/timing';
export type { RunListed } from './list';
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
export type { RunHandle } from './handle';
export type {
  ActivityOutcome,
  ActivityReport,
  DecisionReport,
  HealReport,
  ItemCounts,
  RunReport,
  StepReport,
} from './inspect/types';
export type { ItemRow, ItemsOptions } from './items';
export type { LedgerRow } from './ledger';
export type { InputCounts, OutcomeStatus, ReportFile, RunOutcome } from './outcome';
export type { AnyPipeline, InputOf, NameOf, ResultOf, UnknownPipeline } from './pipeline';
export { BlobTooLarge, RedisAddressInvalid, RedisRefused, RedisUnreachable, type RedisTls } from '../redis';
export type { Started } from './start';
export type { FinishedEvent, MessageEvent, PausedEvent, PausedStep, RunEvent, StepEvent } from './events';
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
  WaitFile,
  WaitRow,
} from '../workflows/kit';
export type { Duration, Ref } from '../activities/kit/contract';
