/** What a person can do for a run that waits for one: each way is a command to copy, without the name of the program. */
import { quoted } from './self';

export interface WayOn {
  readonly what: string;
  readonly command: string;
}

/** @param steps names of the paused ones. Without any, and waiting for no answer, the run was paused by hand. */
export function waysOn(id: string, steps: readonly string[], waitingFor: readonly string[]): WayOn[] {
  const [step] = steps;
  const run = quoted(id);
  const ways: WayOn[] = waitingFor.map((name) => ({
    what: `The run ${id} waits for an answer. Give it:`,
    command: `answer ${run} ${quoted(name)} --value JSON`,
  }));
  if (step !== undefined) {
    ways.push(
      { what: `The run ${id} is paused and keeps its state. Mend the cause, then:`, command: `retry ${run}` },
      { what: 'Without the step:', command: `skip ${run} ${step} --reason "…"` },
    );
  } else if (waitingFor.length === 0) {
    ways.push({ what: `The run ${id} was paused by hand. Let it go on:`, command: `resume ${run}` });
  }
  return [...ways, { what: 'Or end it:', command: `cancel ${run}` }];
}
