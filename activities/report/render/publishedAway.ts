import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { away } from '../away';
import { memoryOf, type Refused } from '../onStored';
import { accepted, received } from '../received';
import { published, type Published, type PublishOrder } from './published';

/** A thread is ready after a tenth of a second, in which the files of so many comments are made. */
const FEW = 500;
/** Of 20,000 comments of 20 MB they need 400. */
const HEAP_MB = 1_024;
/** Built code only: a thread cannot load TypeScript. */
const THREAD = join(__dirname, 'filesThread.js');

/** `published` without holding up the caller's event loop. Rejects with the signal's reason. */
export async function publishedAway(order: PublishOrder, signal: AbortSignal): Promise<Published> {
  const isFew = (order.contents.comments.items ?? 0) <= FEW;
  if (isFew || !existsSync(THREAD)) return accepted(published(order));
  const made = await away<Published | Refused>(THREAD, order, HEAP_MB, signal, memoryOf(order.contents));
  const { facts, inputs, ...files } = accepted(made);
  const { report, page, ledger, table, groups } = files;
  return {
    report: received(report),
    page: received(page),
    ledger: received(ledger),
    table: received(table),
    groups: received(groups),
    facts,
    inputs,
  };
}
