/**
 * A part of a call: one activity of it, scheduled until it is answered, and decided on when it fails. Attempts, heartbeat
 * timeouts and back-off are Temporal's; what reaches this code is final for the activity:
 *
 *   an answer      → the body gets it; of an effect the kernel keeps it
 *   cancelled      → thrown
 *   state lost     → the epoch is abandoned, the law runs the body again
 *   anything else  → the call pauses until a person decides, and is scheduled again; with `onFailure: fail` it is thrown
 */
import { CancelledFailure } from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import type { CallOptions, EffectAnswer } from '../../activities/kit/contract';
import type { EffectKey, LostInput, Skipped } from '../../activities/kit/contract';
import type { Call, Decision } from './call';
import { inBody } from './epoch';
import type { Epoch } from './epoch';
import { begunIn, cancellationIn, causeOf, cut, refused, StepFailed, stop } from './failure';
import { identityOf } from './identity';
import type { Identity } from './identity';
import { keptFor } from './keeping';
import type { Kernel } from './kernel';
import type { AnyOptions } from './options';
import { jsonBytes, sizes } from './shapes';
import { undoesOf } from './undo';
import type { Doing } from './undo';
import type { Undoing } from './undoing';

const MAX_HISTORY_BYTES = 40_000_000;
const MAX_HISTORY_EVENTS = 40_000;
/** One line of the Web UI. It is sent with every call, beside the bytes that the room counts. */
const SUMMARY_CHARACTERS = 100;

/** One activity of a call, and what the kit decides itself for it. */
export interface Part {
  /** The activity: the step, or `kit.gather` for what the shards of a map made. */
  readonly activity: string;
  readonly input: unknown;
  readonly options: AnyOptions;
  /** The worker that schedules it may run it at once, without asking the queue (default). False: it goes to whoever polls. */
  readonly eager?: boolean;
  /** It may be an effect that the kernel keeps: not a shard, whose items have keys and records of their own. */
  readonly isKept?: boolean;
  /** The reminder that it is a call of: another call, with a record of its own, than that of the reminder before. */
  readonly occasion?: string;
}

interface Place {
  readonly kernel: Kernel;
  readonly epoch: Epoch;
  readonly call: Call;
  readonly undoing?: Undoing;
}

/** Runs a part of a call until it is done, skipped, or the run ends. */
export function perform(call: Call, part: Part): Promise<unknown> {
  const { kernel, epoch, undoing, occasion } = inBody(part.activity);
  const place = { kernel, epoch, call, ...(undoing && { undoing }) };
  const asked = occasion ? { ...part, isKept: false, occasion: occasion.at } : part;
  return epoch.run(() => call.part(() => untilAnswered(place, asked)));
}

/** How a part is scheduled, beside what its author said. */
type Schedule = Pick<CallOptions, 'skip' | 'time' | 'undo' | 'undoes'>;

async function untilAnswered(place: Place, part: Part): Promise<unknown> {
  const { kernel, undoing } = place;
  const bytes = mustFit(place, part);
  const input = identityOf(part.occasion === undefined ? part.input : [part.input, part.occasion]);
  const first = undoing ? { schedule: whatUndoes(undoing) } : await found(place, part, input);
  if (first === 'abandoned') return undefined;
  if ('output' in first) return first.output;
  const { doing } = first;
  for (let decided = first.schedule; ;) {
    const ended = await inTurn(place, bytes, () => scheduled(place, part, decided, doing));
    if (ended === 'abandoned') return undefined;
    if ('output' in ended) return answered(place, part, input, ended.output, doing);
    const next = await onFailure(place, part, input, ended.error, doing);
    if (next === 'abandoned') return undefined;
    const { skip: _skip, ...always } = decided;
    decided = { ...always, ...next };
    if (next.skip !== undefined) kernel.told.tell(part.activity, input, { skip: next.skip });
  }
}

/** Under a key of its own, and never by what the body has or was told: it is another call. */
function whatUndoes({ doing }: Undoing): Schedule {
  return { undoes: undoesOf(doing), ...(doing.time > 1 && { time: doing.time }) };
}

interface Found {
  readonly schedule: Schedule;
  /** It can be undone. */
  readonly doing?: Doing;
}

