/**
 * A part of a call: one activity of it, scheduled until it is answered, and decided on when it fails. Attempts, heartbeat
 * timeouts and back-off are Temporal's; what reaches this code is final for the activity:
 *
 *   an answer      → the body gets it; of an effect the kernel keeps it
 *   cancelled      → thrown
 *   state lost     → the epoch is abandoned, the law runs the body again
 *   anything else  → the call pauses until a person decides, and is scheduled again; with `onFailure: fail` it is thrown
 */
import type { ActivityOptions } from '@temporalio/workflow';
import type { CallOptions, Duration, EffectAnswer } from '../../activities/kit/contract';
import type { EffectKey, LostInput, Skipped } from '../../activities/kit/contract';
import type { Call, Decision } from './call';
import { inBody } from './epoch';
import type { Epoch } from './epoch';
import { cancellationIn, causeOf, cut, StepFailed, stop } from './failure';
import { identityOf } from './identity';
import type { Identity } from './identity';
import { keptFor } from './keeping';
import type { Kernel } from './kernel';
import { jsonBytes, sizes } from './shapes';

const MAX_HISTORY_BYTES = 40_000_000;
const MAX_HISTORY_EVENTS = 40_000;
/** One line of the Web UI. It is sent with every call, beside the bytes that the room counts. */
const SUMMARY_CHARACTERS = 100;

export interface StepOptions {
  readonly startToCloseTimeout?: Duration;
  /** How soon a dead worker is noticed. Keep it above the longest time `run` blocks the event loop. Default 10 s. */
  readonly heartbeatTimeout?: Duration;
  /** Own failures after which the step pauses. Default 5. */
  readonly maximumFailures?: number;
  /** Items of one activity of a map. Default 500; raised so that a map has at most 200. */
  readonly shardSize?: number;
  /** Shown in the Web UI in place of the activity's name. Default: the name of the call, where it has a label. */
  readonly summary?: string;
  /** Tells one call of a step from the others, as people see it: `parse [customer 7]`. At most 80 characters; part of no hash. */
  readonly label?: string;
  /**
   * What becomes of a call that failed for good: it waits for a person (`pause`), the run fails (`fail`), or the body is told
   * (`throw`: a `StepFailed`, which a later body is told again). Default: as the run was started, `pause` if nothing was said.
   */
  readonly onFailure?: OnFailure;
  /** How many items of a map may fail before that holds for the map: a number, a share of its items, or all. Default half. */
  readonly maxFailed?: MaxFailed;
}

export type OnFailure = 'pause' | 'fail' | 'throw';
export type MaxFailed = number | `${number}%` | 'all';

/** One activity of a call, and what the kit decides itself for it. */
export interface Part {
  /** The activity: the step, or `kit.gather` for what the shards of a map made. */
  readonly activity: string;
  readonly input: unknown;
  readonly options: StepOptions;
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
}

/** Runs a part of a call until it is done, skipped, or the run ends. */
export function perform(call: Call, part: Part): Promise<unknown> {
  const { kernel, epoch, occasion } = inBody(part.activity);
  const asked = occasion ? { ...part, isKept: false, occasion: occasion.at } : part;
  return epoch.run(() => call.part(() => untilAnswered({ kernel, epoch, call }, asked)));
}

async function untilAnswered(place: Place, part: Part): Promise<unknown> {
  const { kernel, epoch, call } = place;
  const bytes = mustFit(place, part);
  const input = identityOf(part.occasion === undefined ? part.input : [part.input, part.occasion]);
  const told = kernel.told.of(part.activity, input);
  if (told && 'failure' in told) throw told.failure;
  if (told && 'output' in told) return told.output;
  let options: { skip?: string } = told ?? {};
  if (part.isKept) {
    const verdict = await keptFor({ kernel, epoch, call, input }, () => keyOf(place, part));
    if (verdict === 'abandoned') return undefined;
    if ('answer' in verdict) {
      const skippedFor = verdict.skippedFor ?? verdict.answer.$skipped;
      if (skippedFor !== undefined) call.skipped(skippedFor);
      return verdict.answer.output;
    }
    options = { ...options, ...verdict.schedule };
  }
  for (;;) {
    const ended = await inTurn(place, bytes, () => scheduled(place, part, options));
    if (ended === 'abandoned') return undefined;
    if ('output' in ended) return answered(place, part, input, ended.output);
    const next = await onFailure(place, part, input, ended.error);
    if (next === 'abandoned') return undefined;
    options = next;
    if (next.skip !== undefined) kernel.told.tell(part.activity, input, { skip: next.skip });
  }
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

function scheduled({ kernel, call }: Place, part: Part, decided: Pick<CallOptions, 'skip'>): Promise<Ended> {
  mustFitHistory(kernel);
  call.scheduled();
  const options = { ...callOptions(kernel, part), ...decided };
  return kernel.working(() =>
    kernel.sdk.activity(part.activity, [part.input, options], activityOptions(call, part)).then(
      (output) => ({ output }),
      (error: unknown) => ({ error }),
    ),
  );
}

/**
 * For attempts that ended without a word: a worker killed several times in one step must not make the next one wait.
 * Every failure of a step's own brings its own delay (activities/kit/errors.ts); what never reaches the guard, such as
 * a step that no worker knows, comes to one try a second. A first wait of 100 ms was measured in the time to resume.
 */
const QUICK_RETRY = { initialInterval: '10ms', backoffCoefficient: 1.2, maximumInterval: '1s' } as const;

function activityOptions(call: Call, { options, eager = true }: Part): ActivityOptions {
  const { summary = call.label === undefined ? undefined : call.name } = options;
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

function answered({ kernel, call }: Place, part: Part, input: Identity, output: unknown): unknown {
  if (!isWrapped(output)) return output;
  if ('$effect' in output) {
    // That of a reminder is no other call's, and is over with it: the body that runs again is told of it once more.
    if (part.occasion === undefined) kernel.effects.answered(part.activity, input, output);
    else kernel.told.tell(part.activity, input, { output: output.output });
  }
  if (output.$skipped !== undefined) call.skipped(output.$skipped);
  return output.output;
}

function isWrapped(output: unknown): output is Skipped | EffectAnswer {
  return typeof output === 'object' && output !== null && ('$skipped' in output || '$effect' in output);
}

async function onFailure(place: Place, part: Part, input: Identity, error: unknown): Promise<Decision> {
  const { kernel, epoch, call } = place;
  const cancellation = cancellationIn(error);
  if (cancellation) {
    call.cancel();
    throw cancellation;
  }
  const { type, message, details, begun } = causeOf(error);
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
    skipping: 'takes its declared output',
    abandoned: () => epoch.abandoned,
  });
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
