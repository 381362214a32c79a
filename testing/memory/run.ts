import { isCancellation } from '@temporalio/workflow';
import { together } from '../../client/family';
import { applicationFailureIn } from '../../client/outcome';
import type { RunProgress } from '../../workflows/kit';
import { standIn } from '../../workflows/kit/standIn';
import { RunFailed } from '../runFailed';
import { Activity } from './activity';
import type { Place } from './activity';
import { Virtual } from './virtual';
import type { Elsewhere, Scheduled, StartedChild } from './virtual';

/** A RangeError: the kit lacks a pipeline. */
type Ended = { readonly result: unknown } | { readonly failure: RunFailed | RangeError };

export interface RunPlace extends Place, Elsewhere {
  /** @throws RangeError for a pipeline that the kit was not given. */
  child(started: StartedChild): MemoryRun;
}

/** One run of a pipeline: its real body and kernel on the virtual clock, its activities in the hands of workers. */
export class MemoryRun {
  readonly sdk: Virtual;
  ended: Ended | undefined;
  private readonly activities = new Map<Scheduled, Activity>();
  private readonly children = new Map<StartedChild, MemoryRun>();
  private count = 0;
  private isCancelled = false;
  private isHeard = false;

  constructor(
    private readonly place: RunPlace,
    body: () => Promise<unknown>,
  ) {
    this.sdk = new Virtual(place.runId, place);
    this.keepTime();
    standIn
      .run(this.sdk, () => this.sdk.start(body))
      .then(
        (result) => (this.ended = { result }),
        (error: unknown) => (this.ended = { failure: failureOf(place.runId, error) }),
      );
  }

  /** What it says with its children, as the client tells it. */
  get progress(): RunProgress {
    const live = [...this.children.values()].map((child) => [child.place.runId, child.progress] as const);
    const said = new Map(live);
    const rows = this.own.steps.flatMap(({ name, child = '', status }) => {
      const progress = status === 'running' ? said.get(child) : undefined;
      return progress ? [[name, progress] as const] : [];
    });
    return together(this.own, new Map(rows));
  }

  /** The first of itself and its children, and theirs, of which it is so; none: itself. */
  whoever(isSo: (own: RunProgress) => boolean): MemoryRun {
    return this.family.find((run) => !run.ended && isSo(run.own)) ?? this;
  }

  cancel(): void {
    this.isCancelled = true;
    this.sdk.cancel();
  }

  /** When the next timer of the body is due, on the schedule. */
  get nextMs(): number {
    return this.ended ? Infinity : this.sdk.nextDueMs - this.place.originMs;
  }

  /** Runs what can run now, and begins what it asked for. @returns whether another run has to hear of something. */
  async settle(): Promise<boolean> {
    this.keepTime();
    await this.sdk.settle();
    for (const [scheduled, activity] of this.activities) {
      if (this.sdk.pending.has(scheduled) && !this.ended) continue;
      this.activities.delete(scheduled);
      activity.cancel();
    }
    const isNews = this.tend() || (this.ended !== undefined && !this.isHeard);
    this.isHeard = this.ended !== undefined;
    if (!this.ended)
      for (const scheduled of this.sdk.pending) if (!this.activities.has(scheduled)) this.begin(scheduled);
    return isNews;
  }

  private get own(): RunProgress {
    return this.sdk.query<RunProgress>('progress');
  }

  private get family(): MemoryRun[] {
    return [this, ...[...this.children.values()].flatMap((child) => child.family)];
  }

  /** Starts children, hands cancellations down and ends up. */
  private tend(): boolean {
    let isNews = false;
    for (const started of this.sdk.children) {
      const child = this.children.get(started);
      if (!child) this.bear(started);
      else if (child.ended) this.hear(started, child.ended);
      else if (started.scope.isCancelled && !child.isCancelled) child.cancel();
      else continue;
      isNews = true;
    }
    return isNews;
  }

  private bear(started: StartedChild): void {
    try {
      this.children.set(started, this.place.child(started));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.sdk.children.delete(started);
      this.ended = { failure: error };
    }
  }

  private hear(started: StartedChild, end: Ended): void {
    this.children.delete(started);
    if ('result' in end) return this.sdk.endChild(started.id, end.result);
    if (end.failure instanceof RunFailed) return this.sdk.endChild(started.id, end.failure.cause);
    this.sdk.children.delete(started);
    this.ended = end;
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
  const failure = applicationFailureIn(error instanceof Error ? error : undefined);
  const message = error instanceof Error ? error.message : String(error);
  return new RunFailed(id, 'failed', failure?.type ?? undefined, failure?.message ?? message, error);
}
