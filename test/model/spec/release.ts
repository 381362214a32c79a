import { live, stepOf, withStep } from './state';
import type { Answer, Now, RunState, StepName } from './state';

export interface ReleaseArgs extends StepName {
  readonly owner: string;
  readonly outcome: 'failed' | 'stalled' | 'clean' | 'cancelled';
}

export type ReleaseReply = { readonly word: 'released'; readonly failed: number } | { readonly word: 'none' };

/**
 * Frees the lock without a result and counts the end of the attempt, once. An attempt that lost its lease by its own
 * stall is counted although the lock is not its own any more.
 */
export function release(state: RunState, now: Now, args: ReleaseArgs): Answer<RunState, ReleaseReply> {
  const step = stepOf(state, args);
  const isMine = live(step.lock, now)?.owner === args.owner;
  const isStall = args.outcome === 'stalled';
  if (!isMine && (!isStall || step.stalled === args.owner)) return { state, reply: { word: 'none' } };

  const failed = step.failed + (isStall || args.outcome === 'failed' ? 1 : 0);
  const counted = { failed, open: Math.max(step.open - 1, 0), stalled: isStall ? args.owner : step.stalled };
  return {
    state: withStep(state, args, isMine ? { ...counted, lock: undefined } : counted),
    reply: isMine ? { word: 'released', failed } : { word: 'none' },
  };
}
