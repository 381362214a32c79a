/** Typed proxies of a step set: what a pipeline calls. */
import type { Mapped, MapStep, Ref, ShardInput, Step, StepSet } from '../../activities/kit/contract';
import { perform } from './calls';
import type { StepOptions } from './calls';
import { inBody } from './epoch';
import { callMap } from './map';

export interface Call<In, Out> {
  (input: In): Promise<Out>;
  /** The same step with other options for one call. */
  with(options: StepOptions): Call<In, Out>;
}
export interface MapCall<Item, Shared, Result> {
  /** Every item of the list ends ok, failed or skipped; the counts come back, the outcomes by reference. */
  map(items: Ref<Item[]>, shared: Shared): Promise<Mapped<Result>>;
  with(options: StepOptions): MapCall<Item, Shared, Result>;
}
export type Calls<Steps> = {
  readonly [K in keyof Steps]: Steps[K] extends MapStep<infer Item, infer Shared, infer Result, never>
    ? MapCall<Item, Shared, Result>
    : Steps[K] extends Step<infer In, infer Out, never>
      ? Call<In, Out>
      : never;
};

/**
 * The steps of a set as functions. `namespace` is the set's own; `options.steps` sets options for single steps,
 * the other options hold for all.
 */
export function proxySteps<S extends StepSet<string, unknown>>(
  namespace: S['namespace'],
  options: StepOptions & { readonly steps?: { readonly [K in keyof S['steps']]?: StepOptions } } = {},
): Calls<S['steps']> {
  const { steps = {}, ...defaults } = options;
  const own = new Map<string, StepOptions>(Object.entries(steps));
  const proxy = new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_target, key) => {
        if (key === STEP_SET) return { namespace, steps: [...own.keys()] };
        return typeof key === 'string' ? proxyOf(`${namespace}.${key}`, { ...defaults, ...own.get(key) }) : undefined;
      },
    },
  );
  return proxy as Calls<S['steps']>;
}

const STEP_SET = Symbol('the step set of these calls');

/** What `proxySteps` was told: the set, and the steps that have options. Undefined for what it did not make. */
export function stepSetOf(
  calls: object,
): { readonly namespace: string; readonly steps: readonly string[] } | undefined {
  return Reflect.get(calls, STEP_SET) as ReturnType<typeof stepSetOf>;
}

function proxyOf(name: string, options: StepOptions): unknown {
  const step = (input: unknown): Promise<unknown> => callStep(name, input, options);
  return Object.assign(step, {
    map: (items: Ref<unknown[]>, shared: ShardInput['shared']) => callMap({ name, items, shared, options }),
    with: (more: StepOptions) => proxyOf(name, { ...options, ...more }),
  });
}

async function callStep(name: string, input: unknown, options: StepOptions): Promise<unknown> {
  const { kernel, occasion } = inBody(name);
  const call = kernel.newCall(name, options.label ?? occasion?.label);
  const output = await perform(call, { activity: name, input, options, isKept: true });
  const bytes = bytesOf(output);
  if (bytes > 0) call.tell({ bytes });
  call.finish();
  return output;
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
