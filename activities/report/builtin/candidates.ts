import type { Terms } from './terms';

/** A comment to be named: its terms, and how near it is to the middle of its group (a cosine). */
export interface Entry {
  readonly terms: Terms;
  readonly centrality: number;
}

/** A term that could name a group, with the comments of the group that hold it. */
export interface Candidate {
  readonly key: string;
  readonly holders: readonly Entry[];
  readonly score: number;
}

/** Terms in more of the comments outside a group than this do not set it apart. */
const MAX_OUTSIDE_SHARE = 0.03;
/** In a small file that share would be less than one comment. */
const ALWAYS_ALLOWED_OUTSIDE = 2;
/** A term that few of a group's comments hold says little about the group. */
const MIN_INSIDE_SHARE = 0.05;
/** Candidates beyond this many are never better than those before. */
const MAX_CANDIDATES = 60;
/** "Traffic" says more to a stranger than the name of the street. */
const PROPER_NAME_WEIGHT = 0.6;
/** Words that begin alike (`housing`, `houses`) say the same in a title. */
const SAME_BEGINNING = 5;

/**
 * The terms that set a group apart from all comments, best first: by the z-score of the log-odds of finding the term
 * inside against outside; terms of comments at the rim of the group count less. Where the strict thresholds leave none,
 * any term will do that is not alike one of `avoid`.
 */
export function candidates(
  group: readonly Entry[],
  documents: ReadonlyMap<string, number>,
  total: number,
  avoid: readonly string[],
): Candidate[] {
  const outside = total - group.length;
  const scored = [...countDocuments(group)]
    .filter(([key]) => !wordsOf(key).some((word) => isAlike(word, avoid)))
    .map(([key, inside]) => ({ key, inside, elsewhere: (documents.get(key) ?? 0) - inside }));
  const minimum = Math.max(group.length < 6 ? 1 : 2, group.length * MIN_INSIDE_SHARE);
  const maximum = Math.max(ALWAYS_ALLOWED_OUTSIDE, outside * MAX_OUTSIDE_SHARE);
  const strict = scored.filter(({ inside, elsewhere }) => inside >= minimum && elsewhere <= maximum);
  return (strict.length > 0 ? strict : scored)
    .map(({ key, inside, elsewhere }) => {
      const holders = group.filter(({ terms }) => terms.has(key));
      const centrality = holders.reduce((sum, holder) => sum + holder.centrality, 0) / holders.length;
      const proper = isProper(key, holders) ? PROPER_NAME_WEIGHT : 1;
      return { key, holders, score: zScore(inside, group.length, elsewhere, outside) * centrality * proper };
    })
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
    .slice(0, MAX_CANDIDATES);
}

/** In how many comments each term stands. */
export function countDocuments(comments: readonly Entry[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { terms } of comments) for (const key of terms.keys()) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

export function wordsOf(key: string): string[] {
  return key.split(' ');
}

export function isAlike(word: string, others: readonly string[]): boolean {
  return others.some((other) => {
    const needed = Math.min(SAME_BEGINNING, Math.max(4, Math.min(word.length, other.length) - 1));
    return word === other || (word.length >= needed && word.slice(0, needed) === other.slice(0, needed));
  });
}

function isProper(key: string, holders: readonly Entry[]): boolean {
  const capitals = holders.filter(({ terms }) => /^\p{Lu}/u.test(terms.get(key) ?? '')).length;
  return capitals > holders.length * 0.8;
}

function zScore(inside: number, insideTotal: number, outside: number, outsideTotal: number): number {
  return (
    (logOdds(inside, insideTotal) - logOdds(outside, outsideTotal)) /
    Math.sqrt(1 / (inside + 0.5) + 1 / (outside + 0.5))
  );
}

function logOdds(part: number, total: number): number {
  return Math.log((part + 0.5) / (total - part + 0.5));
}
