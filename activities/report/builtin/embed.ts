import type { Batch, EmbeddedBatch } from '../model';
import { Encoder } from './encoder';
import { encoderPath, ensureEncoder } from './encoder/fetch';
import { encodeVectors, textKey } from './vectors';

let encoder: Encoder | undefined;

/** Fetches the encoder's file where it is not there yet. Called once a process, before any thread embeds. */
export async function fetchEncoder(): Promise<void> {
  await ensureEncoder();
}

/** Embeds a batch. The encoder (20 MB in memory, 0.25 s) is loaded by the first call in each thread. */
export function embed(batch: Batch): EmbeddedBatch {
  encoder ??= new Encoder(encoderPath());
  return {
    id: batch.id,
    keys: batch.keys ?? batch.texts.map(textKey),
    vectors: encodeVectors(encoder.embed(batch.texts)),
  };
}