/** What a call of the body gets without being made, because it is known; or how it is made. */
async function found(place: Place, part: Part, input: Identity): Promise<{ output: unknown } | Found | 'abandoned'> {
  const { kernel, epoch, call } = place;
  const told = kernel.told.of(part.activity, input);
  if (told && 'failure' in told) throw told.failure;
  if (told && 'output' in told) return told;
  if (!part.isKept) return { schedule: told ?? {} };
  const verdict = await keptFor({ kernel, epoch, call, input }, () => keyOf(place, part));
  if (verdict === 'abandoned') return verdict;
  const { undo } = part.options;
  if ('taken' in verdict) {
    const { answer } = verdict.taken;
    const skippedFor = verdict.skippedFor ?? answer.$skipped;
    if (skippedFor !== undefined) call.skipped(skippedFor);
    if (undo) kernel.undos.taken(call, undo, verdict.taken);
    return { output: answer.output };
  }
  const schedule = { ...told, ...verdict.schedule };
  if (!undo) return { schedule };
  return {
    schedule: { ...schedule, undo: true },
    doing: kernel.undos.register(call, undo, part.input, verdict.schedule.time),
  };
}

type Ended = { readonly output: unknown } | { readonly error: unknown };

/** Makes a call when there is room for its input and nobody holds the run. */
async function inTurn(place: Place, bytes: number, make: () => Promise<Ended>): Promise<Ended | 'abandoned'> {
  const { kernel, epoch } = place;
  return kernel.room.with(bytes, async () => {
    if (kernel.heldFor !== undefined) await kernel.parking.until(() => kernel.heldFor === undefined || epoch.abandoned);
    return epoch.abandoned ? 'abandoned' : make();
  });
}

/** A call that can be undone is never cancelled: it comes to an end that is known, so that it can be. */
function scheduled(place: Place, part: Part, decided: Schedule, doing?: Doing): Promise<Ended> {
  const { kernel, call, undoing } = place;
  const { sdk } = kernel;
  if (!undoing) mustFitHistory(kernel);
  if (doing && sdk.isCancelled())
    return Promise.resolve({ error: new CancelledFailure(`${call.name} had not begun when the run ended`) });
  call.scheduled();
  const named = call.name === part.activity ? {} : { call: call.name };
  const options = { ...callOptions(kernel, part), ...named, ...decided };
  const make = (): Promise<unknown> => sdk.activity(part.activity, [part.input, options], activityOptions(place, part));
  return kernel.working(() =>
    (doing ? sdk.shielded(make) : make()).then(
      (output) => ({ output }),
      (error: unknown) => {
        const begun = doing && begunIn(error);
        if (begun) kernel.undos.begun(doing, begun);
        return { error };
      },
    ),
  );
}

/**
 * For attempts that ended without a word: a worker killed several times in one step must not make the next one wait.
 * Every failure of a step's own brings its own delay (activities/kit/errors.ts); what never reaches the guard, such as
 * a step that no worker knows, comes to one try a second. A first wait of 100 ms was measured in the time to resume.
 */
const QUICK_RETRY = { initialInterval: '10ms', backoffCoefficient: 1.2, maximumInterval: '1s' } as const;

function activityOptions({ call, undoing }: Place, { options, eager = true }: Part): ActivityOptions {
  const { summary = call.label === undefined && !undoing ? undefined : call.name } = options;
  return {
    startToCloseTimeout: options.startToCloseTimeout ?? '10m',
    heartbeatTimeout: options.heartbeatTimeout ?? '10s',
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry: QUICK_RETRY,
    allowEagerDispatch: eager,
    ...(summary === undefined ? {} : { summary: cut(summary, SUMMARY_CHARACTERS) }),
  };
}

function callOptions(kernel: Kernel, { activity, occasion, options: { maximumFailures } }: Part): CallOptions {
  const fresh = kernel.fresh.get(activity);
  return {
    ...(maximumFailures === undefined ? {} : { maximumFailures }),
    ...(fresh === undefined ? {} : { fresh }),
    ...(occasion === undefined ? {} : { occasion }),
  };
}

function answered(place: Place, part: Part, input: Identity, output: unknown, doing?: Doing): unknown {
  const { kernel, call, undoing } = place;
  const { $effect = {}, ...answer } = isWrapped(output) ? (output as Partial<EffectAnswer> & Skipped) : { output };
  if (doing) kernel.undos.answered(doing, $effect, answer);
  // That of a reminder is no other call's, and is over with it: the body that runs again is told of it once more.
  const isEffect = isWrapped(output) && '$effect' in output;
  if (isEffect && part.occasion !== undefined) kernel.told.tell(part.activity, input, { output: output.output });
  else if (isEffect && !undoing) kernel.effects.answered(part.activity, input, output);
  if ('$skipped' in answer) call.skipped(answer.$skipped);
  return answer.output;
}

