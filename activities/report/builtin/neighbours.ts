import { COLUMNS_AT_ONCE, Matrices } from './encoder/matmul';
import { DIMENSIONS, type Vector } from './vectors';

export interface Neighbour {
  readonly to: number;
  readonly cosine: number;
}

/** So many rows (a multiple of `COLUMNS_AT_ONCE`) are compared with all others at once: they fit into the cache of a core (200 KB), and all their cosines into 3 MB. */
const STRIP = 96;

/**
 * The k nearest of each vector, exactly, nearest first; of equals the one that comes first. n² / 2 products, by the kernel of the encoder:
 * the same numbers on every machine. An approximate index would be faster from about 20,000 vectors on, but not give the same answer
 * every time.
 */
export function nearest(vectors: readonly Vector[], k: number): Neighbour[][] {
  const count = vectors.length;
  const lists = new Nearest(count, Math.min(k, Math.max(0, count - 1)));
  if (count < 2) return lists.all();
  const width = Math.ceil(count / COLUMNS_AT_ONCE) * COLUMNS_AT_ONCE;
  const matrices = roomFor((width + STRIP) * DIMENSIONS + STRIP * width);
  const all = packed(vectors, matrices.room(width * DIMENSIONS));
  const rows = matrices.room(STRIP * DIMENSIONS);
  const cosines = matrices.room(STRIP * width);
  for (let first = 0; first < count; first += STRIP) {
    const strip = vectors.slice(first, first + STRIP);
    for (const [row, vector] of strip.entries()) rows.set(vector, row * DIMENSIONS);
    // What lies before the strip was compared with it already.
    const columns = width - first;
    const shape = { rows: strip.length, columns, depth: DIMENSIONS, stride: DIMENSIONS, resultStride: width };
    matrices.multiply(rows, all.subarray(first * DIMENSIONS), cosines, shape);
    for (const row of strip.keys()) {
      const one = first + row;
      const at = row * width - first;
      for (let other = one + 1; other < count; other += 1) {
        const cosine = cosines[at + other] as number;
        lists.offer(one, other, cosine);
        lists.offer(other, one, cosine);
      }
    }
  }
  return lists.all();
}

let kept: Matrices | undefined;

/**
 * One memory for all that a thread compares, as large as the largest needed. With one for each of 200 subtopics the collector, which sees
 * only the small object before it, lets many of them stand. What is left in it from before is read by nobody.
 */
function roomFor(floats: number): Matrices {
  if (kept === undefined || kept.floats < floats) kept = new Matrices(floats, [DIMENSIONS]);
  kept.clear();
  return kept;
}

/** Eight vectors side by side, number by number, as the kernel reads them. */
function packed(vectors: readonly Vector[], to: Float32Array): Float32Array {
  for (const [column, vector] of vectors.entries()) {
    const within = column % COLUMNS_AT_ONCE;
    const start = (column - within) * DIMENSIONS + within;
    for (let i = 0; i < DIMENSIONS; i += 1) to[start + i * COLUMNS_AT_ONCE] = vector[i] as number;
  }
  return to;
}

/** The k best of each, in two arrays: as objects they were a fifth of the time. */
class Nearest {
  private readonly cosines: Float32Array;
  private readonly others: Int32Array;

  constructor(
    private readonly count: number,
    private readonly k: number,
  ) {
    this.cosines = new Float32Array(count * k).fill(-Infinity);
    this.others = new Int32Array(count * k);
  }

  /** Of equals the one that came first stays ahead. */
  offer(of: number, other: number, cosine: number): void {
    const { cosines, others, k } = this;
    const first = of * k;
    let at = first + k - 1;
    if (cosine <= (cosines[at] as number)) return;
    for (; at > first && (cosines[at - 1] as number) < cosine; at -= 1) {
      cosines[at] = cosines[at - 1] as number;
      others[at] = others[at - 1] as number;
    }
    cosines[at] = cosine;
    others[at] = other;
  }

  all(): Neighbour[][] {
    const { cosines, others, k } = this;
    return Array.from({ length: this.count }, (_, of) =>
      Array.from({ length: k }, (__, place) => ({
        to: others[of * k + place] as number,
        cosine: cosines[of * k + place] as number,
      })),
    );
  }
}
