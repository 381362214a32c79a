/**
 * One item, until it has an outcome: ok, failed or skipped. A retryable error is tried again within the attempt; what
 * nobody could mend by asking again (a wrong shape, no JSON, too large, a non-retryable failure) fails it at once.
 */
import { limits, pause, ValueTooLarge } from '../../../redis';
import { askerOf, keyOfTime, own, paidFor, stepContext, untilItFits } from '../attempt/context';
import type { PaidCount } from '../attempt/context';
import type { ItemContext } from '../authoring/define';
import { isFinal, messageOf, OwnFailure } from '../errors';
import type { Item, Shard } from './item';
import type { RecordedItem } from '../../../redis/itemRecord';
import { jsonOf } from '../content/json';
import { keepMsOf } from '../authoring/keep';
import type { Execution } from '../attempt/work';

const TRIES_IN_ATTEMPT = 3;
const FIRST_RETRY_MS = 100;
const MAX_REASON_CHARACTERS = 500;

/** How often items ran. */
export interface Tally {
  computed: number;
}

/** With `retry` another attempt may do better. */
export type Settled = RecordedItem & { readonly retry?: true };

class Skip {
  constructor(readonly reason: string) {}
}

/** Rejects with what is not the item's fault: the attempt was cancelled, its lease lost, Redis is away. */
export async function settle(x: Execution, shard: Shard, item: Item, tally: Tally): Promise<Settled> {
  const paying = { asked: 0, paid: 0, ran: false };
  const ended = (outcome: RecordedItem['outcome'], value: string): RecordedItem => {
    // Nothing was paid for it: it did not even run, or all that it asked for had been paid before.
    const cached = outcome === 'ok' && (!paying.ran || (paying.asked > 0 && paying.paid === 0));
    return { outcome, value, cached };
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const value = await valueOf(x, shard, item, paying, tally);
      return ended('ok', recordable(jsonOf(whatOf(shard, item), value)));
    } catch (error) {
      if (error instanceof Skip) return ended('skipped', error.reason);
      if (error instanceof ValueTooLarge) return ended('failed', error.message);
      const reason = messageOf(error).slice(0, MAX_REASON_CHARACTERS);
      if (isFinal(error instanceof OwnFailure ? error.cause : error)) return ended('failed', reason);
      if (!(error instanceof OwnFailure)) throw error;
      if (attempt === TRIES_IN_ATTEMPT) return { ...ended('failed', reason), retry: true };
      await pause(x.hold.clock, FIRST_RETRY_MS * 2 ** (attempt - 1), x.closing);
    }
  }
}

const whatOf = ({ step }: Shard, { name }: Item): string => `${step}: what item '${name}' returned`;

/** What `run` returned, as `output` gives it; with `cache` from the answers that are paid already, if it is there. */
function valueOf(x: Execution, shard: Shard, item: Item, paying: Paying, tally: Tally): Promise<unknown> {
  const { definition } = shard;
  const question = {
    ...item,
    what: whatOf(shard, item),
    output: definition.output,
    again: definition.again ?? 0,
    keepMs: keepMsOf(definition),
  };
  const compute = (time: number, call?: AbortSignal): Promise<unknown> => {
    tally.computed += 1;
    paying.ran = true;
    return runItem(x, shard, item, { time, paying, ...(call ? { call } : {}) });
  };
  return definition.cache
    ? paidFor(x, askerOf(x), question, ({ signal }, time) => compute(time, signal))
    : untilItFits(question, compute);
}

/** What an item had to pay for. */
interface Paying extends PaidCount {
  ran: boolean;
}

interface Try {
  /** How often it was asked for before: each time has a key of its own. */
  readonly time: number;
  readonly paying: Paying;
  readonly call?: AbortSignal;
}

async function runItem(x: Execution, shard: Shard, item: Item, { time, paying, call }: Try): Promise<unknown> {
  let skipped: Skip | undefined;
  const subject = {
    step: shard.step,
    hash: keyOfTime(item.hash, time),
    formerly: item.formerly.map((hash) => keyOfTime(hash, time)),
    keepMs: keepMsOf(shard.definition),
    idempotencyKey: keyOfTime(item.idempotencyKey, time),
  };
  const context: ItemContext<unknown> = {
    ...stepContext(x, subject, { paying, ...(call ? { call } : {}) }),
    skip(reason) {
      skipped = new Skip(reason.slice(0, MAX_REASON_CHARACTERS));
      throw new Error(`skipped: ${reason}`);
    },
  };
  const run = async (): Promise<unknown> =>
    shard.definition.run(item.value as never, shard.shared as never, context as never);
  return own({ ...x, signal: context.signal }, item.name, run).catch((error: unknown) => {
    throw skipped ?? error;
  });
}

/** Rule 11: too large fails at once. It is the item that fails: the others are not to blame. */
function recordable(value: string): string {
  const bytes = Buffer.byteLength(value);
  if (bytes <= limits.itemBytes) return value;
  throw new ValueTooLarge(
    'The result of this item',
    bytes,
    limits.itemBytes,
    'Return less, or keep it outside and return its address.',
  );
}
