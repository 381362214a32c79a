/** The kit: what pipeline authors write steps with, and what a worker needs to run them. */
export { activitiesOf, limiters } from './worker/activities';
export type {
  AnyStepSet,
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
export { stepSet, stepsFor } from './authoring/define';
export { DefinitionInvalid, definitionsOf, mustFitTogether } from './authoring/definitions';
export type { EffectContext, Logger, StepContext } from './authoring/define';
export { Ends } from './worker/ends';
export { ShuttingDown } from './errors';
export { nonRetryable } from './authoring/ownFailure';
export { Stored, stored } from './content/stored';
export { mapped, ref } from './authoring/fields';
export { heardByMany } from './attempt/leaving';
export { kitActivities } from './worker/kitSteps';
export type { Pipelines } from './worker/kitSteps';
export { Suspects } from './worker/suspects';
export { WaitingRoom } from './worker/waitingRoom';
export { PaidAnswers, UNSAVED_ANSWERS_BYTES } from './worker/paid';
export type { Kit } from './attempt/work';
