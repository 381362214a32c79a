/**
 * What the books of the world outside, Redis and the log of faults say together: nothing that Redis had was paid for again,
 * and whatever was paid for again had been on its way when a fault came.
 */
import { Redis } from 'ioredis';
import type { Payment } from './outside';

/** Something that happened to the workers or the servers. Times are of the clock of this process. */
export interface Fault {
  readonly kind: string;
  /** Workers that it happened to; absent: all of them. */
  readonly pids?: readonly number[];
  readonly from: number;
  /** When what had died was back. */
  readonly to: number;
  /** How long after it a worker may find out that its attempt has gone to another: its calls till then were in flight. */
  readonly noticeMs: number;
}

export interface Repeat {
  readonly item: string;
  /** From the call that was made in vain to the one that was made again, in ms. */
  readonly afterMs: number;
}

export class Books {
  readonly faults: Fault[] = [];
  /** When an item was first seen in Redis. It was there before. */
  private readonly recorded = new Map<string, number>();
  private readonly redis: Redis;

  constructor(
    redisUrl: string,
    private readonly payments: readonly Payment[],
  ) {
    this.redis = new Redis(redisUrl, { maxRetriesPerRequest: 1, commandTimeout: 2000, enableOfflineQueue: false });
    // Redis is killed: that is what it is for.
    this.redis.on('error', () => undefined);
  }

  /** Looks which items Redis has. @returns false while it cannot be asked. */
  async look(): Promise<boolean> {
    try {
      for (const key of await this.redis.keys('*:i:*')) {
        const values = await this.redis.hvals(key);
        const now = Date.now();
        for (const value of values) this.saw(value, now);
      }
      return true;
    } catch {
      return false;
    }
  }

  /** Keys that would stay for ever, and locks. Rejects while Redis is away. */
  async leftInRedis(): Promise<{ eternal: string[]; locks: string[] }> {
    const keys = await this.redis.keys('*');
    const eternal: string[] = [];
    for (const key of keys) if ((await this.redis.pttl(key)) === -1) eternal.push(key);
    // A resource keeps its token counter, so that tokens only grow.
    return { eternal, locks: keys.filter((key) => key.includes(':l:') && !key.endsWith(':t')) };
  }

  close(): void {
    this.redis.disconnect();
  }

  /** Calls for items that Redis had when they were made. There may be none. */
  repeatedThoughRecorded(): Payment[] {
    return this.payments.filter(({ item, at }) => (this.recorded.get(item) ?? Infinity) < at);
  }

  /** Items that were paid for again although no fault had come between. */
  unexplained(): Repeat[] {
    const explained = new Set(this.faults.flatMap((fault) => this.caughtBy(fault).map((call) => this.after(call))));
    return this.payments
      .filter((call) => this.before(call) && !explained.has(call))
      .map((call) => ({ item: call.item, afterMs: call.at - (this.before(call)?.at ?? 0) }));
  }

  /** Calls that were on their way while a fault lasted, or till it was noticed: made, and not recorded. */
  caughtBy({ pids, from, to, noticeMs }: Fault): Payment[] {
    return this.payments.filter(
      (call) =>
        (pids === undefined || pids.includes(call.pid)) &&
        call.at <= to + noticeMs &&
        (this.recorded.get(call.item) ?? Infinity) > from &&
        (this.after(call)?.at ?? Infinity) > from,
    );
  }

  /** How many calls of these runs were in flight while one fault at least lasted. */
  inFlight(runs: readonly string[]): number {
    const caught = new Set(this.faults.flatMap((fault) => this.caughtBy({ ...fault, noticeMs: 0 })));
    return [...caught].filter(({ run }) => runs.includes(run)).length;
  }

  private before(call: Payment): Payment | undefined {
    const calls = this.callsFor(call.item);
    return calls[calls.indexOf(call) - 1];
  }

  private after(call: Payment): Payment | undefined {
    const calls = this.callsFor(call.item);
    return calls[calls.indexOf(call) + 1];
  }

  private index = { upTo: 0, of: new Map<string, Payment[]>() };

  private callsFor(item: string): Payment[] {
    for (; this.index.upTo < this.payments.length; this.index.upTo += 1) {
      const call = this.payments[this.index.upTo];
      if (call) this.index.of.set(call.item, [...(this.index.of.get(call.item) ?? []), call]);
    }
    return this.index.of.get(item) ?? [];
  }

  /** `<o|f|s>:<token>:<value>`, and the value of a paid item names it (steps.ts). */
  private saw(value: string, now: number): void {
    const [, item] = /^o:\d+:"paid (.+)"$/s.exec(value) ?? [];
    if (item !== undefined && !this.recorded.has(item)) this.recorded.set(item, now);
  }
}
