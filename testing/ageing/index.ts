export { ageAcross, type Aged, type RedisCommands } from './ageing';
export { openSkippedTime, type SkippedTime, type SkippedTimeOptions } from './skippedTime';
