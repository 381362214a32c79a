/**
 * The guarded step: what happens around a step's own code. One attempt of one call goes through these states; the
 * numbers are the rules of docs/architecture.md, tests are named after them.
 *
 *   waiting   `begin` says busy (6), superseded, exhausted (14) or is unknown (5); the attempt heartbeats and asks again.
 *             → answered: a record exists and its blobs do too (1, 7); nothing is computed.
 *             → holding: this attempt has the lock and a token that only grows (2, 3).
 *   holding   inputs are read (12), the step's own code runs, items are recorded one by one (7), sizes are checked (11).
 *             The hold renews itself until the deadline of its own monotonic clock (4); past it nothing is written.
 *             → committed: blobs first, then the record, in one script (7); whoever gets `committed` adopts it.
 *             → released: own failure (counted, 14), cancelled (10), handed over, or somebody else's fault (not counted).
 *             → lost: the lease is somebody else's or runs out; nothing is released, nothing was written since.
 *
 * From the moment the worker shuts down nothing new starts: who waits hands over at once, who holds ends what is in work,
 * records it and hands over the rest. Code that does not return after its signal is left behind (`leaving.ts`). Every way
 * out ends the renewal and the heartbeat. What is thrown decides what happens next (`errors.ts`).
 */
import { Context } from '@temporalio/activity';
import { LeaseLost, RedisFailure, ValueTooLarge } from '../../../redis';
import type { CommitRequest, RunStore, StepRecord } from '../../../redis';
import { openAttempt, runIdOf } from './attempt';
import type { Attempt } from './attempt';
import { hashOf } from '../../../redis/canonical';
import type { CallOptions, EffectAnswer, Skipped } from '../contract';
import { Effect, EffectOfStep, withBegun } from './effect';
import type { Keeping } from '../authoring/keptEffect';
import {
  again,
  nonRetryable,
  handedOver,
  isFinal,
  isForeign,
  messageOf,
  OwnFailure,
  ShuttingDown,
  tryLater,
} from '../errors';
import { Heartbeat } from './heartbeat';
import type { Beat } from './heartbeat';
import { insist } from './insist';
import { eitherOf, heardByMany, leftBehind } from './leaving';
import { CLEAN_UP_MS, redisAway, takeTurn } from './turn';
import type { Taken } from './turn';
import { sendable } from '../thrown';
import type { Execution, Kit, Produced, Work } from './work';

const MAXIMUM_FAILURES = 5;

export type Activity = (input: unknown, options?: CallOptions) => Promise<unknown>;

/** A step as the guard is given it. */
export interface Guarded {
  readonly name: string;
  readonly keeping: Keeping;
  /** Throws a final failure when the input is wrong. */
  readonly toWork: (input: unknown) => Work;
}

/** Turns a step into the activity that Temporal calls. */
export function guard(kit: Kit, step: Guarded): Activity {
  const { name } = step;
  const effectOfStep = new EffectOfStep(name, step.keeping, kit.log);
  return async (input, options = {}) => {
    const context = Context.current();
    const store = kit.runs(runIdOf(context.info));
    const attempt = openAttempt(context.info, store.clock.nowMs());
    const cancelled = context.cancellationSignal;
    const closing = eitherOf(cancelled, kit.draining);
    const seat = kit.suspects.seat();
    const last = context.info.heartbeatDetails as Partial<Beat> | undefined;
    const heart = new Heartbeat(context, store.clock, attempt.heartbeatMs, attempt.number, last, options.call);
    const effect = new Effect(effectOfStep, heart, options.undo);
    try {
      effect.mustBeKept();
      const work = workOf(step, input, options);
      const turn = {
        name,
        hash: work.hash,
        maxFailures: options.maximumFailures ?? MAXIMUM_FAILURES,
        isDoubtful: heart.silent,
        ...(heart.before?.why !== undefined && { why: heart.before.why }),
        ...(work.volatile ? { floor: attempt.scheduledUs } : {}),
      };
      const taken = await takeTurn(store, turn, attempt, closing.signal, seat);
      if ('record' in taken) return answerOf(taken.record);
      const signals = { cancelled, closing: closing.signal, ...whyCancelled(context) };
      return await holding({ kit, store, attempt, options, heart, effect, work, taken, ...signals });
    } catch (thrown) {
      const error = thrown instanceof ShuttingDown ? handedOver(name) : thrown;
      heart.failed(error);
      if (cancelled.aborted) throw cancelled.reason;
      throw withBegun(error instanceof RedisFailure ? redisAway(name, error, store.random()) : error, effect.begun);
    } finally {
      seat.leave();
      closing.end();
      heart.stop();
    }
  };
}

