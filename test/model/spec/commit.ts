import { live, stepOf, visibleRecord, withStep } from './state';
import type { Answer, Now, RunState, StepName, StepRecord } from './state';

export interface CommitArgs extends StepName {
  readonly owner: string;
  readonly token: number;
  readonly floor: number;
  readonly output: string;
  /** Names of the blobs that the output points to. */
  readonly blobs: readonly string[];
}

export type CommitReply =
  | { readonly word: 'committed'; readonly record: StepRecord }
  | { readonly word: 'lost' }
  | { readonly word: 'blob-missing'; readonly index: number };

/** Writes the record once, and frees the lock; whoever comes later is answered with the record that stands. */
export function commit(state: RunState, now: Now, args: CommitArgs): Answer<RunState, CommitReply> {
  const lock = live(stepOf(state, args).lock, now);
  const isMine = lock?.owner === args.owner && lock.token === args.token;

  const standing = visibleRecord(state, args, args.floor);
  if (standing) {
    return {
      state: isMine ? withStep(state, args, { lock: undefined }) : state,
      reply: { word: 'committed', record: standing },
    };
  }
  if (!isMine) return { state, reply: { word: 'lost' } };
  const index = args.blobs.findIndex((blob) => !state.blobs.includes(blob));
  if (index !== -1) return { state, reply: { word: 'blob-missing', index } };

  const record = { gen: args.token, owner: args.owner, output: args.output };
  return {
    state: withStep(state, args, { record, lock: undefined, failed: 0, starts: [] }),
    reply: { word: 'committed', record },
  };
}
