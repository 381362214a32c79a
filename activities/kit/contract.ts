/**
 * The contract between workflows and steps. Types only: this is the one thing of `activities/` that workflow code may
 * import (as types), so nothing here exists at run time.
 */
import type { z } from 'zod';
import type { Stored } from './content/stored';

declare const content: unique symbol;
declare const wire: unique symbol;
declare const needs: unique symbol;

/**
 * The value itself lies in Redis, the reference travels through Temporal. `$ref` is the sha256 of the canonical content, `step`
 * its producer, `bytes` the size of the content, `items` the length when it is an array.
 */
export interface Ref<T> {
  readonly $ref: string;
  readonly step: string;
  readonly bytes: number;
  readonly items?: number;
  /**
   * The fencing token of the commit that produced it. Part of no hash.
   * @internal
   */
  readonly gen: number;
  /**
   * It stands for the values of the ok items of what a map made, and `items` for their number.
   * @internal
   */
  readonly view?: 'ok';
  readonly [content]?: T;
}

/** One item's outcome in the output of a map step, in the order of the input. */
export type MapEntry<T> =
  | { readonly id: string; readonly outcome: 'ok'; readonly value: T }
  | { readonly id: string; readonly outcome: 'failed' | 'skipped'; readonly reason: string };

/** The output of a map step: every item's outcome by reference, with the counts inline. */
export interface Mapped<T> extends Ref<MapEntry<T>[]> {
  readonly counts: MapCounts;
}

/** How the items of a map ended. */
export interface MapCounts {
  readonly total: number;
  readonly ok: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of the ok ones: answered by what an earlier run, or an earlier call of this one, had paid for. */
  readonly cached: number;
}

/** A field that travels by reference; `mapped` marks the output of a map step. */
export interface RefField<T> {
  readonly by: 'ref' | 'mapped';
  readonly schema: z.ZodType;
  /** The step is handed what is stored (stored.ts). */
  readonly stored?: true;
  readonly [content]?: T;
}
export interface MappedField<T> extends RefField<MapEntry<T>[]> {
  readonly by: 'mapped';
}

/** What survives a JSON border unchanged. Dates, Maps and class instances do not compile where this is asked for. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };
export type JsonSchema = z.ZodType<Json | undefined>;

/** A flat list of fields: references only at the top level, everything else inline (small JSON). */
export type Fields = Readonly<Record<string, JsonSchema | RefField<unknown>>>;
export type Output = Fields | RefField<unknown> | JsonSchema;

type WireOf<F, Mode extends 'in' | 'out'> =
  F extends MappedField<infer T>
    ? Mapped<T>
    : F extends RefField<infer T>
      ? Ref<T>
      : F extends z.ZodType
        ? Mode extends 'in'
          ? z.input<F>
          : z.output<F>
        : never;
type DataOf<F> = F extends RefField<infer T> ? ContentOf<F, T> : F extends z.ZodType ? z.output<F> : never;
type ContentOf<F, T> = F extends { readonly stored: true } ? Stored<T> : T;
type ReturnedOf<F> = F extends RefField<infer T> ? T | Stored<T> : DataOf<F>;

type OptionalKeys<F, Mode extends 'in' | 'out'> = {
  [K in keyof F]: undefined extends WireOf<F[K], Mode> ? K : never;
}[keyof F];
type FieldsOnWire<F, Mode extends 'in' | 'out'> = {
  [K in Exclude<keyof F, OptionalKeys<F, Mode>>]: WireOf<F[K], Mode>;
} & { [K in OptionalKeys<F, Mode>]?: WireOf<F[K], Mode> };

/** What the workflow passes for a list of fields: references and inline values, defaults optional. */
export type WireInput<F> = { [K in keyof FieldsOnWire<F, 'in'>]: FieldsOnWire<F, 'in'>[K] };
/** What the workflow gets back: an object of fields, one reference, or one inline value. */
export type WireOutput<O> = O extends RefField<unknown> | z.ZodType
  ? WireOf<O, 'out'>
  : { [K in keyof O]: WireOf<O[K], 'out'> };
/** What `run` works with: content in place of references, defaults applied. */
export type Data<O> = O extends RefField<unknown> | z.ZodType ? DataOf<O> : { [K in keyof O]: DataOf<O[K]> };
/** What `run` may return: what travels by reference also as it is to be stored. */
export type Returned<O> = O extends RefField<unknown> | z.ZodType
  ? ReturnedOf<O>
  : { [K in keyof O]: ReturnedOf<O[K]> };

/** Phantom of a step: what it takes and gives on the wire, and which dependencies it needs. */
export interface Step<In, Out, Deps> {
  readonly kind: 'step';
  readonly [wire]?: (input: In) => Out;
  readonly [needs]?: (deps: Deps) => void;
}
export interface MapStep<Item, Shared, Result, Deps> {
  readonly kind: 'map';
  readonly [wire]?: (item: Item, shared: Shared) => Result;
  readonly [needs]?: (deps: Deps) => void;
}
export interface StepSet<N extends string, S> {
  readonly namespace: N;
  readonly steps: S;
}

export type AnyStepSet = StepSet<string, Readonly<Record<string, { readonly kind: 'step' | 'map' }>>>;

/** All dependencies that the steps of a set need, as one object type. */
export type DepsOf<S> =
  S extends StepSet<string, infer Steps>
    ? Steps[keyof Steps] extends { readonly [needs]?: (deps: infer D) => void }
      ? D
      : never
    : never;

/** Milliseconds, or a text that Temporal understands: `2s`, `10 minutes`. */
export type Duration = number | `${number}${'' | ' '}${'ms' | 's' | 'm' | 'h' | 'd' | Unit | `${Unit}s`}`;
type Unit = 'second' | 'minute' | 'hour' | 'day' | 'week';

