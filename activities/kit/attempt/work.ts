/** What the guard runs: one call of a plain step, of a shard of a map, or of the gathering of shards. */
import type { Hold, ResourceLock, RunStore, ShardCounts, StepRecord, WorkerFacts } from '../../../redis';
import type { Attempt } from './attempt';
import type { CallOptions, EffectKey } from '../contract';
import type { Logger } from '../authoring/define';
import type { Effect } from './effect';
import type { Heartbeat } from './heartbeat';
import type { Ends } from '../worker/ends';
import type { Limiter } from '../worker/limiter';
import type { PaidAnswers } from '../worker/paid';
import type { Packed } from '../content/refs';
import type { Suspects } from '../worker/suspects';
import type { WaitingRoom } from '../worker/waitingRoom';

/** What all steps of a worker share. */
export interface Kit {
  readonly runs: (runId: string) => RunStore;
  readonly resource: (name: string) => ResourceLock;
  /** Of the whole worker: who may sit in an activity slot waiting for a resource. */
  readonly waiting: WaitingRoom;
  /** Answers that cost money, of the whole worker. */
  readonly paid: PaidAnswers;
  /** Of the whole process: it works on one suspect at a time. */
  readonly suspects: Suspects;
  /** Of the whole process: attempts whose end Redis has not heard of. */
  readonly ends: Ends;
  readonly deps: unknown;
  readonly stateTtlMs: number;
  readonly limiter: (step: string, limit: number) => Limiter;
  /** Fires with `ShuttingDown` when this worker begins to shut down: long before the SDK tells its activities. */
  readonly draining: AbortSignal;
  readonly log: Logger;
  /** Facts of this process that every record carries (identity, event loop delay, memory). */
  readonly workerFacts: () => WorkerFacts;
}

/** One attempt that holds the step lock. */
export interface Execution {
  readonly kit: Kit;
  readonly store: RunStore;
  readonly attempt: Attempt;
  readonly hash: string;
  readonly formerly: readonly string[];
  readonly hold: Hold;
  /** Renews the step lock once and believes only a reply that says it is held. */
  readonly confirm: () => Promise<void>;
  readonly heart: Heartbeat;
  readonly effect: Effect;
  /** Cancelled, the grace of a shutdown is over, or the lease is gone: what is in work must end. */
  readonly signal: AbortSignal;
  /** Nothing new may start: `signal` has fired, or this worker shuts down. */
  readonly closing: AbortSignal;
  /** The lease is gone, or Temporal has given this attempt up (a timeout): paid calls in flight go on without it. */
  readonly lost: AbortSignal;
  /** Ends paid calls in flight: the run is cancelled, or the grace of a shutdown is over. Not fired by a lost lease. */
  readonly callSignal: AbortSignal;
  /** Notes that the step's own code did not return in time, under this name. */
  readonly leave: (name: string) => void;
  readonly options: CallOptions;
  /** Own failures of this (step, hash) so far. */
  readonly failed: number;
  /** It may be killing its worker: one item at a time, each noted before it starts. */
  readonly suspect: boolean;
  /** Items that attempts which died had noted, once for each death. */
  readonly notes: readonly string[];
  /** How many more exhaust the step; 1 in the last attempt. */
  readonly failuresLeft: number;
  /** `end` is called when this attempt ends, whichever way. */
  readonly atEnd: (end: () => void) => void;
  /** The record that a floor has just put out of force: its ok items can be used again. */
  readonly previous?: StepRecord;
}

export type Produced = Packed & {
  readonly items?: ShardCounts;
  /** Which of them were cached (redis/itemRecord.ts). */
  readonly cachedItems?: string;
  /** It is a kept effect. */
  readonly effect?: EffectKey;
  /** How long it waited for its resource. */
  readonly waitedMs?: number;
  /** Called once the commit is known: gives the resource back. */
  readonly release?: () => Promise<void>;
};

export interface Work {
  readonly name: string;
  /** sha256 of step, version and inputs; inputs by content. */
  readonly hash: string;
  /** The same under names that the step had before: answers to its paid calls may be kept under them, records are not looked for. */
  readonly formerly?: readonly string[];
  /** Of the step's definition; the kit's own works have none. */
  readonly version?: number;
  readonly volatile: boolean;
  execute(execution: Execution): Promise<Produced>;
  /** The output to commit when a person skips the step; throws NotSkippable. */
  skip(execution: Execution, reason: string): Promise<Produced>;
}
