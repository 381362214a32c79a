import type { Analyser } from '../../../../activities/report/analyser';
import { inlineAnalyser } from '../../../../activities/report/builtin/inline';
import { DIMENSIONS, encodeVectors, textKey } from '../../../../activities/report/builtin/vectors';
import { shortHash } from '../../../../activities/report/hash';

/** The built-in analyser without its encoder, which would have to be fetched: texts are near one another where they share words. */
export function analyserOfWords(): Analyser {
  return {
    ...inlineAnalyser(),
    ready: () => Promise.resolve(),
    embed: ({ id, texts, keys = texts.map(textKey) }) =>
      Promise.resolve({ id, keys, vectors: encodeVectors(texts.map(vectorOf)) }),
  };
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const word of text.toLowerCase().match(/\p{L}{4,}/gu) ?? ['']) {
    const at = Number.parseInt(shortHash(word.slice(0, 5)).slice(0, 8), 16) % DIMENSIONS;
    vector[at] = (vector[at] as number) + 1;
  }
  return vector;
}
