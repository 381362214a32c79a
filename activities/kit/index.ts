/** The kit: what pipeline authors write steps with, and what a worker needs to run them. */
export { activitiesOf, limiters } from './activities';
export type { AnyStepSet } from './activities';
export type {
  Begun,
  CallOptions,
  Data,
  DepsOf,
  EffectAnswer,
  Json,
  KeptEffect,
  KeptPage,
  MapEntry,
  MapCounts,
  Mapped,
  MappedField,
  MapStep,
  Ref,
  RefField,
  Step,
  StepSet,
  Undoes,
  WireInput,
  WireOutput,
} from './contract';
export { stepSet, stepsFor } from './define';
export { DefinitionInvalid, definitionsOf, mustFitTogether } from './definitions';
export type { EffectContext, ItemContext, Logger, OnceOptions, PaidCall, StepContext } from './define';
export { Ends } from './ends';
export { nonRetryable, ShuttingDown } from './errors';
export { mapped, ref } from './fields';
export { heardByMany } from './leaving';
export { kitActivities } from './kitSteps';
export type { Pipelines } from './kitSteps';
export { Suspects } from './suspects';
export { WaitingRoom } from './waitingRoom';
export { PaidAnswers } from './paid';
export type { Kit } from './work';
