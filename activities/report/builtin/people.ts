import type { Claim, SortedClaim } from '../model';

/** A claim and those that say the same. */
export function allOf(claim: SortedClaim): Claim[] {
  return [claim, ...claim.similar];
}

/** How many different people made these claims. */
export function peopleOf(claims: readonly Claim[]): number {
  return new Set(claims.map(({ speaker }) => speaker)).size;
}
