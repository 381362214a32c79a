import { LeaseLost, LockBusy, monotonicMs, RedisFailure, type HeldLock } from '../../redis';
import { explain, type Operation } from './checker';

/** What a load writes to under its tokens. */
export interface Sink {
  write(token: number): Promise<void> | void;
}

/** A sink outside Redis that remembers the largest token it has seen and refuses smaller ones. */
export class FencedSink implements Sink {
  readonly accepted: number[] = [];
  refused = 0;
  private highest = 0;

  write(token: number): void {
    if (token < this.highest) {
      this.refused += 1;
      return;
    }
    this.highest = token;
    this.accepted.push(token);
  }
}

/** Everything that happened to one lock, as its users saw it. */
export class History {
  readonly operations: Operation[] = [];
  /** Why users were told that they had lost it; when, stands among the operations. */
  readonly losses: LeaseLost['reason'][] = [];
  readonly unforeseen: string[] = [];
  unknown = 0;
  busy = 0;

  acquired(process: string, token: number, from: number): void {
    this.operations.push({ kind: 'acquire', process, token, from, to: monotonicMs() });
  }

  /** `from`: when its holder last believed. */
  ended(process: string, token: number, from: number, to = Infinity): void {
    this.operations.push({ kind: 'end', process, token, from, to });
  }

  failed(error: unknown): void {
    if (error instanceof RedisFailure) this.unknown += 1;
    else if (error instanceof LockBusy) this.busy += 1;
    else if (!(error instanceof LeaseLost)) this.unforeseen.push(String(error));
  }

  /** @returns why no fenced mutex can have done this, if so. */
  explain(): string | undefined {
    return explain(this.operations);
  }

  /** What holds also when Redis loses data: who asked after another had been answered got a larger token. */
  get tokensGrow(): boolean {
    const acquisitions = this.operations.filter(({ kind }) => kind === 'acquire');
    return acquisitions.every((a) => acquisitions.every((b) => a.to >= b.from || a.token < b.token));
  }
}

/** A store, or what stands for one. */
interface Locks {
  resource(name: string): { acquire(options: { leaseMs: number; waitMs: number }): Promise<HeldLock> };
}

export interface Load {
  readonly stores: readonly Locks[];
  readonly name: string;
  readonly leaseMs: number;
  readonly history: History;
  readonly sink: Sink;
}

/** Users that acquire, write a few times and release, over and over, until `stop`. */
export function run({ stores, name, leaseMs, history, sink }: Load): { stop: () => Promise<void> } {
  const state = { isStopped: false };
  const users = stores.map(async (store, i) => {
    while (!state.isStopped) {
      const from = monotonicMs();
      try {
        const lock = await store.resource(name).acquire({ leaseMs, waitMs: 2 * leaseMs });
        history.acquired(`user ${i}`, lock.token, from);
        await use(lock, `user ${i}`, history, sink);
      } catch (error) {
        history.failed(error);
        await pauseMs(10);
      }
    }
  });
  return {
    async stop() {
      state.isStopped = true;
      await Promise.all(users);
    },
  };
}

/**
 * A holder believes when it looks: the last time that it did and was told that it holds its lock is the last that it believed. When
 * the signal fired says less where this process stood still: what others got may be read before the timers that were due.
 */
async function use(lock: HeldLock, process: string, history: History, sink: Sink): Promise<void> {
  let believedMs = monotonicMs();
  const look = (): void => {
    const nowMs = monotonicMs();
    lock.assertHeld();
    believedMs = nowMs;
  };
  try {
    for (let writes = 0; writes < 3; writes++) {
      await pauseMs(Math.random() * 40);
      look();
      await sink.write(lock.token);
    }
    look();
    const word = await lock.release();
    // `none`: it was over before, and we heard of it by this.
    history.ended(process, lock.token, believedMs, word === 'unknown' || word === 'none' ? Infinity : monotonicMs());
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
    history.ended(process, lock.token, believedMs);
    history.losses.push(error.reason);
    throw error;
  }
}

/** For how long a fault lasts and how long a user holds its lock; what has a condition polls it with this. */
export const pauseMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
