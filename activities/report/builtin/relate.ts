import type { SortedClaim } from '../model';
import { nearest } from './neighbours';
import { allOf, peopleOf } from './people';
import type { Vectors } from './vectors';

/**
 * From here on two claims are about the same thing. They need not say the same: opposites are nearer than this, and so are other
 * claims on the subject. So nobody is counted for a claim that is near to his own.
 */
const RELATED_COSINE = 0.7;
const NEIGHBOURS = 8;
/** The time grows with the square: 4,000 claims take 2 s. No subtopic of real comments was as large; those after these are left as they are. */
const MAX_RELATED = 4_000;

/**
 * Says of each claim to which one it is related, if to any: the one with the most people and neighbours leads, and those near to it follow.
 * The order stays that of people; among claims of as many, those related stand together.
 */
export function relate(claims: readonly SortedClaim[], vectors: Vectors): SortedClaim[] {
  const near = nearest(
    claims.slice(0, MAX_RELATED).map(({ text }) => vectors.of(text)),
    NEIGHBOURS,
  ).map((list) => list.filter(({ cosine }) => cosine >= RELATED_COSINE));
  const sizes = claims.map((claim) => ({ people: peopleOf(allOf(claim)), claims: allOf(claim).length }));
  const weights = near.map((list) => list.reduce((sum, { cosine }) => sum + cosine, 0));
  const bySize = (a: number, b: number): number =>
    (sizes[b]?.people ?? 0) - (sizes[a]?.people ?? 0) || (sizes[b]?.claims ?? 0) - (sizes[a]?.claims ?? 0);
  const leaders = [...claims.keys()].sort((a, b) => bySize(a, b) || (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);

  const leaderOf = new Map<number, number>();
  const order: number[] = [];
  for (const leader of leaders) {
    if (leaderOf.has(leader)) continue;
    leaderOf.set(leader, leader);
    order.push(leader);
    for (const { to } of near[leader] ?? []) {
      if (leaderOf.has(to)) continue;
      leaderOf.set(to, leader);
      order.push(to);
    }
  }
  const placed = order.map((at, place) => ({ at, place }));
  return placed
    .sort((a, b) => bySize(a.at, b.at) || a.place - b.place)
    .flatMap(({ at }) => {
      const claim = claims[at];
      const leader = claims[leaderOf.get(at) ?? at];
      if (claim === undefined || leader === undefined) return [];
      return leader === claim ? claim : { ...claim, relatedTo: leader.id };
    });
}