/** What fails here fails for the same input each time: a schema of the author's that throws, a default that is no JSON. */
function workOf({ name, toWork }: Guarded, input: unknown, options: CallOptions): Work {
  try {
    return asCalled(toWork(input), options);
  } catch (error) {
    if (isFinal(error)) throw error;
    throw nonRetryable('InputInvalid', `${name}: its input cannot be read: ${messageOf(error)}`);
  }
}

/**
 * What is sent on an occasion, what is made again after it was undone, and what undoes a call: each has a hash of its own, so
 * that no other record answers it.
 */
function asCalled(work: Work, { occasion, time, undoes }: CallOptions): Work {
  const own = {
    ...(occasion !== undefined && { occasion }),
    ...(time !== undefined && { time }),
    ...(undoes && { undoes }),
  };
  if (Object.keys(own).length === 0) return work;
  const asItIs = (hash: string): string => hashOf([hash, own]);
  return { ...work, hash: asItIs(work.hash), formerly: (work.formerly ?? []).map(asItIs) };
}

interface Holding {
  readonly kit: Kit;
  readonly store: RunStore;
  readonly attempt: Attempt;
  readonly options: CallOptions;
  readonly heart: Heartbeat;
  readonly effect: Effect;
  readonly work: Work;
  readonly taken: Exclude<Taken, { record: unknown }>;
  readonly cancelled: AbortSignal;
  /** Cancelled, or the worker shuts down. */
  readonly closing: AbortSignal;
  readonly callSignal: AbortSignal;
  /** Temporal has given this attempt up. */
  readonly dropped: AbortSignal;
}

/**
 * `callSignal` fires when the run is cancelled and at the end of the grace, `dropped` when Temporal has given this attempt up
 * (a timeout, a reset): that ends no paid call, the next attempt is served by it.
 */
function whyCancelled(context: Context): Pick<Holding, 'callSignal' | 'dropped'> {
  const { cancellationSignal } = context;
  const [cancelled, dropped] = [new AbortController(), new AbortController()];
  const onCancel = (): void => {
    const { cancelRequested = true, workerShutdown = false } = context.cancellationDetails ?? {};
    (cancelRequested || workerShutdown ? cancelled : dropped).abort(cancellationSignal.reason);
  };
  if (cancellationSignal.aborted) onCancel();
  else cancellationSignal.addEventListener('abort', onCancel);
  return { callSignal: cancelled.signal, dropped: dropped.signal };
}

async function holding(h: Holding): Promise<unknown> {
  const { hold, failed, suspect, notes, previous } = h.taken;
  const onCancel = (): void => hold.stopRenewingAfter(CLEAN_UP_MS);
  const ends: (() => void)[] = [];
  const left: string[] = [];
  h.cancelled.addEventListener('abort', onCancel);
  const execution: Execution = {
    ...h,
    hold,
    failed,
    suspect,
    notes,
    failuresLeft: limitOf(h) - failed,
    atEnd: (end) => void ends.push(end),
    hash: h.work.hash,
    formerly: h.work.formerly ?? [],
    signal: AbortSignal.any([h.cancelled, hold.signal]),
    closing: AbortSignal.any([h.closing, hold.signal]),
    lost: AbortSignal.any([h.dropped, hold.signal]),
    leave: (name) => void left.push(name),
    confirm: () => confirm(h),
    ...(previous ? { previous } : {}),
  };
  heardByMany(h.cancelled, h.callSignal, execution.signal, execution.closing, execution.lost);
  try {
    execution.closing.throwIfAborted();
    const { skip } = h.options;
    const produced = skip === undefined ? await h.work.execute(execution) : await h.work.skip(execution, skip);
    const output = await commit(h, produced);
    await produced.release?.();
    return output;
  } catch (error) {
    throw await letGo(h, error);
  } finally {
    hold.stop();
    for (const end of ends) end();
    if (left.length > 0) h.kit.log.warn(leftBehind(h.work.name, left), { run: h.attempt.runId });
    h.cancelled.removeEventListener('abort', onCancel);
  }
}

const limitOf = (h: Holding): number => h.options.maximumFailures ?? MAXIMUM_FAILURES;

