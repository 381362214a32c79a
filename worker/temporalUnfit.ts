/** Temporal answers, and has not got what the worker needs. The message says what has to change. */
export class TemporalUnfit extends Error {
  override readonly name = 'TemporalUnfit';
}
