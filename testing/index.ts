export * from './ageing';
export { startRedis, type RedisOptions, type StartedRedis } from './servers/redis';
export { findStack, startStack, type StackAddresses, type StackOptions, type StartedStack } from './servers/stack';
export {
  startTemporal,
  type SearchAttributeTypeName,
  type StartedTemporal,
  type TemporalOptions,
} from './servers/temporal';
export { startTimeSkipping, type StartedTimeSkipping } from './servers/timeSkipping';
export { runStep, type RunStepOptions } from './runStep';
export { RunFailed } from './runFailed';
export * from './simulation';
export type { CrashPoint, TestKit, TestKitOptions, TestPipeline, TestRun } from './testKit';
export { testPipelines } from './testPipelines';
export type { StepCall } from './watched';