/** Options of one call, decided on the workflow side and obeyed by the guard. */
export interface CallOptions {
  /** Own failures of this (step, hash) after which the step is exhausted. Default 5. */
  readonly maximumFailures?: number;
  /** Commit the step as skipped, for this reason, instead of running it. */
  readonly skip?: string;
  /** Pay again: neither earlier items nor the cache may answer. Names the wish; what it paid is kept under it. */
  readonly fresh?: string;
  /** Makes it another call than one with the same input: a reminder is sent each time that it is due. Part of the hash. */
  readonly occasion?: string;
  /** The name of the call, where it is another than the activity's: what people see it under. Part of no hash. */
  readonly call?: string;
  /** It may have to be undone: its output is kept inline, so a step whose output holds references is refused before it begins. */
  readonly undo?: true;
  /** The effect was made before, and undone: this is the nth time, which is part of its hash and of its idempotency key. */
  readonly time?: number;
  /** It undoes that call: its record answers to no other. */
  readonly undoes?: Undoes;
}

/** A call that is undone: its step, what it was called with, and the how manieth time it was made, if not the first. */
export interface Undoes {
  readonly step: string;
  readonly input: unknown;
  readonly time?: number;
}

/** How a step answers that a person skipped and that is no kept effect. */
export interface Skipped {
  readonly $skipped: string;
  readonly output: unknown;
}

/** The business key of an effect, where its author names one. */
export interface EffectKey {
  readonly key?: string;
}

/** How a step answers that is a kept effect; `$skipped` where a person skipped it. */
export interface EffectAnswer {
  readonly $effect: EffectKey;
  readonly $skipped?: string;
  readonly output: unknown;
}

/**
 * The last entry of the details of a failure of an effect that may have begun: this attempt, or one before it, got as far
 * as the step's own `run`. A failure without it left the outside as it was.
 */
export interface Begun {
  readonly $begun: EffectKey;
}

/** What an execution knows of an effect: its answer, or that it may have begun. `input` is what its step was called with. */
export interface KeptEffect extends EffectKey {
  readonly step: string;
  readonly input: unknown;
  readonly answer?: Omit<EffectAnswer, '$effect'>;
  /** That execution undid it; `perhaps` where it ended in the middle of that. */
  readonly undone?: 'yes' | 'perhaps';
}

/** What `kit.kept` answers, a page at a time, so that no payload grows with the run. */
export interface KeptPage {
  readonly effects: readonly KeptEffect[];
  readonly more: boolean;
}

/** What `kit.effectKey` is asked: the business key of a call before it is made. It answers with an `EffectKey`. */
export interface EffectKeyRequest {
  readonly step: string;
  readonly input: unknown;
}

/** The wire input of one shard of a map step. */
export interface ShardInput {
  readonly items: Ref<unknown[]>;
  readonly shared: Readonly<Record<string, unknown>>;
  readonly from: number;
  readonly to: number;
}

/** What `kit.list` makes one list of: `lists` one after another, without the items of `minus`. Items count by content. */
export interface ListRequest {
  /** Whose output it passes for: the first list's maker, as the graph of a run and a loss show it. */
  readonly of: string;
  /** By reference, or as they stand in the body. */
  readonly lists: readonly (Ref<unknown> | readonly unknown[])[];
  readonly minus?: ListRequest['lists'];
  /** The items are lists: theirs, one after another. */
  readonly flat?: boolean;
  /** Each content once. */
  readonly unique?: boolean;
}

/** What `kit.value` is asked: the content of a reference, if it has no more bytes of JSON. */
export interface ValueRequest {
  readonly ref: Ref<unknown>;
  readonly maxBytes: number;
}

/** An input that could not be read: its producer has to run again. `corrupt` counts a strike, `strikes` so far. */
export interface LostInput {
  readonly field: string;
  readonly step: string;
  readonly sha: string;
  readonly gen: number;
  readonly corrupt: boolean;
  readonly strikes: number;
}

/** What a run whose stored state was lost still knows. It makes it the same run. */
export type Kept = Pick<Opened, 'date' | 'remembered'>;

/** What `kit.open` is given; `from` when it starts over there, `kept` when the run opens again. */
export interface Opening {
  readonly input: unknown;
  /** The version of the kernel that asks (workflows/kit/version.ts). */
  readonly kernel: number;
  readonly from?: string;
  readonly kept?: Kept;
}

/** What `kit.open` tells the workflow. `date` is the run's date (ISO), fixed by its first opening. */
export interface Opened {
  readonly input: unknown;
  /** The kernel that asked, told back so that it stands in history. Absent in those of before kernels had versions. */
  readonly kernel?: number;
  readonly date: string;
  readonly remembered: Readonly<Record<string, unknown>>;
  readonly searchAttributes: readonly string[];
  /** Somebody wants to be told when the run waits for a person. */
  readonly notifies: boolean;
  /** How long run state outlives its last write: a parked run is kept alive three times in it. */
  readonly stateTtlMs: number;
}

/** Failure types that workflow code recognises (the `type` of an ApplicationFailure). */
export type FailureType =
  | 'StateLost'
  | 'StepExhausted'
  | 'LockBusy'
  | 'LeaseLost'
  | 'Superseded'
  | 'HandedOver'
  | 'InputInvalid'
  | 'OutputInvalid'
  | 'TooLarge'
  | 'OutputLost'
  | 'SourceLost'
  | 'TooManyItemsFailed'
  | 'NotSkippable'
  | 'RedisUnreachable'
  | 'RedisRefused'
  | 'RunInputChanged'
  | 'RunInputInvalid'
  | 'StartInvalid'
  | 'KeptAlive'
  | 'OptionInvalid'
  | 'NotJson';
