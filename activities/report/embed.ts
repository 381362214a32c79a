import { defineMapStep } from './deps';
import { Batch, EmbeddedBatch } from './model';

/** Vectors, a batch of texts an item: a kill costs the batches in flight. */
export const embed = defineMapStep({
  version: 2,
  item: Batch,
  id: (batch) => batch.id,
  shared: {},
  output: EmbeddedBatch,
  run: (batch, _shared, { deps, signal }) => deps.analyser.embed(batch, signal),
});
