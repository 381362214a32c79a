import { dot, mean, type Vector } from './vectors';

export interface MergeLimits {
  /** How much a member weighs towards `minWeight`. */
  readonly weight: (member: number) => number;
  readonly minWeight: number;
  readonly maxGroups: number;
}

/** Merges the lightest group into its nearest until all are heavy enough and there are few enough. */
export function mergeSmall(groups: readonly number[][], vectors: readonly Vector[], limits: MergeLimits): number[][] {
  const centre = (members: readonly number[]): Vector => mean(members.map((at) => vectors[at] as Vector));
  const weigh = (members: readonly number[]): number => members.reduce((sum, at) => sum + limits.weight(at), 0);
  const left = groups.map((members) => ({ members, centre: centre(members), weight: weigh(members) }));
  const order = (a: (typeof left)[number], b: (typeof left)[number]): number =>
    a.weight - b.weight || (a.members[0] ?? 0) - (b.members[0] ?? 0);
  for (;;) {
    left.sort(order);
    const [smallest, ...others] = left;
    if (smallest === undefined || others.length === 0) break;
    if (smallest.weight >= limits.minWeight && left.length <= limits.maxGroups) break;
    const target = others.reduce((best, other) =>
      dot(smallest.centre, other.centre) > dot(smallest.centre, best.centre) ? other : best,
    );
    target.members = [...target.members, ...smallest.members].sort((a, b) => a - b);
    target.centre = centre(target.members);
    target.weight += smallest.weight;
    left.shift();
  }
  return left.map(({ members }) => members);
}
