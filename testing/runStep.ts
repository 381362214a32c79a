/** One step by itself, as a function: for tests of steps. */
import type { AnyStepSet } from '../activities/kit';
import type { MapEntry, MapStep, Ref, Step } from '../activities/kit';
import { runAlone } from './memory/alone';

/** What travels by reference is plain data here. */
type Plain<T> = T extends Ref<infer Content> ? Content : T;
type PlainFields<T> = T extends Ref<infer Content> ? Content : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

export interface RunStepOptions<Deps> {
  /** What the step needs: fakes, that a test looks at. */
  readonly deps: Deps;
  /** The fencing token that a step with a `resource` is given. Default: what Redis gives. */
  readonly token?: number;
  /** Cancels the step. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a step once, without servers: the real guard around its own code, on the simulated Redis. So its input and output are held to
 * their schemas and sizes, defaults apply, and its context is whole (`idempotencyKey`, `assertHeld`, `progress`, `once`, `token`).
 * References are plain data, both ways. Rejects with what the step's own code throws, and with the ApplicationFailure of the
 * guard (`InputInvalid`, `OutputInvalid`, `TooLarge` …); nothing is tried again.
 */
export function runStep<In, Out, Deps>(
  step: Step<In, Out, Deps>,
  input: PlainFields<In>,
  options: RunStepOptions<Deps>,
): Promise<PlainFields<Out>>;
/** The same with the items of a map step: how each of them ended, in their order. What is thrown fails the item. */
export function runStep<Item, Shared, Result, Deps>(
  step: MapStep<Item, Shared, Result, Deps>,
  items: readonly Item[],
  options: RunStepOptions<Deps> & { readonly shared?: PlainFields<Shared> },
): Promise<MapEntry<Result>[]>;
export function runStep(
  step: { readonly kind: 'step' | 'map' },
  input: unknown,
  options: RunStepOptions<unknown> & { readonly shared?: unknown },
): Promise<unknown> {
  const set: AnyStepSet = { namespace: 'test', steps: { step } };
  return runAlone(set, input, options);
}
