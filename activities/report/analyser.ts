/**
 * The border between the report's steps and what does the thinking. The built-in analyser stands behind it (offline, in sixteen
 * languages, deterministic, extractive); others have a line in `analysers.ts` and a module. Steps know only this interface.
 */
import type { MapEntry, Stored } from '../kit';
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
  cluster(input: ClusterInput, signal: AbortSignal): Promise<Stored<Clustering>>;
  /** The claims of one comment; never empty for a comment that has an assignment. */
  claims(comment: Comment, clustering: Clustering, signal: AbortSignal): Promise<Claim[]>;
  sortAndDeduplicate(input: SortInput, signal: AbortSignal): Promise<Stored<SortedTopic[]>>;
  summarise(input: SortedInput, signal: AbortSignal): Promise<Stored<Summary[]>>;
  cruxes(input: CruxInput, signal: AbortSignal): Promise<Stored<Crux[]>>;
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

type Vectors = Stored<MapEntry<EmbeddedBatch>[]>;

/** What is of the whole report is handed on as it is stored: an analyser reads it in a thread. */
export interface ClusterInput {
  readonly comments: Stored<Comment[]>;
  readonly vectors: Vectors;
}

export interface SortInput {
  readonly clustering: Stored<Pick<Clustering, 'topics'>>;
  readonly claims: Stored<MapEntry<Claim[]>[]>;
  readonly vectors: Vectors;
}

export interface SortedInput {
  readonly topics: Stored<SortedTopic[]>;
  readonly vectors: Vectors;
}

export interface CruxInput {
  readonly topics: Stored<SortedTopic[]>;
  readonly comments: Stored<Comment[]>;
}
