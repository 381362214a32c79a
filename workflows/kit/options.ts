/** What an author may say of a call: as the last argument of one call, or for a whole step set (`steps`). */
import type { Duration, Ref } from '../../activities/kit/contract';
import { stop } from './failure';
import { quoted } from './shapes';

export type OnFailure = 'pause' | 'fail' | 'throw';
export type MaxFailed = number | `${number}%` | 'all';

interface Common {
  readonly startToCloseTimeout?: Duration;
  /** How soon a dead worker is noticed. Keep it above the longest time `run` blocks the event loop. Default 10 s. */
  readonly heartbeatTimeout?: Duration;
  /** Own failures after which the step pauses. Default 5. */
  readonly maximumFailures?: number;
  /** Shown in the Web UI in place of the activity's name. Default: the name of the call, where it has a label. */
  readonly summary?: string;
  /**
   * What becomes of a call that failed for good: it waits for a person (`pause`), the run fails (`fail`), or the body is told
   * (`throw`: a `StepFailed`, which a later body is told again). Default: as the run was started, `pause` if nothing was said.
   */
  readonly onFailure?: OnFailure;
}

interface OfMaps {
  /** Items of one activity of a map. Default 500; raised so that a map has at most 200. */
  readonly shardSize?: number;
  /** How many items of a map may fail before that holds for the map: a number, a share of its items, or all. Default half. */
  readonly maxFailed?: MaxFailed;
}

interface Labelled {
  /** Tells one call of a step from the others, as people see it: `parse [customer 7]`. At most 80 characters; part of no hash. */
  readonly label?: string;
}

/** For all calls of a step. */
export interface StepOptions extends Common, OfMaps {}

/** Of one map. */
export interface MapOptions extends Common, OfMaps, Labelled {}

/** Of one call of a step. */
export interface CallOptions<In = never, Out = unknown> extends Common, Labelled {
  /**
   * Takes back what this call did. It runs when the run fails and when it is cancelled, if the call may have happened: calls
   * are undone one by one, the last that ended first, each once. What the body does after that is nothing: it calls steps of
   * its own here, with what it is given (docs/writing-pipelines.md#undo). The call is then an effect: its output is kept in
   * history, inline, at most 4 KiB.
   */
  readonly undo?: HoldsRefs<Out> extends true ? NeedsInlineOutput : Undo<In, Out>;
}

export type Undo<In, Out> = (made: Made<In, Out>) => Promise<unknown>;

/** What an undo is given of its call: what history keeps. */
export interface Made<In, Out> {
  /** Without its references: what they refer to may be gone. */
  readonly input: Inline<In>;
  /** Absent where nobody knows it: the call may have happened, and never answered. */
  readonly output?: Out;
}

type Inline<T> = { readonly [K in keyof T as NonNullable<T[K]> extends Ref<unknown> ? never : K]: T[K] };
type HoldsRefs<T> =
  T extends Ref<unknown> ? true : true extends { [K in keyof T]: IsRef<NonNullable<T[K]>> }[keyof T] ? true : false;
type IsRef<T> = T extends Ref<unknown> ? true : false;
interface NeedsInlineOutput {
  readonly 'only a step whose output holds no references can be undone': never;
}

/** Options as the kit works with them, types erased. */
export interface AnyOptions extends MapOptions {
  readonly undo?: (made: { readonly input: unknown; readonly output?: unknown }) => Promise<unknown>;
}

const COMMON = ['startToCloseTimeout', 'heartbeatTimeout', 'maximumFailures', 'summary', 'onFailure'];
const OF_MAPS = ['shardSize', 'maxFailed'];
const NAMES = {
  call: [...COMMON, 'label', 'undo'],
  map: [...COMMON, ...OF_MAPS, 'label'],
  step: [...COMMON, ...OF_MAPS],
} as const;

/** @throws OptionInvalid, naming what exists: for authors without types, and for what a cast has let through. */
export function known(where: string, kind: keyof typeof NAMES, options: unknown): AnyOptions {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw stop('OptionInvalid', `the options of ${where} are no object; it takes ${NAMES[kind].join(', ')}`);
  const wrong = Object.keys(options).find((name) => !NAMES[kind].includes(name));
  if (wrong !== undefined)
    throw stop('OptionInvalid', `${where} has no option ${quoted(wrong)}; it takes ${NAMES[kind].join(', ')}`);
  const { undo } = options as AnyOptions;
  if (undo !== undefined && typeof undo !== 'function')
    throw stop(
      'OptionInvalid',
      `the undo of ${where} is no function, such as ({ input, output }) => shop.refund(input)`,
    );
  return options;
}
