import { DROPPED_PER_CALL, inserted, isAlive, waitersOf, without } from './queue';
import type { ResourceState, Waiter } from './queue';
import { live, mint } from './state';
import type { Answer, Now } from './state';

export interface AcquireArgs {
  readonly owner: string;
  readonly leaseMs: number;
  readonly floor: number;
  /** Of an earlier wait, which keeps its place; 0 for a new one. */
  readonly ticket: number;
  /** Do not stand in the queue. */
  readonly nowait: boolean;
  /** A waiter that was not seen for longer is taken for dead. */
  readonly windowMs: number;
}

export type AcquireReply =
  | { readonly word: 'acquired'; readonly token: number }
  | {
      readonly word: 'busy';
      readonly pttlMs: number;
      /** '' when the lock is free, but for somebody in front. */
      readonly holder: string;
      readonly place: number;
      readonly ticket: number;
      readonly lastToken: number;
    };

/** Asks for the lock of an outside resource; whoever must wait stands in a queue, first come, first served. */
export function acquire(before: ResourceState, now: Now, args: AcquireArgs): Answer<ResourceState, AcquireReply> {
  const state = { ...before, lock: live(before.lock, now), waiters: waitersOf(before, now) };
  const { lock } = state;
  if (lock?.owner === args.owner) return lock.token >= args.floor ? extend(state, now, args) : grant(state, now, args);
  if (lock) return wait(state, now, args);
  const { waiters, isMyTurn } = whoseTurn(state.waiters, now, args);
  return isMyTurn ? grant({ ...state, waiters }, now, args) : wait({ ...state, waiters }, now, args);
}

/** The lock is free: drops the dead in front, until somebody alive stands there, or my own ticket. */
function whoseTurn(
  waiters: readonly Waiter[],
  now: Now,
  args: AcquireArgs,
): { waiters: readonly Waiter[]; isMyTurn: boolean } {
  for (let dropped = 0; dropped < DROPPED_PER_CALL; dropped++) {
    const head = waiters[dropped];
    const left = waiters.slice(dropped);
    const isBeforeHead = head && !args.nowait && args.ticket > 0 && args.ticket < head.ticket;
    if (!head || head.owner === args.owner || isBeforeHead) return { waiters: left, isMyTurn: true };
    if (isAlive(head, now, args.windowMs)) return { waiters: left, isMyTurn: false };
  }
  return { waiters: waiters.slice(DROPPED_PER_CALL), isMyTurn: false };
}

function extend(state: ResourceState, now: Now, args: AcquireArgs): Answer<ResourceState, AcquireReply> {
  const lock = state.lock && { ...state.lock, expiresAtMs: now.ms + args.leaseMs };
  return { state: { ...state, lock }, reply: { word: 'acquired', token: lock?.token ?? 0 } };
}

function grant(state: ResourceState, now: Now, args: AcquireArgs): Answer<ResourceState, AcquireReply> {
  const token = mint(state.token, now, args.floor);
  const lock = { token, owner: args.owner, expiresAtMs: now.ms + args.leaseMs };
  return {
    state: { ...state, token, lock, waiters: without(state.waiters, args.owner) },
    reply: { word: 'acquired', token },
  };
}

function wait(state: ResourceState, now: Now, args: AcquireArgs): Answer<ResourceState, AcquireReply> {
  const { lock, waiters, token } = state;
  const busy = {
    word: 'busy',
    pttlMs: lock ? lock.expiresAtMs - now.ms : 0,
    holder: lock?.owner ?? '',
    lastToken: token,
  } as const;
  if (args.nowait) return { state, reply: { ...busy, place: waiters.length, ticket: 0 } };

  const standing = waiters.find(({ owner }) => owner === args.owner);
  const newTicket = Math.max(now.us, (waiters.at(-1)?.ticket ?? 0) + 1);
  const ticket = standing?.ticket ?? (args.ticket > 0 ? args.ticket : newTicket);
  const queue = inserted(waiters, { owner: args.owner, ticket, seenAtMs: now.ms });
  return {
    state: { ...state, waiters: queue, queueExpiresAtMs: now.ms + 10 * args.windowMs },
    reply: { ...busy, place: queue.findIndex(({ owner }) => owner === args.owner), ticket },
  };
}
