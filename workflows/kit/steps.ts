/** Typed proxies of a step set: what a pipeline calls. */
import type { Mapped, MapStep, Ref, ShardInput, Step, StepSet } from '../../activities/kit/contract';
import { call, finish, pause, setRow } from './calls';
import type { StepOptions } from './calls';
import { remember } from './facts';
import { inBody, inEpoch, stop } from './kernel';
import type { Epoch, Kernel } from './kernel';
import type { StepRow } from './messages';
import { insist } from './own';

const DEFAULT_SHARD_SIZE = 500;
const MAX_SHARDS = 200;

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
      get: (_target, key) =>
        typeof key === 'string' ? proxyOf(`${namespace}.${key}`, { ...defaults, ...own.get(key) }) : undefined,
    },
  );
  return proxy as Calls<S['steps']>;
}

function proxyOf(name: string, options: StepOptions): unknown {
  const step = (input: unknown): Promise<unknown> => callStep(name, input, options);
  return Object.assign(step, {
    map: (items: Ref<unknown[]>, shared: ShardInput['shared']) => callMap(name, items, shared, options),
    with: (more: StepOptions) => proxyOf(name, { ...options, ...more }),
  });
}

function newRow(kernel: Kernel, name: string): StepRow {
  const same = kernel.rows.filter((row) => row.name === name || row.name.startsWith(`${name} #`)).length;
  const row: StepRow = {
    name: same > 0 ? `${name} #${same + 1}` : name,
    status: 'running',
    runs: 0,
    startedAt: new Date().toISOString(),
  };
  kernel.rows.push(row);
  return row;
}

async function callStep(name: string, input: unknown, options: StepOptions): Promise<unknown> {
  const { kernel } = inBody(name);
  const row = newRow(kernel, name);
  const output = await call(row, name, input, options);
  const bytes = bytesOf(output);
  if (bytes > 0) row.bytes = bytes;
  finish(kernel, row);
  return output;
}

async function callMap(
  name: string,
  items: Ref<unknown[]>,
  shared: ShardInput['shared'],
  options: StepOptions,
): Promise<unknown> {
  const { kernel, epoch } = inBody(name);
  const row = newRow(kernel, name);
  const total = items.items ?? 0;
  for (;;) {
    row.items = { total, ok: 0, failed: 0, skipped: 0 };
    const parts = await mapShards(row, name, items, shared, options);
    const output =
      parts.length === 1
        ? parts[0]
        : await call(row, 'kit.gather', { of: name, parts }, { ...options, summary: `${name}: gather` });
    const { bytes, ok, failed, skipped } = output as Mapped<unknown>;
    Object.assign(row, { bytes, items: { total, ok, failed, skipped } });
    if (failed * 2 > total && row.skippedFor === undefined) {
      const message = `${failed} of ${total} items failed, more than half`;
      const accepted = await inEpoch(epoch, acceptedFor(kernel, epoch, row, name, message));
      if (accepted === undefined) continue;
      row.skippedFor = accepted;
    }
    finish(kernel, row);
    return output;
  }
}

/**
 * Why a person goes on with so few items: asked once in the life of the run. Undefined when the failed items are to be
 * run again.
 */
async function acceptedFor(
  kernel: Kernel,
  epoch: Epoch,
  row: StepRow,
  name: string,
  message: string,
): Promise<string | undefined> {
  const key = `accepted:${name}`;
  const earlier = kernel.remembered.get(key);
  if (typeof earlier === 'string') return earlier;
  if (kernel.failWhenExhausted) {
    setRow(kernel, row, 'failed', message);
    throw stop('TooManyItemsFailed', `${name}: ${message}`);
  }
  const decision = await pause(kernel, epoch, row, name, message);
  if (decision === 'abandoned') return undefined;
  if (decision.skip === undefined) {
    await insist(kernel, 'kit.reset', () => kernel.reset(name, true, false));
    return undefined;
  }
  await remember(kernel, key, decision.skip);
  return decision.skip;
}

async function mapShards(
  row: StepRow,
  name: string,
  items: Ref<unknown[]>,
  shared: ShardInput['shared'],
  options: StepOptions,
): Promise<Mapped<unknown>[]> {
  const total = items.items ?? 0;
  const { shardSize = DEFAULT_SHARD_SIZE } = options;
  // A part of an item is no shard: its call would be refused, and the run would wait for a person who cannot mend it.
  if (!Number.isInteger(shardSize) || shardSize < 1)
    throw stop('OptionInvalid', `the shardSize of ${name} is ${shardSize}: give a whole number of items, 1 or more`);
  const size = Math.max(shardSize, Math.ceil(total / MAX_SHARDS));
  const starts = Array.from({ length: Math.max(1, Math.ceil(total / size)) }, (_, i) => i * size);
  const shard = async (from: number): Promise<Mapped<unknown>> => {
    const to = Math.min(total, from + size);
    const input: ShardInput = { items, shared, from, to };
    const summary = options.summary ?? `items ${from + 1}-${to} of ${total}`;
    // Eager, the first shards would all stay with the worker that scheduled them, however idle the others are.
    const part = (await call(row, name, input, { ...options, summary, eager: false })) as Mapped<unknown>;
    const done = row.items ?? { total, ok: 0, failed: 0, skipped: 0 };
    row.items = {
      total,
      ok: done.ok + part.ok,
      failed: done.failed + part.failed,
      skipped: done.skipped + part.skipped,
    };
    return part;
  };
  return Promise.all(starts.map(shard));
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
