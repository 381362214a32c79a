/** The kit: what pipeline authors write steps with, and what a worker needs to run them. */
export { activitiesOf, limiters } from './activities';
export type { AnyStepSet } from './activities';
export type {
  Begun,
  CallOptions,
  DepsOf,
  EffectAnswer,
  Json,
  KeptEffect,
  KeptPage,
  MapEntry,
  MapCounts,
  Mapped,
  MapStep,
  Ref,
  Step,
  Undoes,
} from './contract';
export { stepSet, stepsFor } from './define';
export { DefinitionInvalid, definitionsOf, mustFitTogether } from './definitions';
export type { EffectContext, Logger, StepContext } from './define';
export { Ends } from './ends';
export { ShuttingDown } from './errors';
export { nonRetryable } from './ownFailure';
export { mapped, ref } from './fields';
export { heardByMany } from './leaving';
export { kitActivities } from './kitSteps';
export type { Pipelines } from './kitSteps';
export { Suspects } from './suspects';
export { WaitingRoom } from './waitingRoom';
export { PaidAnswers } from './paid';
export type { Kit } from './work';
