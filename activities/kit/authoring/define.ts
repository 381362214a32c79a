/** How a step is written. See `contract.ts` for what travels, `guard.ts` for what happens around `run`. */
import type { z } from 'zod';
import { mustWork } from './definitions';
import { withOutput } from './nothing';
import type {
  Data,
  Duration,
  Fields,
  Json,
  JsonSchema,
  MapStep,
  Output,
  Returned,
  Step,
  StepSet,
  WireInput,
  WireOutput,
} from '../contract';

export interface Logger {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
}

/** What the function of a `once` is given. */
export interface PaidCall {
  /** A key of this call alone, the same in every attempt. Send it as `Idempotency-Key`. */
  readonly idempotencyKey: string;
  /** Fires when the run is cancelled and when the grace of a shutdown is over; not when the lease is lost. */
  readonly signal: AbortSignal;
}

export interface OnceOptions<T extends Json> {
  /** What the answer must look like. Without it, any JSON will do. */
  readonly output?: z.ZodType<T>;
  /** How often an answer of a wrong shape is asked for again, each time under a new idempotency key. Default 0. */
  readonly again?: number;
}

/** What `run` is given besides its input. */
export interface StepContext<Deps> {
  readonly deps: Deps;
  /** The id of the run, which is Temporal's workflow id. */
  readonly runId: string;
  /** Of the step, as its activity is called: `shop.charge`. */
  readonly name: string;
  /**
   * Fires when the attempt is cancelled, the lease is lost, or the grace of a shutdown is over: stop, rethrow
   * `signal.reason`. Code that has not returned 8 s later is left behind: what it returns then is dropped. In an item of
   * a map with `cache` a lost lease does not fire it: its whole `run` is a paid call, whose answer is kept.
   */
  readonly signal: AbortSignal;
  /**
   * The same in every attempt. What the definition names (`idempotencyKey`), as it is; else, of a plain step, sha256 of run,
   * step and input hash, and of an item, sha256 of run, step, item and shared inputs, whatever its neighbours and the
   * version. Send it as `Idempotency-Key`. A plain step whose `run` reads it is an effect: its answer is kept in history,
   * if it is inline and has at most 4 KiB. Copying the context with a spread reads it too.
   */
  readonly idempotencyKey: string;
  /** Temporal's attempt number, for logs. */
  readonly attempt: number;
  readonly log: Logger;
  /** Throws `LeaseLost` once any lock of this attempt is gone. Call it right before every effect and paid call. */
  assertHeld(): void;
  /** Shown in heartbeats, `watch` and the Web UI. */
  progress(done: number, total?: number): void;
  /**
   * Runs `fn` once for this key and input (of the step, or of the item) while its answer is kept (`keep`); later attempts,
   * later runs and whoever asks at the same time get its answer. What `fn` throws is thrown, and is asked for again. An
   * answer that `output` refuses, or that is no JSON, ends the step or item for good (`OutputInvalid`): `--fresh` asks
   * for it again. `fn` must not call `once`.
   */
  once<T extends Json>(key: string, fn: (call: PaidCall) => Promise<T>, options?: OnceOptions<T>): Promise<T>;
}

/** A step with a resource lock also has the resource's fencing token, for sinks that check it. */
export interface EffectContext<Deps> extends StepContext<Deps> {
  readonly token: number;
}

export interface ItemContext<Deps> extends StepContext<Deps> {
  /** Ends this item as skipped, with a reason that the ledger shows. */
  skip(reason: string): never;
}

/** What became of the names of a step. */
export interface Renamed {
  /**
   * Names that the step had, whole and the oldest first: `'shop.quote'`. Answers that it paid for then are found, and so are
   * effects of a run that is started again. Take them out once `keep` is over and no run of then will be started again.
   */
  readonly was?: string | readonly string[];
}
/** How long the answers last that a step has paid for: those of `step.once`, and of a map step with `cache`. */
interface Lasting extends Renamed {
  /**
   * How long each is kept from when it was paid for, whoever reads it meanwhile: `'90 days'`; an hour to 366 days. Default:
   * what the worker says (7 days). Those that are there keep the life that they were given.
   */
  readonly keep?: Duration;
}