function isWrapped(output: unknown): output is Skipped | EffectAnswer {
  return typeof output === 'object' && output !== null && ('$skipped' in output || '$effect' in output);
}

async function onFailure(place: Place, part: Part, input: Identity, error: unknown, doing?: Doing): Promise<Decision> {
  const { kernel, epoch, call, undoing } = place;
  const cancellation = cancellationIn(error);
  if (cancellation) {
    call.cancel();
    throw cancellation;
  }
  const { type, message, details, begun } = causeOf(error);
  if (undoing) return left(place, undoing, part, error);
  if (doing && kernel.sdk.isCancelled()) {
    call.fail(message);
    throw new CancelledFailure(message);
  }
  if (begun && part.isKept) kernel.effects.begun(part.activity, input, begun);
  if (type === 'StateLost') {
    epoch.lost.push(...(details[0] as LostInput[]));
    epoch.abandon();
    return 'abandoned';
  }
  const { onFailure: wanted = kernel.onFailure } = part.options;
  // An input that no try makes right: its run ends, whoever watches.
  if (wanted !== 'pause' || type === 'RunInputInvalid') {
    const thrown = wanted === 'throw' ? new StepFailed(call, error) : error;
    kernel.told.tell(part.activity, input, { failure: thrown });
    call.fail(message);
    throw thrown;
  }
  return call.pause({
    message,
    resets: part.activity,
    abandoned: () => epoch.abandoned,
  });
}

/** What undoes something failed for good. It never runs the body, so it does not bring back what is lost either. */
async function left({ kernel, call }: Place, undoing: Undoing, part: Part, error: unknown): Promise<Decision> {
  const { message } = causeOf(error);
  const { onFailure: wanted = kernel.onFailure } = part.options;
  if (wanted !== 'pause') {
    call.fail(message);
    throw new StepFailed(call, error);
  }
  await undoing.lastly();
  const decision = await call.pause({ message, resets: part.activity });
  if (decision === 'abandoned' || decision.skip === undefined) return decision;
  call.leave(decision.skip);
  const why = `${call.step} was skipped: ${decision.skip}`;
  undoing.leave(why);
  throw refused('LeftUndone', why);
}

/** The business key of a call, by an activity that reads what the key is made of. */
async function keyOf(place: Place, { activity, input, options }: Part): Promise<EffectKey | undefined> {
  const asking: Part = { activity: 'kit.effectKey', input: { step: activity, input }, options };
  for (;;) {
    const ended = await inTurn(place, jsonBytes(asking.input) ?? 0, () => scheduled(place, asking, {}));
    if (ended === 'abandoned') return undefined;
    if ('output' in ended) return ended.output as EffectKey;
    const next = await onFailure(place, asking, identityOf(asking.input), ended.error);
    if (next === 'abandoned') return undefined;
    // Whoever skips it goes on without a key: the call then has the answer to no other.
    if (next.skip !== undefined) return {};
  }
}

/** No deploy and no retry makes this call possible: the body must change, which is another run of it. */
function mustFit({ call }: Place, { activity, input }: Part): number {
  const bytes = jsonBytes(input);
  const refuse = (type: string, why: string): never => {
    call.fail(why);
    throw stop(type, why);
  };
  if (bytes === undefined)
    return refuse('NotJson', `the input of ${activity} is no JSON (a BigInt, a cycle, a function?)`);
  if (bytes <= sizes.callsBytes) return bytes;
  const most = `at most ${sizes.callsBytes}: pass large fields by reference`;
  return refuse('TooLarge', `the input of ${activity} has ${bytes} bytes, ${most}`);
}

/** Temporal terminates a run at 50 MB or 51,200 events. Stopped in time it goes on from its records in another execution. */
export function mustFitHistory({ sdk }: Kernel): void {
  const { historyLength, historySize } = sdk.execution();
  if (historySize <= MAX_HISTORY_BYTES && historyLength <= MAX_HISTORY_EVENTS) return;
  throw stop(
    'HistoryTooLong',
    `its history has ${historyLength} events and ${historySize} bytes; retry goes on from its records`,
  );
}
