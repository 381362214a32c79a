/** The kit: what a pipeline is written with. */
export type { ChildOptions, ChildPipeline } from './child';
export { StepFailed } from './failure';
export { definePipeline } from './define';
export type { Definition, Pipeline, StepSets } from './define';
export { openRun } from './law';
export type { OpenOptions } from './law';
export type { Content, List, Listed, MapResult } from './lists';
export { answer, pauseRun, progress, resumeRun, retryStep, skipStep } from './messages';
export type {
  RetryOptions,
  RunProgress,
  RunStatus,
  StartOptions,
  StepRow,
  StepStatus,
  WaitFile,
  WaitRow,
} from './messages';
export type { CallOptions, Made, MapOptions, MaxFailed, OnFailure, StepOptions, Undo } from './options';
export type { Run } from './run';
export { steps } from './steps';
export type { Call, Calls, MapCall } from './steps';
export type { Reminding, WaitFor, WaitOptions } from './waitFor';
