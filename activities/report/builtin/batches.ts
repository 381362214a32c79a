import { shortHash } from '../hash';
import type { Batch, Comment } from '../model';
import { passagesOf } from './passages';

/** About a second of work: enough to be worth recording, little enough to lose to a kill. */
const TEXTS_PER_BATCH = 64;

/**
 * Every text that needs a vector (the claims of all comments), each once, sorted by length and then by content: texts of
 * like length embed fastest together, and the same comments give the same batches in any order.
 */
export function embedBatches(comments: readonly Comment[]): Batch[] {
  const texts = [
    ...new Set([...passagesOf(comments).values()].flatMap((passages) => passages.map(({ text }) => text))),
  ];
  texts.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const batches: Batch[] = [];
  for (let from = 0; from < texts.length; from += TEXTS_PER_BATCH) {
    const cut = texts.slice(from, from + TEXTS_PER_BATCH);
    batches.push({ id: shortHash(...cut), texts: cut });
  }
  return batches;
}
