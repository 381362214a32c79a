/** Every bound of this room, in one table. */

const KIB = 1024;
const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;

export const limits = {
  stateTtlMs: 24 * HOUR_MS,
  /** Cached answers outlive run state, which is what makes rebuilding cheap. */
  cacheTtlMs: 7 * 24 * HOUR_MS,
  /** A resource's token counter: longer than any run may be parked. */
  resourceCounterTtlMs: 30 * 24 * HOUR_MS,
  commandTimeoutMs: 250,
  dataTimeoutMs: 5 * SECOND_MS,
  openTimeoutMs: 5 * SECOND_MS,
  runIdBytes: 200,
  nameBytes: 200,
  recordBytes: 64 * KIB,
  itemBytes: 64 * KIB,
  answerBytes: KIB * KIB,
  rememberedBytes: 16 * KIB,
  /** Entries of one `record` call, keys of one read: what Redis does in well under a millisecond. */
  itemsPerCall: 1000,
  blobBytes: 64 * KIB * KIB,
  /** Raw bytes of one chunk: small values keep the lock commands behind them waiting for less than 1 ms. */
  chunkBytes: 256 * KIB,
  compressAboveBytes: KIB,
  compressAsyncAboveBytes: 100 * KIB,
  chunksInFlight: 4,
  scanCount: 500,
} as const;
