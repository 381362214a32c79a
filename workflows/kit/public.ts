/** What the package exports as `pipeline-worker/workflows`: what a pipeline is written with. */
export type { ChildOptions, ChildPipeline } from './child';
export { StepFailed } from './failure';
export { definePipeline } from './define';
export type { Definition, Pipeline, StepSets } from './define';
export type { Content, List, Listed, MapResult } from './lists';
export type { StartOptions, WaitFile } from './messages';
export type { CallOptions, Made, MapOptions, MaxFailed, OnFailure, StepOptions, Undo } from './options';
export type { Run } from './run';
export { steps } from './steps';
export type { Call, Calls, MapCall } from './steps';
export type { Reminding, WaitFor, WaitOptions } from './waitFor';
export type { Duration, Json, MapCounts, MapEntry, Mapped, Ref } from '../../activities/kit/contract';
/** What authors need of Temporal in a body, for package managers that give them no package they have not asked for. */
export {
  ApplicationFailure,
  CancellationScope,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  deprecatePatch,
  isCancellation,
  patched,
  setHandler,
  sleep,
  uuid4,
} from '@temporalio/workflow';