/** What the workflow gets: the output, marked where it is an effect or a person skipped it, so that a rebuilt run still knows. */
function answerOf({ output, skipped, effect }: StepRecord): unknown {
  const skip = skipped === undefined ? undefined : { $skipped: skipped };
  if (effect) return { $effect: effect, ...skip, output } satisfies EffectAnswer;
  return skip ? ({ ...skip, output } satisfies Skipped) : output;
}

/** One renewal of the step lock, sent after the resource was won: only `held` lets the effect happen (rule 8). */
async function confirm(h: Holding): Promise<void> {
  const { hold } = h.taken;
  const reply = await insist(hold, () => h.taken.renew());
  if (reply.word !== 'held')
    throw again('LeaseLost', `${h.work.name}: the step lock was ${reply.word} before the effect`);
  hold.assertHeld();
}

/** Sends the commit until its outcome is known. */
async function commit(h: Holding, produced: Produced): Promise<unknown> {
  const { hold, waitedMs } = h.taken;
  const request: CommitRequest = {
    step: h.work.name,
    hash: h.work.hash,
    owner: h.attempt.owner,
    token: hold.token,
    ...(h.taken.floor === undefined ? {} : { floor: h.taken.floor }),
    blobs: produced.blobs,
    record: {
      output: produced.output,
      attempt: h.attempt.number,
      durationMs: Math.round(hold.clock.nowMs() - h.attempt.startedAt),
      scope: h.attempt.scope,
      attempts: h.heart.attempts,
      lockWaitMs: Math.round(waitedMs + (produced.waitedMs ?? 0)),
      bytes: produced.bytes,
      worker: { ...h.kit.workerFacts(), lateRenewals: hold.lateRenewals },
      ...(h.work.version === undefined ? {} : { version: h.work.version }),
      ...(h.options.call === undefined ? {} : { call: h.options.call }),
      ...(produced.items ? { items: produced.items } : {}),
      ...(produced.cachedItems === undefined ? {} : { cachedItems: produced.cachedItems }),
      ...(produced.effect ? { effect: produced.effect } : {}),
      ...(h.options.skip === undefined ? {} : { skipped: h.options.skip }),
    },
  };
  const reply = await insist(hold, () => h.store.commit(request));
  switch (reply.word) {
    case 'committed':
      return answerOf(reply.record);
    case 'lost':
      throw again(
        'LeaseLost',
        `${h.work.name}: the lock went to another attempt before the commit; nothing was written`,
      );
    case 'blob-missing':
      throw again(
        'OutputLost',
        `${h.work.name}: an output blob vanished between store and commit; nothing was written`,
      );
  }
}

type Outcome = 'failed' | 'stalled' | 'clean' | 'cancelled';

/** Rule 6: an attempt whose own stall cost it its lease is an own failure of the step; other losses are nobody's. */
function outcomeOf(h: Holding, error: unknown): Outcome {
  if (h.cancelled.aborted) return 'cancelled';
  const loss = lossOf(h, error);
  if (loss?.reason === 'stalled') return 'stalled';
  return loss || isForeign(error, h.taken.hold.signal) ? 'clean' : 'failed';
}

function lossOf(h: Holding, error: unknown): LeaseLost | undefined {
  const loss: unknown = error instanceof LeaseLost ? error : h.taken.hold.signal.reason;
  return loss instanceof LeaseLost ? loss : undefined;
}

/** Gives the lock back and says what Temporal is to be told. */
async function letGo(h: Holding, error: unknown): Promise<unknown> {
  const outcome = outcomeOf(h, error);
  const { name, hash } = h.work;
  h.taken.hold.stop();
  // Also when the lease is over: an end that Redis does not hear of looks like a death of the worker.
  const ended = await h.kit.ends.tell(h.store, { step: name, hash, owner: h.attempt.owner, outcome });
  const failed = ended.word === 'released' ? ended.failed : 0;
  if (outcome === 'cancelled') return h.cancelled.reason;
  const loss = lossOf(h, error);
  if (loss) return again('LeaseLost', `${name}: ${loss.message}`, { cause: loss });
  if (error instanceof ValueTooLarge) return nonRetryable('TooLarge', `${name}: ${error.message}`, { cause: error });
  if (outcome !== 'failed') return error;
  const cause = error instanceof OwnFailure ? error.cause : error;
  if (isFinal(cause)) return sendable(cause);
  if (failed < limitOf(h)) return tryLater(cause, failed);
  return nonRetryable(
    'StepExhausted',
    `${name} failed ${failed} times, last: ${messageOf(error).replace(/\.$/, '')}. Mend the cause, then retry the step.`,
    { cause: sendable(cause), details: { attempts: h.heart.attempts } },
  );
}
