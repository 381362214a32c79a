/** What the package exports as `pipeline-worker/testing`: tests of one's own pipelines and locks, from memory to real servers. */
export { runStep, type RunStepOptions } from './runStep';
export { RunFailed } from './runFailed';
export type { CrashPoint, ServerTestKit, TestKit, TestKitOptions, TestPipeline, TestRun } from './testKit';
export type { TestEnvironment } from './onServers/servers';
export { testPipelines, type InMemory, type OnServers } from './testPipelines';
export type { StepCall } from './watched';
export { startRedis, type RedisOptions, type StartedRedis } from './servers/redis';
export { findStack, startStack, type StackAddresses, type StackOptions, type StartedStack } from './servers/stack';
export {
  startTemporal,
  type SearchAttributeTypeName,
  type StartedTemporal,
  type TemporalOptions,
} from './servers/temporal';
export { startTimeSkipping, type StartedTimeSkipping } from './servers/timeSkipping';
export { openSkippedTime, type Aged, type RedisCommands, type SkippedTime, type SkippedTimeOptions } from './ageing';
export { openSimulation, type Simulation, type SimulationOptions } from './simulation/simulation';
export type { Fate, Network, NetworkOptions } from './simulation/network';
export type { SimulatedProcess } from './simulation/process';
export type { SimulatedServer } from './simulation/server';
