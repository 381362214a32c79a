import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { away } from '../away';
import { filesOf, type Files, type FilesOrder } from './files';

/** A thread is ready after a tenth of a second, in which the files of so many comments are made. */
const FEW = 500;
/** Of 20,000 comments they need 300. */
const HEAP_MB = 1_024;
/** Built code only: a thread cannot load TypeScript. */
const THREAD = join(__dirname, 'filesThread.js');

/** `filesOf` without holding up the caller's event loop: of 20,000 comments they take 2 s. Rejects with the signal's reason. */
export function filesAway(order: FilesOrder, signal: AbortSignal): Promise<Files> {
  if (order.comments.length <= FEW || !existsSync(THREAD)) return Promise.resolve(filesOf(order));
  return away<Files>(THREAD, order, HEAP_MB, signal);
}
