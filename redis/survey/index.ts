/** What commands of people (`locks`, `doctor`) look at in Redis, and mend there. They print it. */
export { infoOf, type Info } from '../info';
export type { Space } from '../proof';
export { keyspaceOf } from './keyspace';
export { type Party, type ResourceFact, resourceLocks, type StepLockFact, stepLocks } from './locks';
export { filtered, paged } from './paged';
export { openReader, type Reader } from './reader';
export { type Settings, settingsOf } from './settings';
export { countOldSchemas, endlessIn, giveEnd, idleSeconds, removeOldSchemas, unlinkKeys } from './upkeep';
