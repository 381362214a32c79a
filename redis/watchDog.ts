/**
 * Replaces a client that finds its Redis no more where another one would. ioredis connects again by itself, but a Cluster's
 * client asks only those nodes for the slots that it knows: where all have moved and one stays behind alone, it believes that one
 * for as long as it lives, and never asks at the address again that it was given.
 *
 * The states of a client, each left by one event:
 *
 *   well      a question of `questions` went unanswered                 → doubted, since it was asked
 *   doubted   all are answered                                          → well
 *   doubted   it has been for 10 s                                      → trying
 *   trying    a second client, opened from the address as configured,
 *             answers, and the first still does not                     → replaced
 *   trying    the second does not answer (Redis itself is away), or the
 *             first does again; the second is closed                    → doubted or well
 *   replaced  the second is the client; the first is disconnected, and
 *             what is under way there is unknown to its callers         → well
 *   any       close()                                                   → ended: no timer, no socket
 *
 * Nothing is sent again for anybody. A client that is well is asked every 5 s, one that is doubted every 2 s, each time up to a
 * fifth sooner or later: a whole crowd whose Redis moved does not come at one moment.
 */
import { Command } from 'ioredis';
import { slotOwners, type Client } from './clients';
import { pause, type Clock } from './clock';
import { asError } from './errors';
import type { KeptClient } from './keptClient';

export const watching = { wellMs: 5000, doubtedMs: 2000, answerMs: 3000, replaceAfterMs: 10_000 } as const;

export interface Watch {
  /** Keys all over the slots, that this user may read. Nothing needs to be there. */
  readonly keys: readonly string[];
  /** Connects a new client. Rejects where it does not answer in its time, and at `signal`. */
  readonly connect: (client: Client, signal: AbortSignal) => Promise<void>;
  readonly clock: Clock;
  readonly random: () => number;
  /** Told once the client has been doubted for so long that another one is tried, with why. */
  readonly onDoubt: (why: string) => void;
  /** It answers again, or another one does in its place: then with why that was needed. */
  readonly onWell: (replacedFor?: string) => void;
}

interface Doubt {
  readonly sinceMs: number;
  isTold: boolean;
}

export class WatchDog {
  private readonly slots: ReadonlyMap<string, number>;
  private doubt: Doubt | undefined;
  /** Ends what is waited for now. */
  private waiting = new AbortController();
  private isClosed = false;
  private cancel: () => void;

  constructor(
    private readonly kept: KeptClient,
    private readonly watch: Watch,
  ) {
    this.slots = new Map(watch.keys.map((key) => [key, new Command('pttl', [key]).getSlot()]));
    this.cancel = this.later(watching.wellMs);
  }

  close(): void {
    this.isClosed = true;
    this.waiting.abort();
    this.cancel();
  }

  private later(ms: number): () => void {
    const { clock, random } = this.watch;
    return clock.after(ms * (0.8 + 0.4 * random()), () => void this.look());
  }

  private async look(): Promise<void> {
    await this.judge();
    if (!this.isClosed) this.cancel = this.later(this.doubt ? watching.doubtedMs : watching.wellMs);
  }

  private async judge(): Promise<void> {
    const { clock, onWell } = this.watch;
    const askedMs = clock.nowMs();
    const fault = await this.faultOf(this.kept.current);
    if (this.isClosed) return;
    if (fault === undefined) {
      if (this.doubt?.isTold) onWell();
      this.doubt = undefined;
      return;
    }
    this.doubt ??= { sinceMs: askedMs, isTold: false };
    if (clock.nowMs() - this.doubt.sinceMs >= watching.replaceAfterMs) await this.replace(this.doubt, fault);
  }

  private async replace(doubt: Doubt, fault: string): Promise<void> {
    const { onDoubt, onWell } = this.watch;
    if (!doubt.isTold) onDoubt(fault);
    doubt.isTold = true;
    const better = await this.better();
    if (!better) return;
    if (this.isClosed) return better.disconnect();
    this.kept.replace(better);
    this.doubt = undefined;
    onWell(fault);
  }

  /** Opens a second, and asks the first last: it may have come back together with Redis. */
  private async better(): Promise<Client | undefined> {
    let second: Client | undefined;
    try {
      second = this.kept.open();
      this.waiting = new AbortController();
      await this.watch.connect(second, this.waiting.signal);
      if ((await this.faultOf(second)) === undefined && (await this.faultOf(this.kept.current)) !== undefined)
        return second;
    } catch {
      // Redis is away for everybody, which `onDoubt` has told.
    }
    second?.disconnect();
    return undefined;
  }

  /** @returns undefined where every server answers that this client believes to hold a part of the slots. */
  private async faultOf(client: Client): Promise<string | undefined> {
    const asked = Promise.all(this.questions(client).map((key) => client.pttl(key))).then(
      () => undefined,
      (error: unknown) => asError(error).message,
    );
    const waiting = new AbortController();
    this.waiting = waiting;
    const late = pause(this.watch.clock, watching.answerMs, waiting.signal).then(
      () => `no answer within ${watching.answerMs} ms`,
      () => 'no answer',
    );
    const fault = await Promise.race([asked, late]);
    waiting.abort();
    return fault;
  }

  /** One key of each server. */
  private questions(client: Client): string[] {
    const ownerOf = slotOwners(client);
    return [...new Map([...this.slots].map(([key, slot]) => [ownerOf(slot), key])).values()];
  }
}
