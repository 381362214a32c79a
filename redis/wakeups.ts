import type { Redis } from 'ioredis';

/**
 * Wake-ups published when a lock becomes free, over one subscriber connection per store that opens with the first wait.
 *
 * A wake-up only shortens a wait: it may be lost (reconnects, a publish before the subscription stands), so every wait
 * ends by its own timer too, and whoever wakes asks `begin` again.
 */
export class Wakeups {
  private subscriber: Redis | undefined;
  private readonly waiting = new Map<string, Set<() => void>>();
  private closed = false;

  constructor(private readonly openSubscriber: () => Redis) {}

  /** Resolves on a wake-up or after `waitMs`; rejects with `signal.reason`. Leaves no listener behind. */
  async wait(channel: string, waitMs: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve } = withResolver();
    const timer = setTimeout(resolve, waitMs);
    signal.addEventListener('abort', resolve, { once: true });
    this.add(channel, resolve);
    try {
      await promise;
    } finally {
      this.remove(channel, resolve);
      signal.removeEventListener('abort', resolve);
      clearTimeout(timer);
    }
    signal.throwIfAborted();
  }

  /** Ends every wait at once and closes the connection. */
  close(): void {
    this.closed = true;
    for (const channel of this.waiting.keys()) this.wake(channel);
    this.subscriber?.disconnect();
  }

  private add(channel: string, wake: () => void): void {
    const listeners = this.waiting.get(channel);
    if (listeners) {
      listeners.add(wake);
      return;
    }
    this.waiting.set(channel, new Set([wake]));
    this.send((subscriber) => subscriber.subscribe(channel));
  }

  private remove(channel: string, wake: () => void): void {
    const listeners = this.waiting.get(channel);
    listeners?.delete(wake);
    if (listeners?.size !== 0) return;
    this.waiting.delete(channel);
    this.send((subscriber) => subscriber.unsubscribe(channel));
  }

  private wake(channel: string): void {
    for (const wake of this.waiting.get(channel) ?? []) wake();
  }

  private send(command: (subscriber: Redis) => Promise<unknown>): void {
    if (this.closed) return;
    this.subscriber ??= this.open();
    // Without a subscription the waits still end by their timers, so a failure here has nobody to tell.
    command(this.subscriber).catch(ignore);
  }

  private open(): Redis {
    const subscriber = this.openSubscriber();
    subscriber.on('error', ignore);
    subscriber.on('message', (channel: string) => this.wake(channel));
    return subscriber;
  }
}

function ignore(): undefined {
  return undefined;
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = ignore;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
