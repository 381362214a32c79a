import { EPSILON } from './network';

/** Adds `offset`, moves the numbers to mean 0 and variance 1, and stretches and shifts each by its own gain and bias: in place. */
export function layerNorm(row: Float32Array, offset: Float32Array, gain: Float32Array, bias: Float32Array): void {
  for (let i = 0; i < row.length; i += 1) row[i] = (row[i] as number) + (offset[i] as number);
  const { mean, scale } = momentsOf(row);
  for (let i = 0; i < row.length; i += 1) {
    row[i] = ((row[i] as number) - mean) * scale * (gain[i] as number) + (bias[i] as number);
  }
}

/** The mean of the numbers, and one over their standard deviation. */
export function momentsOf(row: Float32Array): { mean: number; scale: number } {
  let sum = 0;
  for (let i = 0; i < row.length; i += 1) sum += row[i] as number;
  const mean = sum / row.length;
  let squares = 0;
  for (let i = 0; i < row.length; i += 1) {
    const difference = (row[i] as number) - mean;
    squares += difference * difference;
  }
  return { mean, scale: 1 / Math.sqrt(squares / row.length + EPSILON) };
}
