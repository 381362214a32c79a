import { momentsOf } from './layerNorm';
import { Matrices, ROWS_AT_ONCE } from './matmul';
import type { ModelFile } from './modelFile';
import { CHANNELS, CONVOLUTIONS, DENSE, EPSILON, FEATURES, WIDTH } from './network';
import { AT, PieceCache } from './pieceCache';

/** Pieces of all texts that go through the network together; measured best, and flat around it. */
export const MOST_PIECES = 256;
/** Between two texts there are so many rows of zeros: no window reaches from one into the other. */
const GAP = 2;
const MOST_ROWS = MOST_PIECES + GAP * (MOST_PIECES / 2 + 2) + ROWS_AT_ONCE;
/** A text has a beginning and an end at least. */
const MOST_TEXTS = MOST_PIECES / 2 + ROWS_AT_ONCE;

type Layer = keyof typeof DENSE;

/** The network: from the pieces of texts to their vectors. Holds about 20 MB, and up to 30 MB of what it knows of pieces. */
export class Network {
  private readonly matrices: Matrices;
  private readonly pieces: PieceCache;
  private readonly second: readonly { weights: Float32Array; firstBias: Float32Array; bias: Float32Array }[];
  private readonly gain: Float32Array;
  private readonly bias: Float32Array;
  private readonly output: Float32Array;
  private readonly outputBias: Float32Array;
  private readonly dense: ReadonlyMap<Layer, Float32Array>;
  /** The first layer of each convolution, and the second. */
  private readonly hidden: readonly Float32Array[];
  private readonly convolved: readonly Float32Array[];
  private readonly sums: Float32Array;
  private readonly layers: readonly Float32Array[];

  constructor(model: ModelFile) {
    const strides = [WIDTH, CONVOLUTIONS.length * CHANNELS, CHANNELS, FEATURES, DENSE.d1.from];
    this.matrices = new Matrices(PieceCache.floats(MOST_PIECES + ROWS_AT_ONCE) + floats(), strides);
    const { matrices } = this;
    this.pieces = new PieceCache(model, matrices, MOST_PIECES + ROWS_AT_ONCE);
    this.second = CONVOLUTIONS.map(({ words }) => ({
      weights: matrices.pack(model.floats(`w2_${words}`), CHANNELS),
      firstBias: model.floats(`b1_${words}`),
      bias: model.floats(`b2_${words}`),
    }));
    this.gain = model.floats('ln_g');
    this.bias = model.floats('ln_b');
    this.output = matrices.pack(model.floats('cnn_W'), WIDTH);
    this.outputBias = model.floats('cnn_b');
    this.dense = new Map(layersOf().map((layer) => [layer, matrices.pack(model.floats(layer), DENSE[layer].to)]));
    this.hidden = CONVOLUTIONS.map(() => matrices.room(MOST_ROWS * CHANNELS));
    this.convolved = CONVOLUTIONS.map(() => matrices.room(MOST_ROWS * CHANNELS));
    this.sums = matrices.room(MOST_TEXTS * FEATURES);
    this.layers = Array.from({ length: 4 }, () => matrices.room(MOST_TEXTS * WIDTH));
  }

  /** The vectors of texts, given as pieces: at most `MOST_PIECES` of all together. Each is of length 1. */
  run(texts: readonly (readonly number[])[]): Float32Array[] {
    const known = this.pieces.of(texts.flat());
    const starts: number[] = [];
    let row = GAP;
    for (const { length } of texts) {
      starts.push(row);
      row += length + GAP;
    }
    for (const at of CONVOLUTIONS.keys()) this.convolve(at, texts, starts, known, row);
    this.sumUp(texts, starts, known);
    const lengths = texts.map(({ length }) => length);
    return this.deep(lengths);
  }

  /** Both layers of a convolution; each adds what it began with. */
  private convolve(
    at: number,
    texts: readonly (readonly number[])[],
    starts: readonly number[],
    known: readonly Float32Array[],
    rows: number,
  ): void {
    const { words, before } = CONVOLUTIONS[at] as (typeof CONVOLUTIONS)[number];
    const { weights, firstBias } = this.second[at] as (typeof this.second)[number];
    const hidden = (this.hidden[at] as Float32Array).fill(0, 0, (rows + ROWS_AT_ONCE + words) * CHANNELS);
    const shares = AT.shares + CHANNELS * CONVOLUTIONS.slice(0, at).reduce((sum, other) => sum + other.words, 0);
    let first = 0;
    for (const [text, { length }] of texts.entries()) {
      for (let i = 0; i < length; i += 1) {
        const to = ((starts[text] as number) + i) * CHANNELS;
        const row = hidden.subarray(to, to + CHANNELS).fill(0);
        for (let word = 0; word < words; word += 1) {
          const place = i + word - before;
          if (place >= 0 && place < length) add(row, known[first + place] as Float32Array, shares + word * CHANNELS);
        }
        rectify(row, firstBias);
        add(row, known[first + i] as Float32Array, AT.projected + at * CHANNELS);
      }
      first += length;
    }
    // Windows overlap in the rows as they lie there, so that nothing has to be copied.
    const shape = {
      rows: rows - GAP,
      columns: CHANNELS,
      depth: words * CHANNELS,
      stride: CHANNELS,
      resultStride: CHANNELS,
    };
    const convolved = this.convolved[at] as Float32Array;
    this.matrices.multiply(
      hidden.subarray((GAP - before) * CHANNELS),
      weights,
      convolved.subarray(GAP * CHANNELS),
      shape,
    );
  }

