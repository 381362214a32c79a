import { mint } from './state';
import type { Answer, Now, RunState, Step } from './state';

export interface ResetArgs {
  readonly step: string;
  /** Put the records of so far out of force. */
  readonly raiseFloor: boolean;
}

export interface ResetReply {
  readonly word: 'reset';
  readonly floor: number;
}

/** A second chance for a step, whatever its inputs: forgets its failures; with a floor also its records. */
export function reset(state: RunState, now: Now, args: ResetArgs): Answer<RunState, ResetReply> {
  const before = state.floors[args.step] ?? 0;
  const floor = args.raiseFloor ? mint(state.token, now, before) : before;
  const steps = Object.entries(state.steps).map(([field, step]): [string, Step] => [
    field,
    field.startsWith(`${args.step}:`) ? { ...step, failed: 0, starts: [] } : step,
  ]);
  return {
    state: {
      ...state,
      steps: Object.fromEntries(steps),
      floors: args.raiseFloor ? { ...state.floors, [args.step]: floor } : state.floors,
    },
    reply: { word: 'reset', floor },
  };
}
