import type { Terms } from './languages/term';
import { dot, mean, type Vector } from './vectors';

/** What is said, to be named. */
export interface Entry {
  readonly terms: Terms;
  /** The first of its sentences that is understood by itself, or a short answer. */
  readonly telling?: string | undefined;
  /** Grows with how many people said it. */
  readonly weight: number;
  readonly vector: Vector;
}

/** A term that could name a group, with the entries of the group that hold it. */
export interface Candidate {
  readonly key: string;
  readonly holders: readonly Entry[];
  readonly score: number;
}

/** A term that is not so many times as frequent in a group as outside does not set it apart. */
const MIN_LIFT = 2;
/** A term that few of a group hold is a name for these, not for the group. */
const MIN_COVER = 0.07;
/** Unless it is one of several. */
export const MIN_PART = 0.04;
const MIN_HOLDERS = 2;
/** A name of its own (a place, a person) that so many of all hold is what the whole conversation is about, and names no part of it. */
const SHARED_NAME = 0.04;
/** Those that hold a term, wherever they stand, are to be so near to the middle of the group, of what its own are. */
const MIN_NEARNESS = 0.5;
/** Candidates beyond this many are never better than those before. */
const MAX_CANDIDATES = 60;
/** "Traffic" says more to a stranger than the name of the street. */
const PROPER_NAME_WEIGHT = 0.6;
/** A phrase says more than its last word: "minimum wage", "cycle path". */
const PHRASE_WEIGHT = 1.4;

/** All that are told apart. */
export interface Everybody {
  readonly entries: readonly Entry[];
  /** Who holds each term. */
  readonly holders: ReadonlyMap<string, readonly Entry[]>;
}

export function everybody(entries: readonly Entry[]): Everybody {
  return { entries, holders: holdersOf(entries) };
}

/**
 * The terms that set a group apart from all, best first: by the z-score of the log-odds of finding the term inside against outside, by
 * how many of the group hold it, and by how near those that hold it, wherever they stand, are to the middle of the group. Who says
 * "traffic" talks of the roads; who says "front" talks of anything, and that is seen without a list of words, in every language. None
 * where no term is common enough to speak for the group.
 */
export function candidates(group: readonly Entry[], all: Everybody, minCover = MIN_COVER): Candidate[] {
  const total = all.entries.length;
  const outside = total - group.length;
  const whole = weightOf(group);
  const centre = centreOf(group);
  const own = nearnessOf(group, centre);
  return [...holdersOf(group)]
    .filter(([, holders]) => holders.length >= Math.min(MIN_HOLDERS, group.length))
    .map(([key, holders]) => ({ key, holders, everywhere: all.holders.get(key) ?? holders }))
    .filter(({ holders, everywhere }) => {
      return holders.length * outside >= MIN_LIFT * (everywhere.length - holders.length) * group.length;
    })
    .flatMap(({ key, holders, everywhere }) => {
      const proper = isProper(key, holders);
      const nearness = Math.min(1, nearnessOf(everywhere, centre) / own);
      const cover = weightOf(holders) / whole;
      if (cover < minCover || nearness < MIN_NEARNESS) return [];
      if (proper && everywhere.length > Math.max(holders.length, total * SHARED_NAME)) return [];
      const kind = (proper ? PROPER_NAME_WEIGHT : 1) * (isPhrase(key) ? PHRASE_WEIGHT : 1);
      const z = zScore(holders.length, group.length, everywhere.length - holders.length, outside);
      return { key, holders, score: z * nearness * kind * Math.sqrt(cover) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
    .slice(0, MAX_CANDIDATES);
}

/** Where most people stand. */
export function centreOf(entries: readonly Entry[]): Vector {
  return mean(entries.map(({ vector, weight }) => vector.map((value) => value * weight)));
}

function nearnessOf(entries: readonly Entry[], centre: Vector): number {
  return entries.reduce((sum, { vector }) => sum + dot(vector, centre), 0) / entries.length;
}

function weightOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { weight }) => sum + weight, 0);
}

function holdersOf(entries: readonly Entry[]): Everybody['holders'] {
  const holders = new Map<string, Entry[]>();
  for (const entry of entries) {
    for (const key of entry.terms.keys()) {
      const known = holders.get(key);
      if (known === undefined) holders.set(key, [entry]);
      else known.push(entry);
    }
  }
  return holders;
}

function isPhrase(key: string): boolean {
  return key.includes(' ');
}

function isProper(key: string, holders: readonly Entry[]): boolean {
  return holders.filter(({ terms }) => terms.get(key)?.proper === true).length > holders.length * 0.8;
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
