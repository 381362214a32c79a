/** The words every caller sees. A reply's `word` is the first element of the script's reply (redis/lua/*.lua). */
import type { RedisTls } from './tls';
import type { ConnectionNews } from './connectionNews';
import type { RecordBody, StepRecord } from './stepRecord';

export interface StoreOptions {
  /** Where Redis is, in one of the forms of address.ts. */
  url: string;
  /** For `rediss…`: files of its own authority and of a certificate for this client. */
  tls?: RedisTls;
  /** First part of every key. Tenants that must not share cached results get one each. Default `pipeline`. */
  prefix?: string;
  /** Temporal namespace; the third part of every key. */
  namespace: string;
  /** How long run state outlives its last write. Default 24 h. */
  stateTtlMs?: number;
  /** How long cached answers live. Default 7 days. */
  cacheTtlMs?: number;
  /** After this long a lock command counts as unknown. At most a fifth of the smallest lease. Default 250. */
  commandTimeoutMs?: number;
  /**
   * No lock counts as held and no record as written before so many replicas have it (docs/topologies.md). Off by default; one
   * connection more, and one to each master of a Cluster.
   */
  replicaWait?: ReplicaWait;
  /** Told once when Redis goes away, and once when it is back. */
  onConnection?: (news: ConnectionNews, endpoint: string) => void;
}

export interface ReplicaWait {
  /** From 1 on; every master must have as many, or nothing is to be had there. */
  replicas: number;
  /** How long they may take, 1 to 1,000. What they have not got then counts as unknown. Default 100. */
  timeoutMs?: number;
}

/**
 * The command may or may not have run. Send the same again until the deadline (design rule 5); it is never `lost`.
 * While disconnected it comes back at once: wait some milliseconds between two tries, or the reconnect gets no turn.
 */
export interface Unknown {
  word: 'unknown';
  cause: Error;
}

/** An immutable blob: sha256 (hex) and length of its raw content. */
export interface BlobName {
  sha: string;
  bytes: number;
}

export interface StepName {
  step: string;
  hash: string;
}

/** One acquisition of a step lock. Safety hangs on the token; the owner makes requests repeatable. */
export interface StepLock extends StepName {
  owner: string;
  token: number;
}

export interface BeginRequest extends StepName {
  /** Unique per attempt (random). */
  owner: string;
  /** namespace/workflowId/runId/activityId. */
  scope: string;
  /** When Temporal scheduled this attempt (ms); orders the attempts of one scope. */
  seq: number;
  leaseMs: number;
  /** Records with a smaller token do not exist for this caller, and its own token will not be smaller. */
  floor?: number;
  maxFailures: number;
  /** Starts as a suspect that ended without a word, none of which named an item, after which the step is exhausted. */
  maxDeaths: number;
  /** This process works on no other suspect, and on none but this one until the attempt ends. */
  alone?: boolean;
}

export type BeginReply =
  | { word: 'committed'; record: StepRecord }
  | {
      word: 'acquired';
      token: number;
      failed: number;
      /** Starts of others that ended without a word: by a kill, or by a crash of their process. */
      deaths: number;
      /** It may be killing its worker: work on one item at a time, and `note` each before it starts. */
      suspect: boolean;
      /** Items that attempts which died had noted, once for each death. */
      notes: string[];
      previous?: StepRecord;
    }
  | { word: 'busy'; pttlMs: number; holder: string; revoking: boolean }
  | { word: 'superseded' }
  | { word: 'suspect'; deaths: number }
  | { word: 'exhausted'; failed: number; deaths: number }
  | Unknown;

export type RenewReply = { word: 'held' | 'revoked'; pttlMs: number } | { word: 'lost'; owner: string };

export type ItemOutcome = 'ok' | 'failed' | 'skipped';

export interface ItemResult {
  outcome: ItemOutcome;
  /** Exactly the text the caller gave to `record`. */
  value: string;
}

export interface ItemEntry extends ItemResult {
  key: string;
}

/** `done`: how many items of the step (all its shards) have an outcome now. */
export type RecordReply = { word: 'ok'; done: number } | { word: 'lost' } | Unknown;

export type NoteReply = { word: 'noted' } | { word: 'lost' } | Unknown;

export interface CommitRequest extends StepLock {
  floor?: number;
  record: RecordBody;
  /** Every blob the record points to. */
  blobs: BlobName[];
}

/** `index` points into the request's `blobs`: store that blob again, then repeat the commit. */
export type CommitReply =
  { word: 'committed'; record: StepRecord } | { word: 'lost' } | { word: 'blob-missing'; index: number } | Unknown;

export interface ReleaseRequest extends StepName {
  owner: string;
  /** `failed`: an own failure. `stalled`: its own stall cost the attempt its lease; counts like one, lock or no lock. */
  outcome: 'failed' | 'stalled' | 'clean' | 'cancelled';
}

export type ReleaseReply = { word: 'released'; failed: number } | { word: 'none' } | Unknown;

/** `date` is fixed by the first open (ISO, Redis' clock). `changed`: another input already has this run id. */
export interface OpenReply {
  word: 'opened' | 'same' | 'changed';
  date: string;
  remembered: Record<string, string>;
}

export interface LockFact extends StepName {
  owner: string;
  scope: string;
  seq: number;
  token: number;
  revoked: boolean;
  pttlMs: number;
}

export interface RunFacts {
  records: StepRecord[];
  /** `starts`: attempts that have not said how they ended, a living one among them. */
  counters: { step: string; hash: string; failed: number; starts: number }[];
  locks: LockFact[];
  strikes: { step: string; tokens: number[] }[];
  /** MEMORY USAGE summed over the run's keys. */
  redisBytes: number;
  inputHash?: string;
}

/** One request for a resource lock, as the script `acquire` takes it. */
export interface AcquireRequest {
  owner: string;
  leaseMs: number;
  /** Kept with the lock for those who look (`locks`): who asks. */
  scope?: string;
  /**
   * And under which step lock.
   * @internal
   */
  stepToken?: number;
  /** The token will not be smaller: above what a sink has already seen. */
  floor?: number;
  /** Of an earlier wait: keeps the place in the queue. */
  ticket?: number;
  /** Stand in the queue when the lock is held. Default true. */
  queue?: boolean;
}

export interface Busy {
  word: 'busy';
  /** What is left of the holder's lease. */
  pttlMs: number;
  /** Owner of the lock; '' when it is free, but for somebody in front. */
  holder: string;
  /** How many stand in front. */
  place: number;
  /** Keeps the place when it is sent again; 0 when nothing was queued. */
  ticket: number;
  /** The largest token given so far. */
  lastToken: number;
}

export type AcquireReply = { word: 'acquired'; token: number } | Busy | Unknown;

export type HandReply = { word: 'handed'; owner: string } | { word: 'released' } | { word: 'none' } | Unknown;

export interface LockOptions extends Omit<AcquireRequest, 'owner' | 'leaseMs' | 'queue'> {
  /** After this long without a renewal the lock may pass to another; renewed every quarter of it. Default 10 s, at least 300 ms. */
  leaseMs?: number;
  /** How long to wait for it; 0 asks once, for a place in the queue only where `onTicket` is told of it. Default 10 s. */
  waitMs?: number;
  /** Ends the wait; `acquire` rejects with its reason. */
  signal?: AbortSignal;
  /** Told the place in the queue as soon as there is one: sent again as `ticket` it keeps that place, however this wait ends. */
  onTicket?: (ticket: number) => void;
  /** Monotonic time from which on nothing is renewed. Default: renewed until released. */
  latestMs?: number;
}
