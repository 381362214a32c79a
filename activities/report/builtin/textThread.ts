/**
 * What runs inside a text thread: every export is a task, called by its name (`pool.ts`). Arguments and results are
 * plain data, as they are copied between threads.
 */
export { findLanguages } from './language';
export { embedBatches } from './batches';
export { cluster } from './cluster';
export { sortAndDeduplicate } from './deduplicate';
export { summarise } from './summarise';
export { findCruxes } from './cruxes';
