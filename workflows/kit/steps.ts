/** Typed proxies of a step set: what a pipeline calls. */
import { CancelledFailure } from '@temporalio/workflow';
import type { MapStep, Ref, ShardInput, Step, StepSet } from '../../activities/kit/contract';
import { perform } from './calls';
import { inBody } from './epoch';
import { inBodyOf } from './lists';
import type { InBody, Listed, MapResult } from './lists';
import { callMap } from './map';
import { known } from './options';
import type { AnyOptions, CallOptions, MapOptions, StepOptions } from './options';

export type Call<In, Out> = (input: In, options?: CallOptions<In, Out>) => Promise<InBody<Out>>;

export interface MapCall<Item, Shared, Result> {
  /**
   * Every item of the list ends ok, failed or skipped; the counts come back, the outcomes by reference. `shared` may be left
   * out where the step needs none.
   */
  map(items: Listed<Item>, ...more: SharedThenOptions<Shared>): Promise<MapResult<Result>>;
}
type SharedThenOptions<Shared> = object extends Shared
  ? [shared?: [keyof Shared] extends [never] ? Readonly<Record<string, never>> : Shared, options?: MapOptions]
  : [shared: Shared, options?: MapOptions];

export type Calls<Steps> = {
  readonly [K in keyof Steps]: Steps[K] extends MapStep<infer Item, infer Shared, infer Result, never>
    ? MapCall<Item, Shared, Result>
    : Steps[K] extends Step<infer In, infer Out, never>
      ? Call<In, Out>
      : never;
};

/** What JavaScript itself looks for in an object: never a step. */
const TAKEN: ReadonlySet<string> = new Set(['then', 'toJSON']);

/**
 * The steps of a set as functions. `namespace` is the set's own; `options.steps` sets options for single steps, the other
 * options hold for all. What one call is told (its last argument) holds over both.
 */
export function steps<S extends StepSet<string, unknown>>(
  namespace: S['namespace'],
  options: StepOptions & { readonly steps?: { readonly [K in keyof S['steps']]?: StepOptions } } = {},
): Calls<S['steps']> {
  const { steps: ofSteps = {}, ...defaults } = options;
  const own = new Map<string, StepOptions>(Object.entries(ofSteps));
  // A mistake in them is told when a step is called: there, only its run fails, and says why.
  const optionsOf = (key: string): AnyOptions => ({
    ...known(`steps('${namespace}')`, 'step', defaults),
    ...known(`${namespace}.${key} in steps('${namespace}')`, 'step', own.get(key)),
  });
  const proxy = new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_target, key) => {
        if (key === STEP_SET) return { namespace, steps: [...own.keys()] };
        return typeof key === 'string' && !TAKEN.has(key)
          ? proxyOf(`${namespace}.${key}`, () => optionsOf(key))
          : undefined;
      },
    },
  );
  return proxy as Calls<S['steps']>;
}

const STEP_SET = Symbol('the step set of these calls');

/** What `steps` was told: the set, and the steps that have options. Undefined for what it did not make. */
export function stepSetOf(
  calls: object,
): { readonly namespace: string; readonly steps: readonly string[] } | undefined {
  return Reflect.get(calls, STEP_SET) as ReturnType<typeof stepSetOf>;
}

function proxyOf(name: string, ofStep: () => AnyOptions): unknown {
  const step = async (input: unknown, options?: unknown): Promise<unknown> =>
    callStep(name, input, { ...ofStep(), ...known(`a call of ${name}`, 'call', options) });
  return Object.assign(step, {
    map: async (items: Listed<unknown>, shared: ShardInput['shared'] = {}, options?: unknown) =>
      callMap({ name, items, shared, options: { ...ofStep(), ...known(`a map of ${name}`, 'map', options) } }),
  });
}

async function callStep(name: string, input: unknown, options: AnyOptions): Promise<unknown> {
  const { kernel, epoch, undoing, occasion } = inBody(name);
  if (epoch.abandoned) return epoch.nothing();
  const call = kernel.newCall(name, options.label ?? occasion?.label, undoing?.doing);
  const output = await perform(call, { activity: name, input, options, isKept: true });
  const bytes = bytesOf(output);
  if (bytes > 0) call.tell({ bytes });
  call.finish();
  if (options.undo && !undoing && kernel.sdk.isCancelled()) throw new CancelledFailure(`${name} ended as the run did`);
  return inBodyOf(output);
}

/** Bytes by reference in an output: of one reference, or of an object's fields. */
function bytesOf(output: unknown): number {
  if (typeof output !== 'object' || output === null) return 0;
  const values: unknown[] = '$ref' in output ? [output] : Object.values(output);
  const refs = values.filter(
    (value): value is Ref<unknown> => typeof value === 'object' && value !== null && '$ref' in value,
  );
  return refs.reduce((sum, ref) => sum + ref.bytes, 0);
}
