/**
 * One call of the body: its name, its row, and what in it waits for a person. All of that is written here and nowhere else.
 *
 *   running ⇄ paused          parts of it (its activity, a shard, the gathering of shards) wait for a decision, each in a
 *                             `Pause`; one that waits is enough for `paused`
 *   running → done | skipped  `finish`, once, when no part is under way any more
 *   running | paused → failed | cancelled   `fail`, `cancel`: the first that says so is believed
 *
 * An activity of the kit's own that pauses the run (`kit.open`) is a call too, outside every body.
 */
import type { CallOptions } from '../../activities/kit/contract';
import { isCancellation } from '@temporalio/workflow';
import { cut } from './failure';
import type { Kernel } from './kernel';
import type { StepRow } from './messages';

/** What a person decided for a paused part, as options of its next try. */
export type Decision = Pick<CallOptions, 'skip'> | 'abandoned';

/** A part of a call that waits for a person. */
export interface Pause {
  readonly call: Call;
  /** The step whose failures are forgotten before it is tried again; absent where none of a step's are to blame. */
  readonly resets?: string;
  /** A `skipStep` of it is refused: nothing could go on. */
  readonly cannotBeSkipped?: true;
  decide(decision: Decision): void;
}

export interface Pausing extends Pick<Pause, 'resets' | 'cannotBeSkipped'> {
  readonly message: string;
  /** It waits because of an effect that was done, or begun, before. */
  readonly effect?: NonNullable<StepRow['effect']>;
  /** No decision is needed any more. */
  readonly abandoned?: () => boolean;
}

type End = 'done' | 'skipped' | 'failed' | 'cancelled';

export class Call {
  private readonly facts: Omit<StepRow, 'status'>;
  /** With what people are told of each. */
  private readonly pauses = new Map<Pause, Pick<StepRow, 'message' | 'effect'>>();
  private parts = 0;
  private end: End | undefined;

  /**
   * @param step its full name, such as `report.claims`
   * @param name its own name in this body: `report.claims`, `report.claims #2`, with a label `report.claims [day 3]`
   */
  constructor(
    private readonly kernel: Kernel,
    readonly step: string,
    readonly name: string,
    readonly label?: string,
    readonly isOwn = false,
  ) {
    this.facts = { name, runs: 0, startedAt: this.time() };
  }

  get status(): StepRow['status'] {
    return this.pauses.size > 0 ? 'paused' : (this.end ?? 'running');
  }

  get row(): StepRow {
    const [waitsFor] = this.pauses.values();
    return { ...this.facts, status: this.status, ...waitsFor };
  }

  get skippedFor(): string | undefined {
    return this.facts.skippedFor;
  }

  /** Runs one part of the call. */
  async part<T>(run: () => Promise<T>): Promise<T> {
    this.parts += 1;
    try {
      return await run();
    } finally {
      this.parts -= 1;
    }
  }

  /** An activity of it is scheduled. */
  scheduled(): void {
    this.mustBeOpen('be scheduled');
    this.facts.runs += 1;
    this.kernel.changed();
  }

  /** Counts that the row shows, and the run behind it. */
  tell(facts: Partial<Pick<StepRow, 'items' | 'bytes' | 'child'>>): void {
    Object.assign(this.facts, facts);
  }

  /** A person decided to go on without its result, or with what is left of it. */
  skipped(reason: string): void {
    this.facts.skippedFor = cut(reason);
  }

  /** Waits for `retryStep` or `skipStep`, or until it is abandoned. Rejects when the run is cancelled or parked too long. */
  async pause({ message, effect, abandoned = () => false, ...how }: Pausing): Promise<Decision> {
    this.mustBeOpen('pause');
    let decision: Decision | undefined;
    const pause: Pause = { call: this, ...how, decide: (given) => (decision ??= given) };
    this.pauses.set(pause, { message: cut(message), ...(effect && { effect }) });
    this.kernel.pauses.add(pause);
    this.kernel.changed();
    try {
      await this.kernel.parking.until(() => decision !== undefined || abandoned());
      return decision ?? 'abandoned';
    } catch (error) {
      if (isCancellation(error)) this.cancel();
      throw error;
    } finally {
      this.pauses.delete(pause);
      this.kernel.pauses.delete(pause);
      this.kernel.changed();
    }
  }

  /** Its result reaches the body. Work that a person skipped stays visible. */
  finish(): void {
    const { skippedFor } = this.facts;
    if (this.parts > 0 || this.pauses.size > 0 || this.end !== undefined)
      throw new Error(
        `impossible: ${this.name} is ${this.status}, with ${this.parts} parts under way, and is to finish`,
      );
    this.ends(skippedFor === undefined ? 'done' : 'skipped', skippedFor);
  }

  fail(message: string): void {
    if (this.end === undefined) this.ends('failed', message);
  }

  /** A person leaves undone what it undoes. */
  leave(reason: string): void {
    this.skipped(reason);
    if (this.end === undefined) this.ends('skipped', reason);
  }

  cancel(message?: string): void {
    if (this.end === undefined) this.ends('cancelled', message);
  }

  private ends(end: End, message?: string): void {
    this.end = end;
    this.facts.endedAt = this.time();
    if (message !== undefined) this.facts.message = cut(message);
    this.kernel.changed();
  }

  /** Other parts of a call that failed may go on: only a result ends all of it. */
  private mustBeOpen(what: string): void {
    if (this.end === 'done' || this.end === 'skipped')
      throw new Error(`impossible: ${this.name} is ${this.end} and is to ${what}`);
  }

  private time(): string {
    return new Date(this.kernel.sdk.now()).toISOString();
  }
}
