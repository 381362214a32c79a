import { DROPPED_PER_CALL, isAlive, waitersOf, without } from './queue';
import type { ResourceState } from './queue';
import { live, mint } from './state';
import type { Answer, Now } from './state';

export interface HandArgs {
  readonly owner: string;
  readonly windowMs: number;
  /** The lease of a grant, until the new holder's first renewal. */
  readonly grantMs: number;
}

export type HandReply =
  { readonly word: 'handed'; readonly owner: string } | { readonly word: 'released' } | { readonly word: 'none' };

/** Gives a resource lock back, to the first waiter that is alive. Whoever is no holder leaves the queue with it. */
export function hand(before: ResourceState, now: Now, args: HandArgs): Answer<ResourceState, HandReply> {
  const state = { ...before, lock: live(before.lock, now), waiters: waitersOf(before, now) };
  const { lock, waiters } = state;
  if (lock?.owner !== args.owner) {
    return { state: { ...state, waiters: without(waiters, args.owner) }, reply: { word: 'none' } };
  }

  const firstAlive = waiters.slice(0, DROPPED_PER_CALL).findIndex((waiter) => isAlive(waiter, now, args.windowMs));
  const next = waiters[firstAlive];
  if (!next) {
    const left = waiters.slice(DROPPED_PER_CALL);
    return { state: { ...state, lock: undefined, waiters: left }, reply: { word: 'released' } };
  }
  const token = mint(state.token, now);
  const granted = { token, owner: next.owner, expiresAtMs: now.ms + args.grantMs };
  return {
    state: { ...state, token, lock: granted, waiters: waiters.slice(firstAlive + 1) },
    reply: { word: 'handed', owner: next.owner },
  };
}
