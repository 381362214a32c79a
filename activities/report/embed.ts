import { analyserField, analyserOf, defineMapStep } from './deps';
import { Batch, EmbeddedBatch } from './model';

/** Vectors, a batch of texts an item: a kill costs the batches in flight. Kept a day, for the report of the same comments once it was corrected. */
export const embed = defineMapStep({
  version: 2,
  cache: true,
  keep: '1 day',
  item: Batch,
  id: (batch) => batch.id,
  shared: { analyser: analyserField },
  output: EmbeddedBatch,
  run: (batch, { analyser }, { deps, signal }) => analyserOf(deps, analyser).embed(batch, signal),
});
