/**
 * Rule 13: a paid answer outlives the attempt that paid for it. One of these for the whole process; under its name, an
 * answer is in one of these states:
 *
 *   asked     Redis is asked for an earlier answer, again and again while it is away. → found: served.
 *   paying    the call is in flight. A lost lease does not end it; cancelling does, and the end of the grace.
 *   storing   the answer is kept here and sent to Redis until Redis has it. Then it stands, and Redis serves it.
 *
 * Whoever asks for a name that is here joins: side by side, after a lost lease, in another run. What the payer could not
 * pay for (cancelled, lease lost before the call) is taken over by who joined.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { LeaseLost, monotonicMs, RedisFailure } from '../../../redis';
import type { Logger } from '../authoring/define';
import { ShuttingDown } from '../errors';
import { unlessAborted } from './unlessAborted';

/** Write-once answers by content, shared by runs. `put` returns the answer that stands, the first one. */
export interface AnswerCache {
  get(key: string): Promise<string | undefined>;
  /** @param keepMs how long it is kept; by default what this cache does. */
  put(key: string, answer: string, keepMs?: number): Promise<string>;
}

/** An answer before it is known. */
export interface Asked {
  /** What it is kept under. */
  readonly name: string;
  /** What it would have been kept under before its step was renamed. */
  readonly formerly?: readonly string[];
  /** How long it is kept from now on; by default what the cache does. */
  readonly keepMs?: number | undefined;
  /** For warnings: whose answer it is. */
  readonly what: string;
}

/** The attempt, or the paid call, that asks. */
export interface Asker {
  /** Fires when it no longer waits for what somebody else pays. */
  readonly signal: AbortSignal;
  /** Fires when it no longer waits for what it pays itself: the call then goes on without it. */
  readonly lease: AbortSignal;
  /** Ends the call: the run is cancelled, or the grace of a shutdown is over. */
  readonly cancelled: AbortSignal;
  /** Called right before paying; throws when that is not allowed any more. */
  readonly assertHeld: () => void;
  /** `end` is called when the attempt ends. */
  readonly atEnd: (end: () => void) => void;
}

/** Of answers that wait for Redis; above it the oldest are given up. Where the worker says nothing else. */
export const UNSAVED_ANSWERS_BYTES = 64 * 1024 * 1024;
/** An answer that Redis has not got is kept this long after its attempt ended, and so is a call in flight. */
const UNSAVED_KEPT_MS = 30_000;
/** A look-up waits this long for Redis. Nothing is paid yet: the attempt may as well end and come back. */
const LOOK_UP_MS = 30_000;
const FIRST_RETRY_MS = 25;
const MAX_RETRY_MS = 250;

class NotPaid extends Error {
  constructor(override readonly cause: unknown) {
    super('not paid');
  }
}

type Pay = (signal: AbortSignal) => Promise<string>;

class Entry {
  constructor(readonly asked: Asked) {}

  readonly controller = new AbortController();
  /** Settles when the answer stands in Redis, or never will. */
  stands: Promise<string> = Promise.resolve('');
  /** Lets those who joined go: they then pay themselves. */
  abandon: () => void = () => undefined;
  arrivedAt: number | undefined;
  attemptEndedAt: number | undefined;
  bytes = 0;
  givenUp = false;

  /** How long an answer has waited for Redis since its attempt ended. */
  waitedMs(now: number): number {
    return now - Math.max(this.attemptEndedAt ?? now, this.arrivedAt ?? now);
  }
}

export class PaidAnswers {
  private readonly entries = new Map<string, Entry>();
  /** In the order in which their answers came. */
  private readonly storing = new Set<Entry>();
  private keptBytes = 0;

  constructor(
    private readonly cache: AnswerCache,
    private readonly log: Pick<Logger, 'warn'>,
    private readonly most: { readonly keepMs?: number; readonly bytes?: number } = {},
  ) {}

  /**
   * The answer that stands under its name. Only without one `pay` is called, once for all who ask; its signal fires when
   * the call is to be given up. Rejects with what `pay` threw, with RedisUnreachable, RedisRefused or ValueTooLarge of the cache, and
   * with the asker's reason when that no longer waits.
   */
  async ask(asked: Asked, asker: Asker, pay: Pay): Promise<string> {
    for (;;) {
      const joined = this.entries.get(asked.name);
      const entry = joined ?? this.open(asked, asker, pay);
      try {
        return await unlessAborted(entry.stands, joined ? asker.signal : asker.lease);
      } catch (error) {
        if (!(error instanceof NotPaid)) throw error;
        if (!joined) throw error.cause;
        asker.signal.throwIfAborted();
      }
    }
  }

