/** A run as a stream of events: the workflow's `progress` query and the heartbeats of running steps, asked in turns. */
import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { RunProgress, RunStatus, StepRow } from '../workflows/kit';
import { isUnreachable } from './errors';
import { withChildren } from './family';
import type { RunEvent, StepEvent } from './events';
import { inTime } from './link';
import type { Link } from './link';
import type { RunOutcome } from './outcome';
import { pendingSteps } from './pending';
import type { PendingStep } from './pending';
import { askProgress, doneOf } from './progress';
import { troubleText, wrongWith } from './trouble';
import type { RunTrouble } from './trouble';

const POLL_MS = 300;
/** How long Temporal may be away before watching gives up. */
const AWAY_LIMIT_MS = 60_000;

export interface WatchOptions {
  /** Ends the stream quietly. The run goes on. */
  readonly signal?: AbortSignal;
}

/** Yields what changed since the last look; ends after `finished`. Rejects with TemporalUnreachable after 60 s without it. */
export async function* watchRun(
  link: Link,
  id: string,
  outcome: () => Promise<RunOutcome>,
  { signal }: WatchOptions,
): AsyncGenerator<RunEvent> {
  const seen = new Seen(id);
  let awaySince: number | undefined;
  for (;;) {
    if (signal?.aborted) return;
    try {
      const description = await look(link, id);
      const closed = description.status.name !== 'RUNNING' && description.status.name !== 'PAUSED';
      yield* seen.started(description.runId, description.startTime.toISOString(), description.type);
      const asked = await askProgress(link, id);
      const progress = asked.progress && (await withChildren(link, asked.progress));
      if (progress) yield* seen.progress(progress, closed ? [] : await pendingSteps(link, description));
      if (!closed) yield* seen.trouble(await link.reach(id, () => wrongWith(link, description, asked)));
      if (awaySince !== undefined) yield* seen.message('Temporal answers again');
      awaySince = undefined;
      if (closed) {
        yield seen.finished(await outcome());
        return;
      }
    } catch (error) {
      awaySince ??= performance.now();
      if (!isUnreachable(error) || performance.now() - awaySince > AWAY_LIMIT_MS) throw error;
      yield* seen.message('Temporal does not answer; trying again');
    }
    await pause(POLL_MS, undefined, { ...(signal && { signal }) }).catch(() => undefined);
  }
}

function look(link: Link, id: string): Promise<WorkflowExecutionDescription> {
  return link.reach(id, () => inTime(link, () => link.temporal.workflow.getHandle(id).describe()));
}

/** Remembers what was told, so that only changes are. */
export class Seen {
  private runId = '';
  private lastMessage = '';
  private lastTrouble: RunTrouble | undefined;
  private heals = 0;
  private paused = false;
  private toldEnding: RunStatus | undefined;
  private readonly rows = new Map<string, string>();

  constructor(private readonly id: string) {}

  private stamp(): { id: string; at: string } {
    return { id: this.id, at: new Date().toISOString() };
  }

  *started(runId: string, at: string, type: string): Generator<RunEvent> {
    if (runId === this.runId) return;
    this.runId = runId;
    yield { event: 'started', id: this.id, at, type, runId };
  }

  *message(text: string): Generator<RunEvent> {
    if (text === this.lastMessage) return;
    this.lastMessage = text;
    yield { event: 'message', ...this.stamp(), text };
  }

  /** The same trouble is told again when it was tried twice as often. */
  *trouble(trouble: RunTrouble | undefined): Generator<RunEvent> {
    if (!trouble) {
      this.lastTrouble = undefined;
      return;
    }
    const { kind, cause, attempt } = trouble;
    const last = this.lastTrouble;
    if (last?.kind === kind && last.cause === cause && attempt < 2 * last.attempt && attempt >= last.attempt) return;
    this.lastTrouble = trouble;
    yield { event: 'message', ...this.stamp(), text: troubleText(trouble), trouble };
  }

  *progress(now: RunProgress, pending: readonly PendingStep[]): Generator<RunEvent> {
    this.lastMessage = '';
    if (now.heals > this.heals) yield { event: 'healed', ...this.stamp(), heals: now.heals, strikes: now.strikes };
    this.heals = now.heals;
    for (const row of now.steps) yield* this.step(row, pending);
    yield* this.ending(now);
    const paused = now.status === 'paused' || now.status === 'waiting';
    if (paused && !this.paused) yield this.pausedEvent(now);
    this.paused = paused;
  }

  /** That it is on its way to an end which it does not want: told once. */
  private *ending({ status, error }: RunProgress): Generator<RunEvent> {
    if (status !== 'cancelling' && status !== 'undoing') return;
    if (this.toldEnding === status) return;
    this.toldEnding = status;
    const why = error === undefined ? '' : ` (${error})`;
    yield {
      event: 'message',
      ...this.stamp(),
      text: `${status}: what has an undo comes to its end and is undone${why}`,
    };
  }

  private *step(row: StepRow, pending: readonly PendingStep[]): Generator<RunEvent> {
    const working = row.status === 'running' ? pending.filter((step) => isOf(row.name, step)) : [];
    const attempt = Math.max(1, ...working.map((step) => step.attempt));
    const lastFailure = working.find((step) => step.lastFailure !== undefined)?.lastFailure;
    const message = row.message ?? lastFailure;
    const facts = {
      step: row.name,
      status: row.status,
      attempt,
      startedAt: row.startedAt,
      ...(row.endedAt === undefined ? {} : { endedAt: row.endedAt }),
      ...(row.items ? { items: itemsOf(row.items, working) } : {}),
      ...(row.bytes === undefined ? {} : { bytes: row.bytes }),
      ...(message === undefined ? {} : { message }),
    };
    const text = JSON.stringify(facts);
    if (this.rows.get(row.name) === text) return;
    this.rows.set(row.name, text);
    yield { event: 'step', ...this.stamp(), ...facts };
  }

  private pausedEvent(now: RunProgress): RunEvent {
    const steps = now.steps.filter((row) => row.status === 'paused');
    return {
      event: 'paused',
      ...this.stamp(),
      steps: steps.map(({ name, message = '', effect }) => ({ step: name, message, ...(effect && { effect }) })),
      waitingFor: now.waitingFor,
      waits: now.waits,
    };
  }

  finished({ status, result, inputs, files, error, errorType }: RunOutcome): RunEvent {
    const counts = inputs === undefined ? {} : { inputs };
    const why = error === undefined ? {} : { error, ...(errorType === undefined ? {} : { errorType }) };
    return {
      event: 'finished',
      ...this.stamp(),
      status,
      ...(result === undefined ? {} : { result }),
      ...counts,
      files,
      ...why,
    };
  }
}

/** An activity that no worker has begun says only what step it is. */
function isOf(call: string, step: PendingStep): boolean {
  return step.phase === undefined ? step.name === baseName(call) : (step.call ?? step.name) === call;
}

/** The step of a call: calls are called `name [label] #2`. */
export function baseName(row: string): string {
  return row.replace(/ (\[.*\]|#\d+)$/s, '').replace(/ \[.*\]$/s, '');
}

/** The row counts shards that are done; those under way tell their own items by heartbeat. */
function itemsOf(
  items: NonNullable<StepRow['items']>,
  working: readonly PendingStep[],
): NonNullable<StepEvent['items']> {
  const underWay = working.reduce((sum, step) => sum + step.done, 0);
  return { total: items.total, done: doneOf(items, underWay), failed: items.failed, cached: items.cached };
}
