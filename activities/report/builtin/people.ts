import type { Claim, SortedClaim, SortedTopic } from '../model';

/** A claim and those that say the same. */
export function allOf(claim: SortedClaim): Claim[] {
  return [claim, ...claim.similar];
}

/** How many different people made these claims. */
export function peopleOf(claims: readonly Claim[]): number {
  return new Set(claims.map(({ speaker }) => speaker)).size;
}

/** Most distinct speakers first, then most claims, then by id: an order that depends on content alone. */
export function bySpeakers<T extends { id: string }>(
  items: readonly T[],
  claimsOf: (item: T) => readonly Claim[],
): T[] {
  return items
    .map((item) => {
      const claims = claimsOf(item);
      return { item, claims: claims.length, speakers: peopleOf(claims) };
    })
    .sort((a, b) => b.speakers - a.speakers || b.claims - a.claims || (a.item.id < b.item.id ? -1 : 1))
    .map(({ item }) => item);
}

/** Of a topic of the report. */
export const claimsOfTopic = (topic: SortedTopic): Claim[] =>
  topic.subtopics.flatMap((subtopic) => subtopic.claims.flatMap(allOf));
