import type { Redis } from 'ioredis';

/** What every part of the bench is given. */
export interface Context {
  /** A Redis of the bench's own. */
  url: string;
  /** A connection for INFO and for looking behind a lock's back. */
  admin: Redis;
  rounds: number;
  /** How long a holder keeps the lock in the part about waiters. */
  holdMs: number;
  /** Tells people what is going on; not part of the result. */
  say: (line: string) => void;
}