interface AnyOptions<I extends Fields> extends Lasting {
  /** Raise it when `run` would give another result for the same input: records of older versions then do not count. */
  readonly version: number;
  readonly input: I;
  /** Reads the outside: an earlier record never answers a new call. */
  readonly volatile?: boolean;
}
interface StepOptions<I extends Fields, O extends Output> extends AnyOptions<I> {
  /** What `run` returns. A step that only does something leaves it out, and returns nothing. */
  readonly output: O;
  /** The output when a person skips the step; only then can it be skipped. */
  readonly whenSkipped?: Data<O>;
}
/** What an effect gives back is kept in history: at most 4 KiB of it, and no references. */
export type InlineOutput = Readonly<Record<string, JsonSchema>> | JsonSchema;
/** What the compiler says where an effect returns references. */
interface ReturnsNoReferences {
  readonly 'an effect returns no references, unless it has a resource and declares replaces: true': never;
}
interface OwnKey<I extends Fields> {
  /**
   * The effect's business key, as people know it (`charge-4711`), sent as it is: it is `step.idempotencyKey` then. At most
   * 255 bytes. It tells two calls of the step apart, and knows the second run of the body for the first: where a call
   * with a new key would follow on one that was made, the run pauses before it and asks.
   */
  idempotencyKey(input: Data<I>): string;
}

/** Of a step that only does something: it may be skipped, for no caller is told anything. */
export interface GivesNothing {
  readonly output?: undefined;
  readonly whenSkipped?: undefined;
}
/** A step that gives nothing: its caller gets `null`. */
export interface QuietDefinition<I extends Fields, Deps> extends AnyOptions<I>, GivesNothing, Partial<OwnKey<I>> {
  readonly resource?: undefined;
  run(input: Data<I>, step: StepContext<Deps>): Promise<void>;
}
/** The same on a resource. */
export interface QuietEffectDefinition<I extends Fields, Deps> extends AnyOptions<I>, GivesNothing, Partial<OwnKey<I>> {
  /** Names the outside thing that only one attempt anywhere may touch at a time. */
  resource(input: Data<I>): string;
  readonly replaces?: boolean;
  run(input: Data<I>, step: EffectContext<Deps>): Promise<void>;
}

export interface PlainDefinition<I extends Fields, O extends Output, Deps> extends StepOptions<I, O> {
  readonly idempotencyKey?: ReturnsNoReferences;
  readonly resource?: ReturnsNoReferences;
  run(input: Data<I>, step: StepContext<Deps>): Promise<Returned<O>>;
}
export interface KeyedDefinition<I extends Fields, O extends InlineOutput, Deps> extends StepOptions<I, O>, OwnKey<I> {
  run(input: Data<I>, step: StepContext<Deps>): Promise<Data<O>>;
}
interface OnResource<I extends Fields, O extends Output, Deps> extends StepOptions<I, O> {
  /** Names the outside thing that only one attempt anywhere may touch at a time. */
  resource(input: Data<I>): string;
  run(input: Data<I>, step: EffectContext<Deps>): Promise<Data<O>>;
}
export interface EffectDefinition<I extends Fields, O extends InlineOutput, Deps>
  extends OnResource<I, O, Deps>, Partial<OwnKey<I>> {
  readonly replaces?: boolean;
}
/** An effect that overwrites what it made before (a file, a row): it may be made again, so its answer is not kept. */
export interface ReplacingDefinition<I extends Fields, O extends Output, Deps> extends OnResource<I, O, Deps> {
  readonly replaces: true;
  readonly idempotencyKey?: ReturnsNoReferences;
}
export interface MapDefinition<T extends Json, S extends Fields, R extends Json, Deps> extends Lasting {
  readonly version: number;
  readonly item: z.ZodType<T>;
  /** The item's own name, unique in the list; it appears in the ledger. */
  id(item: NoInfer<T>): string;
  readonly shared: S;
  readonly output: z.ZodType<R>;
  /** Items in work at once, per process and step; runs and shards take turns. Default 6. */
  readonly concurrency?: number;
  /**
   * What `run` returns is also kept by content across runs (see `keep`), before `output` looks at it. For everything that
   * costs money. A lost lease does not end the `run` of such an item.
   */
  readonly cache?: boolean;
  /**
   * How often an item is run again, at once and under a new idempotency key, when what it returned is not what `output`
   * declares. Default 0: the item ends failed after one call, and is run again by `retry --failed-items` (with `cache`:
   * `--failed-items --fresh`).
   */
  readonly again?: number;
  /**
   * The effect's own name, sent as it is: at most 255 bytes. Where two items of a run have the same name and different
   * content, the second ends failed. Default: a hash of run, step, item and shared inputs.
   */
  idempotencyKey?(item: NoInfer<T>, shared: Data<S>): string;
  run(item: T, shared: Data<S>, step: ItemContext<Deps>): Promise<R>;
}
/** A map whose items give nothing: the value of one that is ok is `null`. */
export interface QuietMapDefinition<T extends Json, S extends Fields, Deps> extends Omit<
  MapDefinition<T, S, null, Deps>,
  'output' | 'again' | 'run'
