/**
 * The shape of the Universal Sentence Encoder, multilingual, version 3 (Yang et al. 2019, "Multilingual Universal Sentence Encoder for
 * Semantic Retrieval", the variant without attention): a vector for each piece of a text; what two, three and five neighbours mean together,
 * by two convolutions each; the sum of it all, and four dense layers.
 */

/** Numbers in the vector of a piece, and in that of a text. */
export const WIDTH = 512;
/** Numbers that a convolution makes of a piece and its neighbours. */
export const CHANNELS = 256;

/** Over how many pieces a convolution looks at once, and how many of them stand before the middle one. */
export const CONVOLUTIONS = [
  { words: 2, before: 0 },
  { words: 3, before: 1 },
  { words: 5, before: 2 },
] as const;

/** The vector of a piece, and those of its convolutions side by side. */
export const FEATURES = WIDTH + CONVOLUTIONS.length * CHANNELS;

export interface Dense {
  readonly from: number;
  readonly to: number;
}
/** The dense layers; the names are those of the weights. */
export const DENSE = {
  d0: { from: WIDTH, to: 320 },
  p1: { from: WIDTH, to: 320 },
  d1: { from: 320, to: 320 },
  d2: { from: 320, to: WIDTH },
  p3: { from: 320, to: WIDTH },
  d3: { from: WIDTH, to: WIDTH },
} as const satisfies Readonly<Record<string, Dense>>;

/** Keeps the division of a layer of nothing but equal numbers from failing. */
export const EPSILON = 1e-12;
