import { live, stepOf, withStep } from './state';
import type { Answer, Now, RunState, StepName } from './state';

export interface ReleaseArgs extends StepName {
  readonly owner: string;
  readonly outcome: 'failed' | 'stalled' | 'clean' | 'cancelled';
}

export type ReleaseReply = { readonly word: 'released'; readonly failed: number } | { readonly word: 'none' };

/**
 * Frees the lock without a result and ends the start of the attempt, once, also when it is told late. An attempt that lost
 * its lease by its own stall is counted although the lock is not its own any more.
 */
export function release(state: RunState, now: Now, args: ReleaseArgs): Answer<RunState, ReleaseReply> {
  const step = stepOf(state, args);
  const isMine = live(step.lock, now)?.owner === args.owner;
  const starts = step.starts.filter(({ owner }) => owner !== args.owner);
  if (!isMine && starts.length === step.starts.length) return { state, reply: { word: 'none' } };

  const counts = args.outcome === 'stalled' || (isMine && args.outcome === 'failed');
  const ended = { failed: step.failed + (counts ? 1 : 0), starts };
  return {
    state: withStep(state, args, isMine ? { ...ended, lock: undefined } : ended),
    reply: isMine ? { word: 'released', failed: ended.failed } : { word: 'none' },
  };
}