  /**
   * For the end of the process: calls that outlived their attempts get `graceMs` to answer, then are given up; what has
   * been answered is stored, for which Redis has as long as ever.
   */
  async close(graceMs: number): Promise<void> {
    const all = Promise.allSettled([...this.entries.values()].map((entry) => entry.stands));
    const enough = new AbortController();
    await Promise.race([all, pause(graceMs, undefined, { signal: enough.signal }).catch(() => undefined)]);
    enough.abort();
    const reason = new Error('the worker ends');
    for (const entry of this.entries.values()) {
      if (entry.arrivedAt === undefined) entry.controller.abort(reason);
      entry.attemptEndedAt ??= monotonicMs();
    }
    await Promise.allSettled([...this.storing].map((entry) => entry.stands));
  }

  private open(asked: Asked, asker: Asker, pay: Pay): Entry {
    const { name } = asked;
    const entry = new Entry(asked);
    const isHere = (): boolean => this.entries.get(name) === entry;
    const forget = (): void => {
      if (isHere()) this.entries.delete(name);
    };
    entry.stands = new Promise<string>((resolve, reject) => {
      entry.abandon = () => {
        if (entry.arrivedAt !== undefined || !isHere()) return;
        forget();
        this.log.warn(`${asked.what}: the call goes on long after its attempt. Who asks from now on pays anew.`);
        reject(new NotPaid(new Error('the call has not ended')));
      };
      this.answer(entry, asker, pay).then(resolve, reject);
    });
    this.entries.set(name, entry);
    void entry.stands.then(forget, forget);
    asker.atEnd(() => {
      if (!isHere()) return;
      entry.attemptEndedAt = monotonicMs();
      setTimeout(entry.abandon, this.mostKeptMs).unref();
    });
    return entry;
  }

  private async answer(entry: Entry, asker: Asker, pay: Pay): Promise<string> {
    const earlier = await this.lookUp(entry.asked, asker);
    if (earlier !== undefined) return earlier;
    const { controller } = entry;
    const cancel = (): void => controller.abort(asker.cancelled.reason);
    let answer: string;
    try {
      asker.cancelled.throwIfAborted();
      asker.assertHeld();
      asker.cancelled.addEventListener('abort', cancel);
      answer = await pay(controller.signal);
    } catch (error) {
      const isForeign = [LeaseLost, RedisFailure, ShuttingDown].some((kind) => error instanceof kind);
      throw isForeign || controller.signal.aborted || asker.cancelled.aborted ? new NotPaid(error) : error;
    } finally {
      asker.cancelled.removeEventListener('abort', cancel);
    }
    return this.store(entry, answer);
  }

  private async lookUp(asked: Asked, asker: Asker): Promise<string | undefined> {
    const latest = monotonicMs() + LOOK_UP_MS;
    for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(2 * waitMs, MAX_RETRY_MS)) {
      try {
        return await this.earlier(asked);
      } catch (error) {
        for (const { aborted, reason } of [asker.lease, asker.cancelled]) if (aborted) throw new NotPaid(reason);
        if (!(error instanceof RedisFailure) || monotonicMs() > latest) throw new NotPaid(error);
      }
      await pause(waitMs);
    }
  }

  private async earlier({ name, formerly = [] }: Asked): Promise<string | undefined> {
    for (const one of [name, ...formerly]) {
      const answer = await this.cache.get(one);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  /** Until Redis has it, or it has been kept for long enough. */
  private async store(entry: Entry, answer: string): Promise<string> {
    const { name, keepMs } = entry.asked;
    entry.arrivedAt = monotonicMs();
    entry.bytes = Buffer.byteLength(answer);
    this.keptBytes += entry.bytes;
    this.storing.add(entry);
    this.makeRoom();
    try {
      for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(2 * waitMs, MAX_RETRY_MS)) {
        try {
          return await this.cache.put(name, answer, keepMs);
        } catch (error) {
          if (!(error instanceof RedisFailure)) throw error;
          if (entry.waitedMs(monotonicMs()) >= this.mostKeptMs) this.giveUp(entry, 'Redis was away for too long');
          if (entry.givenUp) throw error;
        }
        await pause(waitMs);
      }
    } finally {
      this.letGo(entry);
    }
  }

  private get mostKeptMs(): number {
    return this.most.keepMs ?? UNSAVED_KEPT_MS;
  }

  private makeRoom(): void {
    const { bytes = UNSAVED_ANSWERS_BYTES } = this.most;
    for (const entry of this.storing) {
      if (this.keptBytes <= bytes) return;
      this.giveUp(entry, `more than ${bytes} bytes of answers wait for Redis`);
    }
  }

  private giveUp(entry: Entry, why: string): void {
    if (entry.givenUp) return;
    entry.givenUp = true;
    this.letGo(entry);
    const { what } = entry.asked;
    this.log.warn(`${what}: the answer was paid for, and is given up before Redis had it: ${why}.`, {
      bytes: entry.bytes,
    });
  }

  private letGo(entry: Entry): void {
    if (this.storing.delete(entry)) this.keptBytes -= entry.bytes;
  }
}
