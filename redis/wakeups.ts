import type { Clock } from './clock';
import type { Subscriber } from './link';

/** What the release script told a waiter: its token, and the short lease it starts with. */
export interface Grant {
  readonly token: number;
  readonly leaseMs: number;
}

/** Waiters that ask again because news may have been missed: so many at once, then again, all within half a second. */
const WAVE = 10;
const WAVE_MS = 10;
const WAVES = 50;

/**
 * News over one subscriber connection per store, which opens with the first wait: a step lock became free (a channel
 * per lock), or a resource lock was granted to one of this store's waiters (the store's own channel, `inbox`).
 *
 * News only shortens a wait: it may be lost (reconnects, a publish before the subscription stands), so every wait ends
 * by its own timer too, and whoever wakes without news asks Redis again.
 */
export class Wakeups {
  private subscriber: Subscriber | undefined;
  private readonly waiting = new Map<string, Set<() => void>>();
  private readonly grants = new Map<string, Grant | undefined>();
  private inboxOpen = false;
  private closed = false;
  private cancelWave: () => void = ignore;

  constructor(
    private readonly openSubscriber: () => Subscriber,
    private readonly clock: Clock,
    readonly inbox: string,
  ) {}

  /** Resolves on a wake-up or after `waitMs`; rejects with `signal.reason`. Leaves no listener behind. */
  async channel(channel: string, waitMs: number, signal?: AbortSignal): Promise<void> {
    const isFirst = !this.waiting.has(channel);
    const done = this.wait(channel, waitMs, signal);
    if (isFirst) this.send((subscriber) => subscriber.subscribe(channel));
    try {
      await done;
    } finally {
      if (!this.waiting.has(channel)) this.send((subscriber) => subscriber.unsubscribe(channel));
    }
  }

  /** From here on grants to `owner` are heard, until `forget`. @returns the owner. */
  expect(owner: string): string {
    this.grants.set(owner, undefined);
    return owner;
  }

  forget(owner: string): void {
    this.grants.delete(owner);
  }

  /** Resolves with a grant to `owner`, which is then forgotten, or with undefined; rejects with `signal.reason`. */
  async grant(owner: string, waitMs: number, signal?: AbortSignal): Promise<Grant | undefined> {
    this.openInbox();
    if (!this.grants.get(owner)) await this.wait(owner, waitMs, signal);
    const grant = this.grants.get(owner);
    this.grants.set(owner, undefined);
    return grant;
  }

  /** Ends every wait at once and closes the connection. */
  close(): void {
    this.closed = true;
    this.cancelWave();
    for (const topic of this.waiting.keys()) this.wake(topic);
    this.subscriber?.disconnect();
  }

  private async wait(topic: string, waitMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    let wake: () => void = ignore;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const cancel = this.clock.after(waitMs, wake);
    signal?.addEventListener('abort', wake);
    const waiters = this.waiting.get(topic) ?? new Set();
    this.waiting.set(topic, waiters.add(wake));
    await woken;
    waiters.delete(wake);
    if (waiters.size === 0) this.waiting.delete(topic);
    signal?.removeEventListener('abort', wake);
    cancel();
    signal?.throwIfAborted();
  }

  private wake(topic: string): void {
    for (const wake of this.waiting.get(topic) ?? []) wake();
  }

  /** Those that have waited longest first. A thousand at one moment would keep everybody's renewals waiting. */
  private wakeInTurn(): void {
    this.cancelWave();
    const topics = [...this.waiting.keys()];
    const size = Math.max(WAVE, Math.ceil(topics.length / WAVES));
    const next = (from: number): void => {
      for (const topic of topics.slice(from, from + size)) this.wake(topic);
      if (from + size < topics.length) this.cancelWave = this.clock.after(WAVE_MS, () => next(from + size));
    };
    next(0);
  }

  private hear(channel: string, message: string): void {
    if (channel !== this.inbox) return this.wake(channel);
    const [owner = '', token, leaseMs] = message.split(' ');
    if (!this.grants.has(owner)) return;
    this.grants.set(owner, { token: Number(token), leaseMs: Number(leaseMs) });
    this.wake(owner);
  }

  /** Grants published before the subscription stood were not heard: then everybody asks again. */
  private openInbox(): void {
    if (this.inboxOpen) return;
    this.inboxOpen = true;
    this.send(async (subscriber) => {
      try {
        await subscriber.subscribe(this.inbox);
      } catch (error) {
        this.inboxOpen = false;
        throw error;
      }
      this.wakeInTurn();
    });
  }

  private send(command: (subscriber: Subscriber) => Promise<unknown>): void {
    if (this.closed) return;
    // Without a subscription the waits still end by their timers, so a failure here has nobody to tell.
    command(this.open()).catch(ignore);
  }

  private open(): Subscriber {
    if (this.subscriber) return this.subscriber;
    const subscriber = this.openSubscriber();
    subscriber.on('error', ignore);
    subscriber.on('message', (channel, message) => this.hear(channel, message));
    // News may have been published while the connection was down: everybody asks again.
    let hadConnection = false;
    subscriber.on('ready', () => {
      if (hadConnection) this.wakeInTurn();
      hadConnection = true;
    });
    return (this.subscriber = subscriber);
  }
}

function ignore(): undefined {
  return undefined;
}
