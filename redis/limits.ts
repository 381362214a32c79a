/** Every bound of this room, in one table. */

const KIB = 1024;
const SECOND_MS = 1000;
const HOUR_MS = 3600 * SECOND_MS;

export const limits = {
  stateTtlMs: 24 * HOUR_MS,
  /** Cached answers outlive run state, which is what makes rebuilding cheap. Where their step says nothing else (`keep`). */
  cacheTtlMs: 7 * 24 * HOUR_MS,
  /** Of a resource lock that its user does not choose otherwise. */
  leaseMs: 10 * SECOND_MS,
  /** The default wait for a resource lock. */
  waitMs: 10 * SECOND_MS,
  /** Shorter leases leave no time between the renewal and the margin. */
  minimumLeaseMs: 300,
  /**
   * A waiter asks again on a grant, when the lease in front of it ends, or after this long: bounds a lost wake-up. After two
   * of these without a question acquire.lua and hand.lua take it for dead.
   */
  waiterPollMs: 750,
  commandTimeoutMs: 250,
  dataTimeoutMs: 5 * SECOND_MS,
  openTimeoutMs: 5 * SECOND_MS,
  /** How long `prove` asks again where there is no answer: a busy machine is no reason to refuse a Redis. */
  proofMs: 3 * SECOND_MS,
  /** What a proof leaves behind when it is refused in its middle. */
  proofTtlMs: 10 * SECOND_MS,
  runIdBytes: 200,
  nameBytes: 200,
  recordBytes: 64 * KIB,
  itemBytes: 64 * KIB,
  /** Of an item's outcome together with its name, which JSON may write in six times its 1,024 bytes. */
  itemRecordBytes: 72 * KIB,
  answerBytes: KIB * KIB,
  rememberedBytes: 16 * KIB,
  /** Entries of one `record` call, keys of one read: what Redis does in well under a millisecond. */
  itemsPerCall: 1000,
  blobBytes: 128 * KIB * KIB,
  /** Raw bytes of one chunk: small values keep the lock commands behind them waiting for less than 1 ms. */
  chunkBytes: 256 * KIB,
  compressAboveBytes: KIB,
  threadPoolAboveBytes: 100 * KIB,
  chunksInFlight: 4,
  scanCount: 500,
  /** What a worker tells of its pipelines holds so long; it tells them again three times in it. */
  knownMs: 90 * SECOND_MS,
} as const;
