/** The one shape in which every lock is measured, ours and others. */

/** What a caller has while it holds a lock. */
export interface Held {
  /** Calls `tell` when the library finds out that the lock is lost. Absent where it never says so. */
  onLost?(tell: () => void): void;
  /** Throws when the lock may no longer be held, without asking Redis. Absent where there is no such check. */
  assertHeld?(): void;
}

export type Work = (held: Held) => Promise<void> | void;

export interface OpenLock {
  /** Takes the lock of `key`, waiting for it as the library does, runs `work`, gives the lock back. */
  hold(key: string, ttlMs: number, work: Work): Promise<void>;
  close(): void;
}

export interface OpenOptions {
  /** Where given, a command without an answer fails after this long: by ioredis' `commandTimeout`, or our own. */
  commandTimeoutMs?: number;
  /** Lifts the limits on waiting, and nothing else. Everywhere else the settings are each library's default. */
  isPatient?: boolean;
}

export type IoredisMajor = 4 | 5 | 6;

export interface Candidate {
  /** As printed. */
  name: string;
  /** Folder below bench/node_modules; absent for the raw pairs and for ours. */
  library?: string;
  /** The ioredis it runs on: the newest that it says it supports. */
  ioredis: IoredisMajor;
  /** Stands among the waiters. A raw pair cannot wait; of several forms of a library, which wait alike, one does. */
  waits: boolean;
  /** Renews by itself and has a way to say that the lock was lost. */
  tellsOfLoss: boolean;
  /** Connects; resolves when commands can be sent. */
  open(url: string, options?: OpenOptions): Promise<OpenLock>;
}

/** For work that needs nothing of the lock. */
export const nothing: Held = {};

export function tellingBy(signal: AbortSignal): Held {
  return { onLost: (tell) => signal.addEventListener('abort', tell, { once: true }) };
}

/** For waiters: longer than any wait here, so that what is measured is how a library waits, not when it gives up. */
export const PATIENCE = { waitMs: 600_000, attempts: 1_000_000 };
