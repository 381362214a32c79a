import { live, stepOf, withStep } from './state';
import type { Answer, Now, RunState, StepName } from './state';

export interface NoteArgs extends StepName {
  readonly owner: string;
  readonly token: number;
  readonly item: string;
}

export interface NoteReply {
  readonly word: 'noted' | 'lost';
}

/** Names the item that a suspect is about to work on: its death is then counted against the item. */
export function note(state: RunState, now: Now, args: NoteArgs): Answer<RunState, NoteReply> {
  const { lock, starts } = stepOf(state, args);
  const standing = live(lock, now);
  if (standing?.owner !== args.owner || standing.token !== args.token) return { state, reply: { word: 'lost' } };
  const others = starts.filter(({ owner }) => owner !== args.owner);
  const own = { owner: args.owner, alone: true, item: args.item };
  return { state: withStep(state, args, { starts: [...others, own] }), reply: { word: 'noted' } };
}
