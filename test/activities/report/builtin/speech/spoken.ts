import type { Judgement } from '../pairs';

export type Spoken = readonly [language: string, judgement: Judgement, one: string, other: string];

/** Pairs of one language that are judged alike. */
export const pairsOf = (
  language: string,
  judgement: Judgement,
  ...pairs: readonly (readonly [string, string])[]
): Spoken[] => pairs.map(([one, other]) => [language, judgement, one, other]);
