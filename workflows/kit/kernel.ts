/**
 * The state of one run inside its workflow, and who may change it. Bodies come and go (`law.ts` runs the body again when
 * state was lost); the kernel stays.
 *
 * An epoch is one run of the body. It is open until a call reports lost inputs or a person asks for a restart; then it is
 * abandoned: its calls settle and are forgotten, and none of its promises resolves any more.
 */
import {
  ApplicationFailure,
  AsyncLocalStorage,
  condition,
  isCancellation,
  proxyActivities,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { CallOptions, Kept, LostInput, Opened, Opening } from '../../activities/kit/contract';
import { cut } from './failure';
import type { RunProgress, RunStatus, StepRow } from './messages';
import { Room } from './room';
import { jsonBytes, utf8Bytes } from './shapes';

/** Registered by `dev`; a Keyword. */
export const STATUS_ATTRIBUTE = 'PipelineStatus';
/** One run of the body makes at most this many calls, so that history stays small. */
export const MAX_CALLS = 1000;
const MAX_HEALS = 20;
const MAX_STRIKES = 3;
/** A parked run is kept alive for this long, then it fails. */
const MAX_PARKED_MS = 7 * 24 * 3600 * 1000;

/** What a person decided for a paused call, as options of its next try. */
export type Decision = Pick<CallOptions, 'skip'> | 'abandoned';

/** A call that waits for a person. */
export interface PausedCall {
  readonly step: string;
  decide(decision: Decision): void;
}

export interface Epoch {
  abandoned: boolean;
  calls: number;
  /** What calls of this epoch reported lost. */
  readonly lost: LostInput[];
  readonly inFlight: Set<Promise<unknown>>;
  /** Resolves when the epoch is abandoned. */
  readonly end: Promise<void>;
  abandon(): void;
}

interface KitActivities {
  'kit.open'(opening: Opening): Promise<Opened>;
  'kit.keepAlive'(input: object): Promise<void>;
  'kit.reset'(request: { step?: string; floor: boolean; fresh?: boolean }): Promise<string[]>;
  'kit.remember'(fact: { key: string; value: unknown }): Promise<unknown>;
}
/**
 * The kit's own short activities. The heartbeat timeout is there to notice a killed worker soon. What still fails after half
 * an hour pauses the run (own.ts).
 */
export const kit = proxyActivities<KitActivities>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '30m',
  heartbeatTimeout: '2s',
  retry: { initialInterval: '100ms', maximumInterval: '5s' },
});

export class Kernel {
  readonly id = workflowInfo().workflowId;
  readonly paused = new Set<PausedCall>();
  readonly waitingFor = new Set<string>();
  readonly answers = new Map<string, unknown>();
  readonly remembered = new Map<string, unknown>();
  /** How many facts are remembered, or about to be, and their bytes. */
  facts = 0;
  factBytes = 0;
  readonly onces = new Map<string, Promise<unknown>>();
  readonly strikes = new Map<string, number>();
  /** Steps that a person wants paid again, with the name of that wish. */
  readonly fresh = new Map<string, string>();
  private readonly struck = new Set<string>();
  rows: StepRow[] = [];
  /** The kit's own activities that pause the run: bodies come and go without them. */
  readonly ownRows: StepRow[] = [];
  readonly room = new Room();
  /** Given by a person (`pauseRun`): no new step starts while it is set. */
  heldFor: string | undefined;
  status: RunStatus = 'running';
  error: string | undefined;
  activeMs = 0;
  heals = 0;
  working = 0;
  stateTtlMs = 24 * 3600 * 1000;

  epoch: Epoch | undefined;
  /** Whether the search attribute is registered, and whether somebody wants to be told. */
  searchable = false;
  notifies = false;
  notices = 0;
  private shown: RunStatus | undefined;

  /** Nobody watches: what is exhausted fails the run. */
  failWhenExhausted = false;

  isOwn(step: string): boolean {
    return this.ownRows.some((row) => row.name === step);
  }

  opened({ remembered, searchAttributes, notifies, stateTtlMs }: Opened): void {
    for (const [key, value] of Object.entries(remembered)) {
      this.remembered.set(key, value);
      this.facts += 1;
      this.factBytes += utf8Bytes(key) + (jsonBytes(value) ?? 0);
    }
    this.searchable = searchAttributes.includes(STATUS_ATTRIBUTE);
    this.notifies = notifies;
    this.stateTtlMs = stateTtlMs;
  }

  kept(date: string): Kept {
    return { date, remembered: Object.fromEntries(this.remembered) };
  }

  begin(epoch: Epoch): void {
    this.epoch = epoch;
    this.rows = [];
  }

  end(status: RunStatus, error?: unknown): void {
    this.status = status;
    const told = error instanceof Error ? (error.cause instanceof Error ? error.cause : error) : undefined;
    this.error = told && cut(told.message);
  }

  /** @returns whether this status is news. */
  turnedTo(status: RunStatus): boolean {
    const isNews = status !== this.shown;
    this.shown = status;
    return isNews;
  }

  /** Nobody works on the run: it waits for a person. Such time does not count as active. */
  get idle(): boolean {
    return this.working === 0 && (this.paused.size > 0 || this.waitingFor.size > 0 || this.heldFor !== undefined);
  }

