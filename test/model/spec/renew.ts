import type { ResourceState } from './queue';
import { live, stepOf, withStep } from './state';
import type { Answer, Now, RunState, StepName } from './state';

export interface RenewArgs {
  readonly owner: string;
  readonly token: number;
  readonly leaseMs: number;
}

export type RenewReply =
  | { readonly word: 'held'; readonly pttlMs: number }
  | { readonly word: 'revoked'; readonly pttlMs: number }
  | { readonly word: 'lost'; readonly owner: string };

interface AnyLock {
  readonly owner: string;
  readonly token: number;
  readonly revoked?: boolean;
  readonly expiresAtMs: number;
}

/**
 * Extends one lock that is still held: not for a stale token, not for a revoked holder. Never creates a lock, never
 * shortens a lease: until the reply is there, its holder counts on the old one.
 */
function extend(lock: AnyLock | undefined, now: Now, args: RenewArgs): { reply: RenewReply; expiresAtMs?: number } {
  if (lock?.owner !== args.owner || lock.token !== args.token) {
    return { reply: { word: 'lost', owner: lock?.owner ?? '' } };
  }
  if (lock.revoked) return { reply: { word: 'revoked', pttlMs: lock.expiresAtMs - now.ms } };
  const expiresAtMs = Math.max(lock.expiresAtMs, now.ms + args.leaseMs);
  return { reply: { word: 'held', pttlMs: expiresAtMs - now.ms }, expiresAtMs };
}

/** Extends step locks of one run; one answer per lock, in order. */
export function renew(
  state: RunState,
  now: Now,
  leases: readonly (StepName & RenewArgs)[],
): Answer<RunState, RenewReply[]> {
  let next = state;
  const replies = leases.map((lease) => {
    const lock = live(stepOf(next, lease).lock, now);
    const { reply, expiresAtMs } = extend(lock, now, lease);
    if (lock && expiresAtMs !== undefined) next = withStep(next, lease, { lock: { ...lock, expiresAtMs } });
    return reply;
  });
  return { state: next, reply: replies };
}

/** The same for a resource lock. The first renewal of a grant gives it the full lease. */
export function renewResource(state: ResourceState, now: Now, args: RenewArgs): Answer<ResourceState, RenewReply> {
  const lock = live(state.lock, now);
  const { reply, expiresAtMs } = extend(lock, now, args);
  if (!lock || expiresAtMs === undefined) return { state, reply };
  return { state: { ...state, lock: { ...lock, expiresAtMs } }, reply };
}
