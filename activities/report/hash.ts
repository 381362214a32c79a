import { createHash } from 'node:crypto';

/**
 * Twelve hex digits of sha256 over the parts: 48 bits, so among 100,000 different contents two share an id with a
 * probability of 2 in 100,000. Parts are length-prefixed: ('ab', 'c') and ('a', 'bc') differ.
 */
export function shortHash(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 12);
}

/** By code units. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Ids in the report, by those of the analyser. The page links to a claim by the id of its quote. */
export const topicIdOf = (topic: string): string => shortHash('topic', topic);
export const subtopicIdOf = (topic: string, subtopic: string): string => shortHash('subtopic', topic, subtopic);
export const quoteIdOf = (claim: string): string => shortHash('quote', claim);

const numeric = new Intl.Collator('en', { numeric: true });

/** Natural order (`c2` before `c10`), total: strings that the collator calls equal are ordered by code unit. */
export function byName(a: string, b: string): number {
  return numeric.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
