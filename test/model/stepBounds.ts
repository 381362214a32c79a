/** How far the world of the guarded step goes, and how its rules can be broken. */

/** Ways to break a rule, each of which the exploration must convict. */
export type Sabotage =
  | 'begin does not look at the record'
  | 'commit overwrites'
  | 'commit does not look at the record'
  | 'the deadline counts from the reply'
  | 'a takeover steals instead of waiting'
  | 'a revoked attempt that asks again is acquired'
  | 'a wake-up is a licence to compute'
  | 'tokens are counted'
  | 'commit does not check its token';

export interface Bounds {
  /** Scope of each attempt; those of one scope start in this order. */
  readonly scopes: readonly string[];
  readonly ticks: number;
  readonly losses: number;
  readonly kills: number;
  readonly resets: number;
  readonly sabotage?: Sabotage;
}
