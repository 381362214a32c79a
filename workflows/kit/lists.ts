/**
 * What a body can do with content that it does not hold: hand it on, join and subtract lists of it, look into a small one.
 * Only what is looked at comes into the history, and how much that may be is said where it is done.
 */
import type { ListRequest, Mapped, Ref } from '../../activities/kit/contract';
import { perform } from './calls';
import { inBody } from './epoch';
import { stop } from './failure';
import { jsonBytes, sizes } from './shapes';

/** Content behind a reference. */
export interface Content<T> extends Ref<T> {
  /**
   * The content itself. Ends the run failed (`TooLarge`) where it has more than `maxBytes` of JSON: 16 KiB unless said
   * otherwise, 64 KiB at most. What is larger belongs to a step.
   */
  value(options?: { readonly maxBytes?: number }): Promise<T>;
}

/** A list behind a reference. */
export interface List<T> extends Content<T[]> {
  readonly length: number;
  /** Its items, which are at most `max`, and 16 KiB of JSON. Ends the run failed (`TooLarge`) where they are more. */
  values(options: { readonly max: number }): Promise<T[]>;
  /** Its items, and then those of `other`, each content once. */
  plus(other: Listed<T>): Promise<List<T>>;
  /** Its items that are not in `other`, each content once. */
  minus(other: Listed<unknown>): Promise<List<T>>;
  /** The items of its items, which are lists, in their order. */
  flat(): Promise<List<T extends readonly (infer Inner)[] ? Inner : never>>;
}

/** A list by reference, or a small one that stands in the body: at most 16 KiB of JSON. */
export type Listed<T> = Ref<T[]> | readonly T[];

/** What a map made: the outcome of every item by reference, the counts in the body. */
export interface MapResult<T> extends Mapped<T> {
  /** The values of its ok items, in the order of the list. Nothing is read or stored for it. */
  ok(): List<T>;
  /** The same in the body: `ok().values(…)`. */
  values(options: { readonly max: number }): Promise<T[]>;
}

/** What a step gives, as a body has it. */
export type InBody<Out> =
  Out extends Ref<unknown>
    ? Seen<Out>
    : Out extends readonly unknown[]
      ? Out
      : Out extends object
        ? { [K in keyof Out]: Seen<Out[K]> }
        : Out;
type Seen<F> =
  F extends Mapped<infer T>
    ? MapResult<T>
    : F extends Ref<infer T>
      ? T extends readonly (infer Item)[]
        ? List<Item>
        : Content<T>
      : F;

/** What a reference is called whose content nobody but the body made. */
export const KIT_LIST = 'kit.list';

/** The output of a step, with what a body can do with references in it. */
export function inBodyOf(output: unknown): unknown {
  if (typeof output !== 'object' || output === null || Array.isArray(output)) return output;
  if (isRef(output)) return seen(output);
  return Object.fromEntries(Object.entries(output).map(([key, field]) => [key, isRef(field) ? seen(field) : field]));
}

export const isRef = (value: unknown): value is Ref<unknown> =>
  typeof value === 'object' && value !== null && '$ref' in value && 'gen' in value;

/** A list that stands in the body, by reference. What is there twice is there once when it is said to be. */
export async function stored(items: readonly unknown[], unique = false): Promise<List<never>> {
  return derived({ of: KIT_LIST, lists: [inlined(items)], ...(unique ? { unique } : {}) });
}

/** A reference with what a body can do with it. The methods are no part of what travels. */
export function seen(ref: Ref<unknown>): unknown {
  const isMap = 'counts' in ref;
  const methods = isMap ? ofMap(ref as Mapped<unknown>) : ref.items === undefined ? ofContent(ref) : ofList(ref);
  const hidden = Object.entries<unknown>(methods).map(([name, value]) => [name, { value, enumerable: false }] as const);
  return Object.defineProperties({ ...ref }, Object.fromEntries(hidden));
}

const ofContent = (ref: Ref<unknown>) => ({
  value: ({ maxBytes = sizes.inlineBytes }: { maxBytes?: number } = {}) => look(ref, maxBytes),
});

const ofList = (ref: Ref<unknown>) => ({
  ...ofContent(ref),
  length: ref.items ?? 0,
  values({ max }: { max: number }) {
    if (typeof max === 'number') return look(ref, sizes.inlineBytes, max);
    throw stop('OptionInvalid', `values of ${ref.step} takes { max }: how many items may come into the body`);
  },
  plus: (other: Listed<unknown>) => derived({ of: ref.step, lists: [ref, sourceOf(other)], unique: true }),
  minus: (other: Listed<unknown>) => derived({ of: ref.step, lists: [ref], minus: [sourceOf(other)], unique: true }),
  flat: () => derived({ of: ref.step, lists: [ref], flat: true }),
});

function ofMap({ counts, ...ref }: Mapped<unknown>) {
  const ok = (): List<unknown> => seen({ ...ref, items: counts.ok, view: 'ok' }) as List<unknown>;
  return { ok, values: (options: { max: number }) => ok().values(options) };
}

export const sourceOf = (list: Listed<unknown>): ListRequest['lists'][number] => (isRef(list) ? list : inlined(list));

function inlined(items: readonly unknown[]): readonly unknown[] {
  const bytes = jsonBytes(items);
  if (bytes === undefined) throw stop('NotJson', 'a list in the body is no JSON (a BigInt, a cycle, a function?)');
  if (bytes <= sizes.inlineBytes) return items;
  throw stop(
    'TooLarge',
    `a list in the body has ${bytes} bytes, at most ${sizes.inlineBytes}: let a step return it by reference`,
  );
}

/** Shown only when it waits for a person: it is no step of the author's. */
async function derived(input: ListRequest): Promise<List<never>> {
  const { kernel } = inBody('a list');
  const made = await perform(kernel.quietCall(KIT_LIST), { activity: KIT_LIST, input, options: {} });
  return seen(made as Ref<unknown>) as List<never>;
}

async function look(ref: Ref<unknown>, maxBytes: number, max = Number.MAX_SAFE_INTEGER): Promise<unknown> {
  const { kernel } = inBody('kit.value');
  const { items = 0, step } = ref;
  if (!(Number(maxBytes) <= sizes.valueBytes))
    throw stop('OptionInvalid', `maxBytes is ${maxBytes}: a body looks into at most ${sizes.valueBytes} bytes`);
  if (!(items <= max))
    throw stop('TooLarge', `what ${step} made has ${items} items, and the body asked for at most ${max}`);
  // A failure of it is final: no retry makes what was stored smaller.
  const options = { onFailure: 'fail', maximumFailures: 1 } as const;
  return perform(kernel.quietCall('kit.value'), { activity: 'kit.value', input: { ref, maxBytes }, options });
}
