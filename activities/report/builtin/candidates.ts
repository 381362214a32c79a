import type { Terms } from './terms';

/** What is said, to be named. */
export interface Entry {
  readonly terms: Terms;
  /** The first of its sentences that is understood by itself, or a short answer. */
  readonly telling?: string | undefined;
  /** Grows with how many people said it. */
  readonly weight: number;
  /** How near it is to the middle of its group, a cosine: what stands at the rim says less about the group. */
  readonly centrality: number;
}

/** A term that could name a group, with the entries of the group that hold it. */
export interface Candidate {
  readonly key: string;
  readonly holders: readonly Entry[];
  readonly score: number;
  /** The share of the group that holds it. */
  readonly cover: number;
}

/** A term that is not so many times as frequent in a group as outside does not set it apart. */
const MIN_LIFT = 2;
/** A term that few of a group hold is a name for these, not for the group. */
const MIN_COVER = 0.09;
const MIN_HOLDERS = 2;
/** Candidates beyond this many are never better than those before. */
const MAX_CANDIDATES = 60;
/** "Traffic" says more to a stranger than the name of the street. */
const PROPER_NAME_WEIGHT = 0.6;
/** A phrase says more than its last word: "minimum wage", "cycle path". */
const PHRASE_WEIGHT = 1.4;
/** Words that begin alike (`housing`, `houses`) say the same in a title. */
const SAME_BEGINNING = 5;

/**
 * The terms that set a group apart from all entries, best first: by the z-score of the log-odds of finding the term inside against
 * outside; terms of what stands at the rim of the group count less. None where no term is common enough to speak for the group.
 */
export function candidates(
  group: readonly Entry[],
  documents: ReadonlyMap<string, number>,
  total: number,
  avoid: readonly string[],
): Candidate[] {
  const outside = total - group.length;
  const whole = weightOf(group);
  return [...countDocuments(group)]
    .filter(
      ([key, inside]) =>
        inside >= Math.min(MIN_HOLDERS, group.length) && !wordsOf(key).some((word) => isAlike(word, avoid)),
    )
    .map(([key, inside]) => ({ key, inside, elsewhere: (documents.get(key) ?? 0) - inside }))
    .filter(({ inside, elsewhere }) => inside * outside >= MIN_LIFT * elsewhere * group.length)
    .map(({ key, inside, elsewhere }) => {
      const holders = group.filter(({ terms }) => terms.has(key));
      const centrality = holders.reduce((sum, holder) => sum + holder.centrality, 0) / holders.length;
      const kind = (isProper(key, holders) ? PROPER_NAME_WEIGHT : 1) * (key.includes(' ') ? PHRASE_WEIGHT : 1);
      const score = zScore(inside, group.length, elsewhere, outside) * centrality * kind;
      return { key, holders, score, cover: weightOf(holders) / whole };
    })
    .filter(({ cover, score }) => cover >= MIN_COVER && score > 0)
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
    .slice(0, MAX_CANDIDATES);
}

function weightOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { weight }) => sum + weight, 0);
}

/** In how many entries each term stands. */
export function countDocuments(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { terms } of entries) for (const key of terms.keys()) counts.set(key, (counts.get(key) ?? 0) + 1);
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