> {
  readonly output?: undefined;
  run(item: T, shared: Data<S>, step: ItemContext<Deps>): Promise<void>;
}

/** The definition behind a step, as the guard sees it (types erased). */
export interface AnyStepDefinition extends Lasting {
  readonly kind: 'step';
  readonly version: number;
  readonly input: Fields;
  readonly output: Output;
  readonly volatile?: boolean;
  readonly whenSkipped?: unknown;
  readonly idempotencyKey?: (input: never) => string;
  readonly resource?: (input: never) => string;
  readonly replaces?: boolean;
  readonly run: (input: never, step: never) => Promise<unknown>;
}
export interface AnyMapDefinition extends Lasting {
  readonly kind: 'map';
  readonly version: number;
  readonly item: JsonSchema;
  readonly id: (item: never) => string;
  readonly shared: Fields;
  readonly output: JsonSchema;
  readonly concurrency?: number;
  readonly cache?: boolean;
  readonly again?: number;
  readonly idempotencyKey?: (item: never, shared: never) => string;
  readonly run: (item: never, shared: never, step: never) => Promise<unknown>;
}
export type AnyDefinition = AnyStepDefinition | AnyMapDefinition;

/**
 * The two functions to write steps with, for steps that need `Deps`. `createWorker` does not compile without every
 * dependency of every step.
 */
export function stepsFor<Deps = object>() {
  function defineStep<const I extends Fields, const O extends InlineOutput>(
    definition: EffectDefinition<I, O, Deps>,
  ): Step<WireInput<I>, WireOutput<O>, Deps>;
  function defineStep<const I extends Fields, const O extends Output>(
    definition: ReplacingDefinition<I, O, Deps>,
  ): Step<WireInput<I>, WireOutput<O>, Deps>;
  function defineStep<const I extends Fields, const O extends InlineOutput>(
    definition: KeyedDefinition<I, O, Deps>,
  ): Step<WireInput<I>, WireOutput<O>, Deps>;
  function defineStep<const I extends Fields>(definition: QuietDefinition<I, Deps>): Step<WireInput<I>, null, Deps>;
  function defineStep<const I extends Fields>(
    definition: QuietEffectDefinition<I, Deps>,
  ): Step<WireInput<I>, null, Deps>;
  // The last one is what the compiler's errors speak of, and the first what it takes the return of a `run` for.
  function defineStep<const I extends Fields, const O extends Output>(
    definition: PlainDefinition<I, O, Deps>,
  ): Step<WireInput<I>, WireOutput<O>, Deps>;
  function defineStep(definition: object): { readonly kind: 'step' } {
    return { kind: 'step', ...withOutput(definition) };
  }
  function defineMapStep<T extends Json, const S extends Fields, R extends Json>(
    definition: MapDefinition<T, S, R, Deps>,
  ): MapStep<T, WireInput<S>, R, Deps>;
  function defineMapStep<T extends Json, const S extends Fields>(
    definition: QuietMapDefinition<T, S, Deps>,
  ): MapStep<T, WireInput<S>, null, Deps>;
  function defineMapStep(definition: object): { readonly kind: 'map' } {
    return { kind: 'map', ...withOutput(definition) };
  }
  return { defineStep, defineMapStep };
}

/** A named set of steps: activity names are `namespace.key`. Throws DefinitionInvalid where a step could never work, naming it. */
export function stepSet<
  const N extends string,
  S extends Record<string, Step<never, unknown, never> | MapStep<never, never, unknown, never>>,
>(namespace: N, steps: S): StepSet<N, S> {
  const set = { namespace, steps };
  mustWork(set);
  return set;
}
