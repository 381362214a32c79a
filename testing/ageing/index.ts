export type { Aged, RedisCommands } from './ageing';
export { openSkippedTime, type SkippedTime, type SkippedTimeOptions } from './skippedTime';