  /** For each text the sum of the features of its pieces, each piece's brought to mean 0 and variance 1 before. */
  private sumUp(
    texts: readonly (readonly number[])[],
    starts: readonly number[],
    known: readonly Float32Array[],
  ): void {
    const features = new Float32Array(FEATURES);
    let first = 0;
    for (const [text, { length }] of texts.entries()) {
      const sum = this.sums.subarray(text * FEATURES, (text + 1) * FEATURES).fill(0);
      for (let i = 0; i < length; i += 1) {
        const row = ((starts[text] as number) + i) * CHANNELS;
        features.set((known[first + i] as Float32Array).subarray(AT.vector, WIDTH));
        for (const at of CONVOLUTIONS.keys()) {
          const part = features.subarray(WIDTH + at * CHANNELS, WIDTH + (at + 1) * CHANNELS);
          part.set((this.convolved[at] as Float32Array).subarray(row, row + CHANNELS));
          rectify(part, (this.second[at] as (typeof this.second)[number]).bias);
          add(part, this.hidden[at] as Float32Array, row);
        }
        const { mean, scale } = momentsOf(features);
        for (let j = 0; j < FEATURES; j += 1) sum[j] = (sum[j] as number) + ((features[j] as number) - mean) * scale;
      }
      for (let j = 0; j < FEATURES; j += 1)
        sum[j] = (sum[j] as number) * (this.gain[j] as number) + length * (this.bias[j] as number);
      first += length;
    }
  }

  /** From the sums to the vectors. A layer's second input goes round the layer before. */
  private deep(lengths: readonly number[]): Float32Array[] {
    const rows = lengths.length;
    const [sum, wide, one, other] = this.layers as [Float32Array, Float32Array, Float32Array, Float32Array];
    const size = { rows, columns: WIDTH, depth: FEATURES, stride: FEATURES, resultStride: WIDTH };
    this.matrices.multiply(this.sums, this.output, sum, size);
    for (const [text, length] of lengths.entries()) {
      for (let i = 0; i < WIDTH; i += 1) {
        const at = text * WIDTH + i;
        sum[at] = ((sum[at] as number) + length * (this.outputBias[i] as number)) / Math.sqrt(length);
      }
    }
    const narrow = rows * DENSE.d0.to;
    this.layer('d0', sum, one, rows);
    rectify(one.subarray(0, narrow));
    this.layer('d1', one, other, rows);
    this.layer('p1', sum, one, rows);
    add(one.subarray(0, narrow), other, 0);
    rectify(one.subarray(0, narrow));
    this.layer('d2', one, wide, rows);
    rectify(wide.subarray(0, rows * WIDTH));
    this.layer('p3', one, sum, rows);
    this.layer('d3', wide, other, rows);
    return lengths.map((_, text) => {
      const vector = sum.slice(text * WIDTH, (text + 1) * WIDTH);
      add(vector, other, text * WIDTH);
      return unit(vector);
    });
  }

  private layer(name: Layer, input: Float32Array, output: Float32Array, rows: number): void {
    const { from, to } = DENSE[name];
    const shape = { rows, columns: to, depth: from, stride: from, resultStride: to };
    this.matrices.multiply(input, this.dense.get(name) as Float32Array, output, shape);
  }
}

function layersOf(): Layer[] {
  return Object.keys(DENSE) as Layer[];
}

function floats(): number {
  const convolutions = CONVOLUTIONS.reduce((sum, { words }) => sum + words * CHANNELS ** 2, 0);
  const layers = layersOf().reduce((sum, layer) => sum + DENSE[layer].from * DENSE[layer].to, FEATURES * WIDTH);
  const buffers = 2 * CONVOLUTIONS.length * MOST_ROWS * CHANNELS + MOST_TEXTS * (FEATURES + 4 * WIDTH);
  return convolutions + layers + buffers;
}

function add(row: Float32Array, other: Float32Array, from: number): void {
  for (let i = 0; i < row.length; i += 1) row[i] = (row[i] as number) + (other[from + i] as number);
}

/** Adds the bias, and makes 0 of what is below. */
function rectify(row: Float32Array, bias?: Float32Array): void {
  for (let i = 0; i < row.length; i += 1) {
    const value = (row[i] as number) + (bias === undefined ? 0 : (bias[i] as number));
    row[i] = value > 0 ? value : 0;
  }
}

function unit(vector: Float32Array): Float32Array {
  let squares = 0;
  for (let i = 0; i < vector.length; i += 1) {
    const value = Math.tanh(vector[i] as number);
    vector[i] = value;
    squares += value * value;
  }
  const scale = 1 / Math.sqrt(Math.max(squares, EPSILON));
  for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] as number) * scale;
  return vector;
}
