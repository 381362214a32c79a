/** By default; enough for the compiler to have met every variant. */
const WARM_UP_ROUNDS = 2;
const SEED = 20_261_123;

/**
 * Measures every variant once a round, so that what drifts (temperature, neighbours, memory) hits all alike, and the
 * values of one round may be compared. The order is drawn anew for one round and turned round in the next (ABBA): nobody
 * has a fixed neighbour, whose garbage or warm caches it would inherit.
 * @returns for each variant its samples, one a round.
 */
export async function inTurns<Variant, Sample>(
  variants: readonly Variant[],
  rounds: number,
  measure: (variant: Variant, round: number) => Promise<Sample>,
  warmUpRounds = WARM_UP_ROUNDS,
): Promise<Sample[][]> {
  const samples: Sample[][] = variants.map(() => []);
  const random = randomNumbers(SEED);
  let order: [number, Variant][] = [];
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    order = order.length === 0 || round % 2 === 0 ? shuffled([...variants.entries()], random) : order.toReversed();
    for (const [index, variant] of order) {
      const sample = await measure(variant, round);
      if (round >= 0) samples[index]?.push(sample);
    }
  }
  return samples;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ item }) => item);
}

/** The same numbers from 0 to 1 in every run: mulberry32 (Tommy Ettinger, public domain). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
