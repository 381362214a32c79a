/** The lock of an outside resource and those who wait for it: one cluster slot. */
import type { Now } from './state';

export interface ResourceLock {
  readonly token: number;
  readonly owner: string;
  readonly expiresAtMs: number;
}

export interface Waiter {
  readonly owner: string;
  readonly ticket: number;
  readonly seenAtMs: number;
}

/**
 * The scripts also keep a letter in the lock that says whether somebody waits. It saves a look at the queue and decides
 * nothing, so it is not here.
 */
export interface ResourceState {
  /** The largest token given; outlives the lock. */
  readonly token: number;
  readonly lock?: ResourceLock | undefined;
  /** By ticket; equal tickets, which an echoed one can be, by owner. */
  readonly waiters: readonly Waiter[];
  /** A queue at which nobody asks any more ends as a whole. */
  readonly queueExpiresAtMs: number;
}

export const emptyResource: ResourceState = { token: 0, waiters: [], queueExpiresAtMs: 0 };

/** Dead waiters that one call drops at most: a bound on the time of a script. */
export const DROPPED_PER_CALL = 32;

export const isAlive = (waiter: Waiter, now: Now, windowMs: number): boolean => now.ms - waiter.seenAtMs <= windowMs;

export function waitersOf(state: ResourceState, now: Now): readonly Waiter[] {
  return state.queueExpiresAtMs >= now.ms ? state.waiters : [];
}

export function without(waiters: readonly Waiter[], owner: string): readonly Waiter[] {
  return waiters.filter((waiter) => waiter.owner !== owner);
}

export function inserted(waiters: readonly Waiter[], waiter: Waiter): readonly Waiter[] {
  return [...without(waiters, waiter.owner), waiter].toSorted(
    (a, b) => a.ticket - b.ticket || (a.owner < b.owner ? -1 : 1),
  );
}
