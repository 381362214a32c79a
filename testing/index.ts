export * from './ageing';
export { startRedis, type StartedRedis } from './servers/redis';
export { findStack, startStack, type StartedStack } from './servers/stack';
export { startTemporal, type TemporalOptions } from './servers/temporal';
export { startTimeSkipping, type StartedTimeSkipping } from './servers/timeSkipping';
export { runStep } from './runStep';
export * from './simulation';
export type { ServerTestKit, TestKit } from './testKit';
export { testPipelines } from './testPipelines';