  progress(): RunProgress {
    const waiting = this.waitingFor.size > 0 ? 'waiting' : 'running';
    const live = this.paused.size > 0 || this.heldFor !== undefined ? 'paused' : waiting;
    return {
      id: this.id,
      status: this.status === 'running' ? live : this.status,
      steps: shortened([...this.ownRows, ...this.rows]),
      heals: this.heals,
      strikes: Object.fromEntries(this.strikes),
      waitingFor: [...this.waitingFor],
      activeMs: this.activeMs,
      ...(this.heldFor === undefined ? {} : { heldFor: this.heldFor }),
      ...(this.error === undefined ? {} : { error: this.error }),
    };
  }

  /** Rule 12: every loss is a heal, a corrupt input also a strike against the step that made it. */
  countHeal(lost: readonly LostInput[]): void {
    this.heals += 1;
    if (this.heals > MAX_HEALS)
      throw stop('TooManyHeals', `stored state was lost ${this.heals} times; is Redis evicting or too small?`);
    for (const { step, gen, corrupt, strikes } of lost) {
      const generation = `${step} ${gen}`;
      if (!corrupt || this.struck.has(generation)) continue;
      this.struck.add(generation);
      const count = Math.max((this.strikes.get(step) ?? 0) + 1, strikes);
      this.strikes.set(step, count);
      if (count >= MAX_STRIKES) throw stop('TooManyStrikes', `the output of ${step} was corrupt ${count} times`);
    }
  }

  /** Puts floors under the records of a step, or of all steps with failed items; `fresh` also pays again. */
  async reset(step: string | undefined, floor: boolean, fresh: boolean): Promise<void> {
    const steps = await kit['kit.reset']({ floor, fresh, ...(step === undefined ? {} : { step }) });
    if (fresh) for (const name of steps) this.fresh.set(name, uuid4());
  }

  /**
   * Waits until `done`, at most `timeoutMs`, keeping the run's state alive. Resolves with whether it is done. State that could
   * not be kept alive is rebuilt once somebody reads it.
   */
  async park(done: () => boolean, timeoutMs = MAX_PARKED_MS): Promise<boolean> {
    const everyMs = Math.ceil(this.stateTtlMs / 3);
    for (let left = Math.min(timeoutMs, MAX_PARKED_MS); left > 0; left -= everyMs) {
      if (await condition(done, Math.min(everyMs, left), { summary: 'waits for a person' })) return true;
      if (left > everyMs) await kit['kit.keepAlive']({}).catch(rethrowCancellation);
    }
    if (timeoutMs >= MAX_PARKED_MS) throw stop('ParkedTooLong', 'nobody decided within 7 days');
    return false;
  }
}

function rethrowCancellation(error: unknown): void {
  if (isCancellation(error)) throw error;
}

/** Characters of the messages of all rows together, in the answer to `progress`. */
const ROWS_CHARACTERS = 100_000;

/** The answer to a query has a limit of 2 MB: of many rows each says less. Of up to 100, nothing is cut. */
function shortened(rows: readonly StepRow[]): StepRow[] {
  const characters = Math.floor(ROWS_CHARACTERS / Math.max(1, rows.length));
  const less = (text: string): string => cut(text, characters);
  return rows.map((row) => ({
    ...row,
    ...(row.message === undefined ? {} : { message: less(row.message) }),
    ...(row.skippedFor === undefined ? {} : { skippedFor: less(row.skippedFor) }),
  }));
}

export function newEpoch(): Epoch {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const epoch: Epoch = {
    abandoned: false,
    calls: 0,
    lost: [],
    inFlight: new Set(),
    end: ended,
    abandon() {
      epoch.abandoned = true;
      end();
    },
  };
  return epoch;
}

export function stop(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(cut(`The run was stopped: ${message}.`), type);
}

/** Which kernel and epoch the running code belongs to. Not a module variable: preloaded modules are shared by runs. */
export const here = new AsyncLocalStorage<Place>();

interface Place {
  readonly kernel: Kernel;
  readonly epoch: Epoch;
  /** The key of the `run.once` whose function is running. */
  readonly once?: string;
}

/**
 * Where code of the body is that calls `what`. Not inside `run.once`: what that returns outlives the epoch it began in,
 * and would wait for ever for something of an abandoned one.
 */
export function inBody(what: string): Place {
  const place = here.getStore();
  if (!place) throw new Error(`${what} was called outside openRun()`);
  if (place.once !== undefined)
    throw stop(
      'NestedInOnce',
      `run.once('${place.once}') calls ${what}; call it in the body, its result is kept anyway`,
    );
  return place;
}

/** What code of an abandoned epoch waits for: nothing. */
export function inEpoch<T>(epoch: Epoch, result: Promise<T>): Promise<T> {
  const ifOpen = (settle: () => void): void => {
    if (!epoch.abandoned) settle();
  };
  return new Promise<T>((resolve, reject) => {
    result.then(
      (value) => ifOpen(() => resolve(value)),
      (error: unknown) => ifOpen(() => reject(error)),
    );
  });
}
