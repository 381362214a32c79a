/** What `inspect` gives: the form of `run.json`. Times are ISO; optional fields are absent where nobody knows them any more. */
import type { AttemptFact } from '../../redis';
import type { Turn } from '../execution';
import type { LedgerRow } from '../ledger';
import type { WaitRow } from '../../workflows/kit';
import type { InputCounts } from '../outcome';
import type { RunTrouble } from '../trouble';

/** `answered`: by a record, nothing was computed. `lost`: its input was gone, so the run healed. */
export type ActivityOutcome =
  'done' | 'answered' | 'skipped' | 'failed' | 'lost' | 'timed out' | 'cancelled' | 'running' | 'waiting';

export interface ItemCounts {
  readonly total: number;
  readonly done: number;
  readonly cached: number;
  readonly failed: number;
  readonly skipped: number;
}

/** One activity of a step: a call of it, a shard of a map, or the gathering of its shards. */
export interface ActivityReport {
  readonly id: string;
  /** `items 1 to 500`, `gather`, `undo of shop.charge`; absent where the step is called whole. */
  readonly part?: string;
  readonly outcome: ActivityOutcome;
  readonly scheduledAt: string;
  readonly endedAt?: string;
  /** How many there were. `attempts` tells of the last ten at most, and of no attempt whose worker was killed twice over. */
  readonly attempt: number;
  readonly attempts: readonly AttemptFact[];
  readonly lockWaitMs?: number;
  readonly bytes?: number;
  readonly items?: ItemCounts;
  readonly worker?: string;
  /** What it does right now. */
  readonly phase?: string;
  readonly message?: string;
}

export interface StepReport {
  readonly name: string;
  readonly status: string;
  readonly version?: number;
  readonly attempts: number;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly durationMs: number;
  readonly lockWaitMs: number;
  readonly bytes: number;
  readonly items?: ItemCounts;
  readonly message?: string;
  /** It is a pipeline (`run.child`): the ids of its runs. */
  readonly children?: readonly string[];
  /** It waits because its effect was done before with another input, or was begun and nobody knows its end. */
  readonly effect?: 'done' | 'begun';
  /** Steps whose output it reads: the edges of the graph. */
  readonly reads: readonly string[];
  readonly activities: readonly ActivityReport[];
}

/** Stored state was gone and the body of the run went through its steps again. */
export interface HealReport {
  readonly at: string;
  /** `by` found out; `input` is its field that `step` had made. */
  readonly lost: readonly { by: string; input: string; step: string; corrupt: boolean }[];
}

/** What a person told the run (an update). */
export interface DecisionReport {
  readonly at: string;
  readonly update: string;
  readonly by: string;
  /** The step or the name it is about, and the reason given. */
  readonly about?: string;
  readonly reason?: string;
}

export interface RunReport extends Turn {
  readonly id: string;
  readonly workflowId: string;
  /** Of the newest execution of this id: its workflow type and Temporal's run id. */
  readonly type: string;
  readonly execution: string;
  /** The run that it is a child of. */
  readonly parent?: string;
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  /** When all this was read. */
  readonly inspectedAt: string;
  readonly error?: string;
  /** Why a run that has not ended does not go on, where Temporal tells it. */
  readonly trouble?: RunTrouble;
  /** Names of `run.waitFor`, and why the run was paused by hand. */
  readonly waitingFor: readonly string[];
  /** The same, with when each was asked, its deadline, and the reminders sent. */
  readonly waits: readonly WaitRow[];
  readonly heldFor?: string;
  readonly inputs?: InputCounts;
  readonly steps: readonly StepReport[];
  readonly heals?: number;
  readonly healed: readonly HealReport[];
  readonly decisions: readonly DecisionReport[];
  readonly strikes: Readonly<Record<string, number>>;
  /** Step locks held right now. */
  readonly locks: readonly { step: string; activity: string; token: number; leftMs: number; revoked: boolean }[];
  /** Several, joined by commas, where workers of several versions had a part in the run. */
  readonly versions: {
    readonly product?: string;
    readonly sdk?: string;
    readonly node?: string;
    readonly redis: string;
    readonly temporal: string;
    readonly steps: Readonly<Record<string, number>>;
  };
  /** The input it was started with, what is known of its file, and the command that does it again under another id. */
  readonly input: unknown;
  readonly file?: string;
  readonly reproduce: string;
  readonly redisBytes: number;
  /** `read`: how many events the steps are told from. */
  readonly history: { events: number; bytes: number; read: number };
  /** The worst that any worker of this run measured of itself: event loop, memory, renewals sent late, attempts taken over. */
  readonly workers: {
    loopMaxMs: number;
    loopP999Ms: number;
    peakRssMb: number;
    lateRenewals: number;
    takeovers: number;
  };
  readonly ledger: readonly LedgerRow[];
  /** That the ledger was written but is gone from Redis, or damaged, and the command that makes it again. */
  readonly ledgerLost?: string;
}
