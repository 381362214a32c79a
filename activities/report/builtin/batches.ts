import { shortHash } from '../hash';
import type { Batch, Comment } from '../model';
import { beginningOf } from './beginning';
import { passagesOf } from './passages';
import { textKey } from './vectors';

/** About a second of work: enough to be worth recording, little enough to lose to a kill. */
const TEXTS_PER_BATCH = 64;

/**
 * So much of all texts together is embedded, of each its beginning where there is more: a core embeds 45,000 characters a second, and all of
 * the largest file would take two cores four minutes.
 */
export const CHARACTERS_TO_EMBED = 10_000_000;

/**
 * Every text that needs a vector (the claims of all comments), each once, sorted by length and then by content: texts of
 * like length embed fastest together, and the same comments give the same batches in any order.
 */
export function embedBatches(comments: readonly Comment[], most = CHARACTERS_TO_EMBED): Batch[] {
  const texts = [
    ...new Set([...passagesOf(comments).values()].flatMap((passages) => passages.map(({ text }) => text))),
  ];
  texts.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  const each = characters <= most ? Infinity : Math.ceil(most / texts.length);
  const batches: Batch[] = [];
  for (let from = 0; from < texts.length; from += TEXTS_PER_BATCH) {
    batches.push(batchOf(texts.slice(from, from + TEXTS_PER_BATCH), each));
  }
  return batches;
}

function batchOf(whole: readonly string[], each: number): Batch {
  const texts = whole.map((text) => beginningOf(text, each));
  const isWhole = texts.every((text, at) => text === whole[at]);
  return { id: shortHash(...whole), texts, ...(isWhole ? {} : { keys: whole.map(textKey) }) };
}
