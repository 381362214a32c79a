/** One call of a map step: its shards, the gathering of what they made, and whether a person goes on with few items. */
import type { Mapped, Ref, ShardInput } from '../../activities/kit/contract';
import type { Call } from './call';
import { perform } from './calls';
import { inBody } from './epoch';
import { remember } from './facts';
import { StepFailed, stop } from './failure';
import { identityOf } from './identity';
import type { Kernel } from './kernel';
import type { AnyOptions } from './options';
import { resetSurely } from './own';

const DEFAULT_SHARD_SIZE = 500;
const MAX_SHARDS = 200;

interface MapOf {
  readonly name: string;
  readonly items: Ref<unknown[]>;
  readonly shared: ShardInput['shared'];
  readonly options: AnyOptions;
}

export async function callMap(of: MapOf): Promise<unknown> {
  const { kernel, epoch, undoing, occasion } = inBody(of.name);
  if (undoing) throw stop('OptionInvalid', `an undo calls the map ${of.name}: it can call steps only`);
  const call = kernel.newCall(of.name, of.options.label ?? occasion?.label);
  const limit = limitOf(of);
  const total = of.items.items ?? 0;
  for (;;) {
    call.tell({ items: { total, ok: 0, failed: 0, skipped: 0 } });
    const parts = await mapShards(call, of, total);
    const output = parts.length === 1 ? parts[0] : await gathered(call, of, parts);
    const { bytes, ok, failed, skipped } = output as Mapped<unknown>;
    call.tell({ bytes, items: { total, ok, failed, skipped } });
    if (failed > limit.of(total) && call.skippedFor === undefined) {
      const message = `${failed} of ${total} items failed, more than ${limit.told}`;
      const accepted = await epoch.whileOpen(acceptedFor(kernel, call, of, message));
      if (accepted === undefined) continue;
      call.skipped(accepted);
    }
    call.finish();
    return output;
  }
}

/** With how many failed items a map goes on by itself. */
function limitOf({ name, options: { maxFailed = '50%' } }: MapOf): { told: string; of(total: number): number } {
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

const gathered = (call: Call, { name, options }: MapOf, parts: readonly unknown[]): Promise<unknown> =>
  perform(call, {
    activity: 'kit.gather',
    input: { of: name, parts },
    options: { ...options, summary: `${name}: gather` },
  });

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
    const failure = stop('TooManyItemsFailed', `${of.name}: ${message}`);
    throw onFailure === 'throw' ? new StepFailed(call, failure) : failure;
  }
  const { epoch } = kernel;
  const abandoned = (): boolean => epoch?.abandoned === true;
  const decision = await call.pause({ message, resets: of.name, skipping: 'goes on', abandoned });
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
  const done = { total, ok: 0, failed: 0, skipped: 0 };
  const shard = async (from: number): Promise<Mapped<unknown>> => {
    const to = Math.min(total, from + size);
    const input: ShardInput = { items, shared, from, to };
    const summary = options.summary ?? `items ${from + 1}-${to} of ${total}`;
    // Eager, the first shards would all stay with the worker that scheduled them, however idle the others are.
    const part = { activity: name, input, options: { ...options, summary }, eager: false };
    const made = (await perform(call, part)) as Mapped<unknown>;
    done.ok += made.ok;
    done.failed += made.failed;
    done.skipped += made.skipped;
    call.tell({ items: { ...done } });
    return made;
  };
  return Promise.all(starts.map(shard));
}
