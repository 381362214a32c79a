/**
 * What a step remembers of its result: the guard writes it (activities/kit/attempt/guard.ts), whoever asks again is answered from it,
 * and `inspect` tells of it. JSON, at most `recordBytes` (limits.ts). Records live through a change of this code, so a new field
 * is optional.
 */
export interface RecordBody {
  readonly output: unknown;
  /** Of the attempt that committed it, from its start. */
  readonly durationMs: number;
  readonly attempt: number;
  /** Those before it and itself, the last ten at most. */
  readonly attempts?: readonly AttemptFact[];
  /** Whose attempt that was (scope.ts). */
  readonly scope?: string;
  /** Of the step's definition; the kit's own works have none. */
  readonly version?: number;
  /** The name of the call, where it is another than the step's. */
  readonly call?: string;
  /** How long it waited for its step lock and its resource. */
  readonly lockWaitMs?: number;
  /** Of the output and what it refers to. */
  readonly bytes?: number;
  readonly items?: ShardCounts;
  /** Which of them were cached (itemRecord.ts). */
  readonly cachedItems?: string;
  /** It is a kept effect, with the business key that its author named. */
  readonly effect?: { readonly key?: string };
  /** A person skipped it, and this is why. */
  readonly skipped?: string;
  readonly worker?: WorkerFacts;
}

/** As it lies in Redis. `gen` is the token of the commit that wrote it. */
export interface StepRecord extends RecordBody {
  readonly step: string;
  readonly hash: string;
  readonly gen: number;
  readonly owner: string;
}

/** Times are ISO, of the worker's clock. Without an end the attempt still works, or its worker died. */
export interface AttemptFact {
  readonly number: number;
  readonly startedAt: string;
  readonly endedAt?: string;
  /** Why it did not succeed: the type of the failure and its message. */
  readonly type?: string;
  readonly why?: string;
}

/** Of the items of one shard. */
export interface ShardCounts {
  readonly total: number;
  /** Found recorded by an earlier attempt or in the record a floor put out of force. */
  readonly reused: number;
  /** Of its entries: answered by what had been paid before. */
  readonly cached: number;
  readonly computed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What the process of a worker knows of itself, so that `inspect` can tell a healthy one from a choked one. */
export interface WorkerFacts {
  readonly worker: string;
  /** Versions of this package and of Node. */
  readonly product?: string;
  readonly node?: string;
  /** Longest and 99.9th percentile delay of the main thread's event loop since start, sampled every 10 ms. */
  readonly loopMaxMs?: number;
  readonly loopP999Ms?: number;
  /** Peak resident memory of the process. */
  readonly peakRssMb?: number;
  /** Renewals of this lock that were sent late. */
  readonly lateRenewals?: number;
}
