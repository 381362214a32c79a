/**
 * The border between the report's steps and what does the thinking. The built-in analyser stands behind it (offline, in sixteen
 * languages, deterministic, extractive); others have a line in `analysers.ts` and a module. Steps know only this interface.
 */
import type {
  Batch,
  Claim,
  Clustering,
  Comment,
  Crux,
  EmbeddedBatch,
  LedgerEntry,
  SortedTopic,
  Summary,
  Topic,
} from './model';

/**
 * Every method is a function of its arguments alone and honours its signal: once it fires, the call rejects with
 * `signal.reason`. `vectors` is what `embed` returned for all batches, in any order.
 */
export interface Analyser {
  readonly name: string;
  /** The version of the package, and the weights that it uses. A report says it. */
  readonly made?: {
    readonly version: string;
    readonly models: readonly { readonly name: string; readonly sha256: string }[];
  };
  /**
   * Fetches what the analyser needs besides its packages and does not have yet. Rejects with what to do where it cannot. Otherwise the
   * first call that needs it does this.
   */
  ready(): Promise<void>;
  /**
   * The comments that this analyser can read, in their order, and a ledger entry with the reason for each of the others. Where
   * (nearly) none are left, it rejects with an `InputFault`.
   */
  read(comments: readonly Comment[], signal: AbortSignal): Promise<{ comments: Comment[]; setAside: LedgerEntry[] }>;
  /** Cuts everything that must be embedded into batches: one unit of durable work each (about a second). */
  batches(comments: readonly Comment[], signal: AbortSignal): Promise<Batch[]>;
  embed(batch: Batch, signal: AbortSignal): Promise<EmbeddedBatch>;
  cluster(input: ClusterInput, signal: AbortSignal): Promise<Clustering>;
  /** The claims of one comment; never empty for a comment that has an assignment. */
  claims(comment: Comment, clustering: Clustering, signal: AbortSignal): Promise<Claim[]>;
  sortAndDeduplicate(input: SortInput, signal: AbortSignal): Promise<SortedTopic[]>;
  summarise(input: SortedInput, signal: AbortSignal): Promise<Summary[]>;
  cruxes(input: CruxInput, signal: AbortSignal): Promise<Crux[]>;
  /** Ends threads and connections. Calls after it reject. */
  close(): Promise<void>;
}

/** Those that a worker has, by their names. */
export type Analysers = Readonly<Record<string, Analyser>>;

/** What an analyser would make of a file, without a run. */
export interface Look {
  /** The comments that it reads. */
  readonly used: readonly Comment[];
  /** A ledger entry for each of the others. */
  readonly setAside: readonly LedgerEntry[];
  /** What all of them are in, the most frequent first, those that it reads before the others. */
  readonly languages: readonly { readonly language: string; readonly count: number }[];
  /** How long a report takes: a guess. */
  readonly seconds: number;
}

export interface ClusterInput {
  readonly comments: readonly Comment[];
  readonly vectors: readonly EmbeddedBatch[];
}

export interface SortInput {
  readonly topics: readonly Topic[];
  readonly claims: readonly Claim[];
  readonly vectors: readonly EmbeddedBatch[];
}

export interface SortedInput {
  readonly topics: readonly SortedTopic[];
  readonly vectors: readonly EmbeddedBatch[];
}

export interface CruxInput {
  readonly topics: readonly SortedTopic[];
  readonly comments: readonly Comment[];
}
