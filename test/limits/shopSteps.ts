/** A pipeline whose every item is paid for and whose end is an effect, in front of a shop that keeps books where no failover reaches. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { mapped, ref, StaleToken, stepSet, stepsFor } from '../../activities';
import { monotonicMs } from '../../redis';

const PAY_MS = 40;
/** After the bill has taken effect, before it is answered. */
const BILL_MS = 500;

/** Knows idempotency keys and fencing tokens, as a good provider does. */
export class Shop {
  /** Of every payment, its item; items are named `<run> <number>`. */
  readonly paid: string[] = [];
  private readonly lastPaidMs = new Map<string, number>();
  private longestMs = 0;
  /** What took effect: the key of each bill. */
  readonly bills: string[] = [];
  /** Bills that came again, with the key of one that had taken effect. */
  again = 0;
  /** Bills that came with a token that was too old. */
  refused = 0;
  private highest = 0;

  /** Items that were paid for more than once. */
  get repeated(): number {
    return this.paid.length - new Set(this.paid).size;
  }

  pay(item: string): void {
    this.paid.push(item);
    const [run = ''] = item.split(' ');
    const now = monotonicMs();
    this.longestMs = Math.max(this.longestMs, now - (this.lastPaidMs.get(run) ?? now));
    this.lastPaidMs.set(run, now);
  }

  /** The longest time that a run which was not at its end paid for nothing. */
  get longestSilenceS(): number {
    return this.longestMs / 1000;
  }

  /** @returns the largest token seen. */
  bill(key: string, token: number): number {
    if (token < this.highest) this.refused += 1;
    else {
      this.highest = token;
      if (this.bills.includes(key)) this.again += 1;
      else this.bills.push(key);
    }
    return this.highest;
  }
}

const { defineStep, defineMapStep } = stepsFor<{ shop: Shop }>();

const list = defineStep({
  version: 1,
  input: { run: z.string(), count: z.number() },
  output: ref(z.array(z.string())),
  run: ({ run, count }) => Promise.resolve(Array.from({ length: count }, (_, i) => `${run} ${i}`)),
});

const paying = {
  version: 1,
  item: z.string(),
  id: (item: string) => item,
  shared: {},
  output: z.string(),
  concurrency: 2,
  async run(item: string, _shared: unknown, step: { deps: { shop: Shop }; signal: AbortSignal }): Promise<string> {
    step.deps.shop.pay(item);
    await pause(PAY_MS, undefined, { signal: step.signal });
    return item;
  },
} as const;
const pay = defineMapStep(paying);
/** As a step that costs money declares itself: what is in flight is not given up with a lease, and its answer is kept. */
const payKept = defineMapStep({ ...paying, cache: true });

const bill = defineStep({
  version: 1,
  input: { items: mapped(z.string()) },
  output: z.number(),
  resource: () => 'the shop',
  async run({ items }, step) {
    step.assertHeld();
    const seen = step.deps.shop.bill(step.idempotencyKey, step.token);
    if (seen > step.token) throw new StaleToken('the shop', step.token, seen);
    await pause(BILL_MS, undefined, { signal: step.signal });
    return items.filter(({ outcome }) => outcome === 'ok').length;
  },
});

export const shopSteps = stepSet('shop', { list, pay, payKept, bill });
