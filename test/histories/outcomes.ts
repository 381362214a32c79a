/**
 * What the holder of a lock is told of each fault. The tests of these files want it to be so on a real Redis, and docs/locks.md
 * says so: `test/docs/locks.test.ts` compares its cells.
 */
export type Told = 'nothing' | 'unreachable' | 'stolen' | 'stalled' | 'nothing or unreachable';

/** 50 holders at once (loss.redis.test.ts). */
export const ofPartitions = {
  'a silent partition': 'unreachable',
  'connections reset, the server unreachable': 'unreachable',
  'a black hole for replies': 'unreachable',
  'a server that pauses': 'unreachable',
} as const satisfies Readonly<Record<string, Told>>;

/** One holder, while Redis keeps its data (faults.redis.test.ts). */
export const ofFaults = {
  'a server stopped for longer than the lease (SIGSTOP)': 'unreachable',
  'a server killed and started again with its append-only file': 'nothing',
  'connections reset': 'nothing',
  'replies lost after execution': 'nothing',
  'a black hole for longer than the lease': 'unreachable',
  'connections that fall silent for ever': 'unreachable',
  'a server that answers nobody for a while (CLIENT PAUSE)': 'nothing',
  'a server that forgets its scripts (SCRIPT FLUSH)': 'nothing',
} as const satisfies Readonly<Record<string, Told>>;

/** One holder, and Redis loses its lock (the same file). */
export const ofLosses = {
  'a server killed and started again without its data': 'stolen',
  'a replica promoted with writes lost': 'stolen',
  'a lock that somebody deletes': 'stolen',
} as const satisfies Readonly<Record<string, Told>>;

/** One of three users has a bad way to Redis (limits/badWays.limits.test.ts). Where it is two things, chance decides. */
export const ofWays = {
  'cut off': 'unreachable',
  'connections reset': 'unreachable',
  'requests lost': 'unreachable',
  'answers lost': 'unreachable',
  'slower than its time limit': 'unreachable',
  slow: 'nothing',
  'in pieces': 'nothing or unreachable',
  flapping: 'nothing or unreachable',
  'slow, and then cut off': 'unreachable',
} as const satisfies Readonly<Record<string, Told>>;
