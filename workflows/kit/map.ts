/** One call of a map step: its shards, the gathering of what they made, and whether a person goes on with few items. */
import type { ListRequest, MapCounts, Mapped, Ref, ShardInput } from '../../activities/kit/contract';
import type { Call } from './call';
import { perform } from './calls';
import { inBody } from './epoch';
import { remember } from './facts';
import { refused, StepFailed, stop } from './failure';
import { identityOf } from './identity';
import type { Kernel } from './kernel';
import { isRef, seen, sourceOf } from './lists';
import type { Listed, MapResult } from './lists';
import type { AnyOptions } from './options';
import { resetSurely } from './own';

const DEFAULT_SHARD_SIZE = 500;
const MAX_SHARDS = 200;

interface MapCalled {
  readonly name: string;
  readonly items: Listed<unknown>;
  readonly shared: ShardInput['shared'];
  readonly options: AnyOptions;
}
interface MapOf extends MapCalled {
  readonly items: Ref<unknown[]>;
}

export async function callMap(called: MapCalled): Promise<MapResult<unknown>> {
  const { kernel, epoch, undoing, occasion } = inBody(called.name);
  if (epoch.abandoned) return epoch.nothing();
  if (undoing) throw stop('OptionInvalid', `an undo calls the map ${called.name}: it can call steps only`);
  const call = kernel.newCall(called.name, called.options.label ?? occasion?.label);
  const limit = limitOf(called);
  const of = { ...called, items: await storedFor(call, called) };
  const total = of.items.items ?? 0;
  for (;;) {
    call.tell({ items: { ...NONE, total } });
    const parts = await mapShards(call, of, total);
    const output = parts.length === 1 ? (parts[0] as Mapped<unknown>) : await gathered(call, of, parts);
    const { bytes, counts } = output;
    const { failed } = counts;
    call.tell({ bytes, items: counts });
    if (failed > limit.of(total) && call.skippedFor === undefined) {
      const message = `${failed} of ${total} items failed, more than ${limit.told}`;
      const accepted = await epoch.whileOpen(acceptedFor(kernel, call, of, message));
      if (accepted === undefined) continue;
      call.skipped(accepted);
    }
    call.finish();
    return seen(output) as MapResult<unknown>;
  }
}

const NONE: MapCounts = { total: 0, ok: 0, failed: 0, skipped: 0, cached: 0 };

/** A list in the body is stored once, so that its shards, however many, hand on a reference. */
async function storedFor(call: Call, { items, options }: MapCalled): Promise<Ref<unknown[]>> {
  if (isRef(items)) return items;
  const input: ListRequest = { of: 'kit.list', lists: [sourceOf(items)] };
  return (await perform(call, { activity: 'kit.list', input, options })) as Ref<unknown[]>;
}

/** With how many failed items a map goes on by itself. */
function limitOf({ name, options: { maxFailed = '50%' } }: MapCalled): { told: string; of(total: number): number } {
  const [, share] = /^(\d+(?:\.\d+)?)%$/.exec(String(maxFailed)) ?? [];
  if (share !== undefined && Number(share) <= 100)
    return { told: share === '50' ? 'half' : `${share}%`, of: (total) => (total * Number(share)) / 100 };
  if (maxFailed === 'all') return { told: maxFailed, of: (total) => total };
  if (typeof maxFailed === 'number' && Number.isInteger(maxFailed) && maxFailed >= 0)
    return { told: String(maxFailed), of: () => maxFailed };
  throw stop(
    'OptionInvalid',
    `the maxFailed of ${name} is ${maxFailed}: give a whole number, a share such as '10%', or 'all'`,
  );
}

const gathered = (call: Call, { name, options }: MapOf, parts: readonly unknown[]): Promise<Mapped<unknown>> =>
  perform(call, {
    activity: 'kit.gather',
    input: { of: name, parts },
    options: { ...options, summary: `${call.name}: gather` },
  }) as Promise<Mapped<unknown>>;

/** Under which a run remembers that a person goes on with the items of a map. Another list is another map. */
const acceptedKey = ({ name, items, shared }: MapOf): string => `accepted:${name}:${identityOf({ items, shared })}`;

/**
 * Why a person goes on with so few items: asked once for each list in the life of the run. Undefined when the failed items
 * are to be run again.
 */
async function acceptedFor(kernel: Kernel, call: Call, of: MapOf, message: string): Promise<string | undefined> {
  const key = acceptedKey(of);
  const earlier = kernel.facts.get(key);
  if (typeof earlier === 'string') return earlier;
  const { onFailure = kernel.onFailure } = of.options;
  if (onFailure !== 'pause') {
    call.fail(message);
    if (onFailure === 'throw') throw new StepFailed(call, refused('TooManyItemsFailed', message));
    throw stop('TooManyItemsFailed', `${of.name}: ${message}`);
  }
  const { epoch } = kernel;
  const abandoned = (): boolean => epoch?.abandoned === true;
  const decision = await call.pause({ message, resets: of.name, abandoned });
  if (decision === 'abandoned') return undefined;
  if (decision.skip === undefined) {
    await resetSurely(kernel, { step: of.name, floor: true, fresh: false });
    return undefined;
  }
  await remember(kernel, key, decision.skip);
  return decision.skip;
}

async function mapShards(call: Call, of: MapOf, total: number): Promise<Mapped<unknown>[]> {
  const { name, items, shared, options } = of;
  const { shardSize = DEFAULT_SHARD_SIZE } = options;
  // A part of an item is no shard: its call would be refused, and the run would wait for a person who cannot mend it.
  if (!Number.isInteger(shardSize) || shardSize < 1)
    throw stop('OptionInvalid', `the shardSize of ${name} is ${shardSize}: give a whole number of items, 1 or more`);
  const size = Math.max(shardSize, Math.ceil(total / MAX_SHARDS));
  const starts = Array.from({ length: Math.max(1, Math.ceil(total / size)) }, (_, i) => i * size);
  const done = { ...NONE, total };
  const shard = async (from: number): Promise<Mapped<unknown>> => {
    const to = Math.min(total, from + size);
    const input: ShardInput = { items, shared, from, to };
    const lead = call.name === name ? '' : `${call.name}: `;
    const summary = options.summary ?? `${lead}items ${from + 1}-${to} of ${total}`;
    // Eager, the first shards would all stay with the worker that scheduled them, however idle the others are.
    const part = { activity: name, input, options: { ...options, summary }, eager: false };
    const made = (await perform(call, part)) as Mapped<unknown>;
    for (const count of ['ok', 'failed', 'skipped', 'cached'] as const) done[count] += made.counts[count];
    call.tell({ items: { ...done } });
    return made;
  };
  return Promise.all(starts.map(shard));
}
