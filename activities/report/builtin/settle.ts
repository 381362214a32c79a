import { dot, mean, type Vector } from './vectors';

/** More rounds moved next to nothing. */
const ROUNDS = 3;

/**
 * Moves each point to the group whose middle is nearest to it. Communities are found by neighbours, and what has few is carried along by
 * them. Measured (`npm run bench:quality`): German conversations NMI 0.224 to 0.251 and 0.234 to 0.245; forty English mixes 0.003 more on average.
 */
export function settle(groups: readonly (readonly number[])[], vectors: readonly Vector[]): number[][] {
  let settled = groups.map((members) => [...members]);
  for (let round = 0; round < ROUNDS; round += 1) {
    const centres = settled.map((members) => mean(members.map((at) => vectors[at] as Vector)));
    const next = centres.map((): number[] => []);
    for (const [at, vector] of vectors.entries()) {
      const cosines = centres.map((centre) => dot(centre, vector));
      next[cosines.indexOf(Math.max(...cosines))]?.push(at);
    }
    settled = next.filter((members) => members.length > 0);
  }
  return settled;
}
