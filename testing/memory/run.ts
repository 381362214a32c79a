import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import type { RunProgress } from '../../workflows/kit';
import { standIn } from '../../workflows/kit/standIn';
import { RunFailed } from '../runFailed';
import { Activity } from './activity';
import type { Place } from './activity';
import { Virtual } from './virtual';
import type { Scheduled } from './virtual';

type Ended = { readonly result: unknown } | { readonly failure: RunFailed };

/** One run of a pipeline: its real body and kernel on the virtual clock, its activities in the hands of workers. */
export class MemoryRun {
  readonly sdk: Virtual;
  ended: Ended | undefined;
  private readonly activities = new Map<Scheduled, Activity>();
  private count = 0;

  constructor(
    private readonly place: Place,
    body: () => Promise<unknown>,
  ) {
    this.sdk = new Virtual(place.runId);
    this.keepTime();
    standIn
      .run(this.sdk, () => this.sdk.start(body))
      .then(
        (result) => (this.ended = { result }),
        (error: unknown) => (this.ended = { failure: failureOf(place.runId, error) }),
      );
  }

  get progress(): RunProgress {
    return this.sdk.query<RunProgress>('progress');
  }

  /** When the next timer of the body is due, on the schedule. */
  get nextMs(): number {
    return this.ended ? Infinity : this.sdk.nextDueMs - this.place.originMs;
  }

  /** Runs what can run now, and begins what it asked for. */
  async settle(): Promise<void> {
    this.keepTime();
    await this.sdk.settle();
    for (const [scheduled, activity] of this.activities) {
      if (this.sdk.pending.has(scheduled) && !this.ended) continue;
      this.activities.delete(scheduled);
      activity.cancel();
    }
    if (this.ended) return;
    for (const scheduled of this.sdk.pending) if (!this.activities.has(scheduled)) this.begin(scheduled);
  }

  private begin(scheduled: Scheduled): void {
    const activity = new Activity(this.place, scheduled, String((this.count += 1)));
    this.activities.set(scheduled, activity);
    const end = (tell: () => void): void => {
      if (!this.activities.delete(scheduled)) return;
      this.keepTime();
      tell();
    };
    activity.run().then(
      (answer) => end(() => this.sdk.answer(scheduled, answer)),
      (error: unknown) => end(() => this.sdk.fail(scheduled, error as Error)),
    );
  }

  private keepTime(): void {
    this.sdk.nowMs = this.place.originMs + this.place.schedule.nowMs;
  }
}

function failureOf(id: string, error: unknown): RunFailed {
  if (isCancellation(error)) return new RunFailed(id, 'cancelled', undefined, 'it was cancelled', error);
  const failure = error instanceof ActivityFailure ? error.cause : error;
  const type = failure instanceof ApplicationFailure ? (failure.type ?? undefined) : undefined;
  return new RunFailed(id, 'failed', type, failure instanceof Error ? failure.message : String(failure), error);
}
