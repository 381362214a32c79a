/** What a person can do for a run that waits for one: each way is a command to copy, without the name of the program. */
import type { StepRow, WaitRow } from '../workflows/kit';
import { harmless } from './live/text';
import { quoted } from './self';

export interface WayOn {
  readonly what: string;
  readonly command: string;
}

interface Paused extends Pick<StepRow, 'effect'> {
  readonly name: string;
}

/** `approval until 2026-12-24T00:00:00.000Z, reminders sent: 2`. */
export function toldWait({ name, until, reminders }: WaitRow): string {
  const facts = [
    ...(until === undefined ? [] : [` until ${until}`]),
    ...(reminders === undefined ? [] : [`, reminders sent: ${reminders}`]),
  ];
  return harmless(name) + facts.join('');
}

/** What a report waits for (activities/report/reportInput.ts, which is another package). */
const REVIEW = 'report-review';

/** @param steps the paused ones. Without any, and waiting for no answer, the run was paused by hand. */
export function waysOn(id: string, steps: readonly Paused[], waitingFor: readonly string[]): WayOn[] {
  const run = quoted(id);
  const ways: WayOn[] = waitingFor.map((name) =>
    name.startsWith(REVIEW)
      ? { what: `The report ${id} is made when a person has approved it:`, command: `approve ${run}` }
      : { what: `The run ${id} waits for an answer. Give it:`, command: `answer ${run} ${quoted(name)} --value JSON` },
  );
  // Nothing is retried by the way whose effect may have been done.
  const step = steps.find(({ effect }) => effect !== undefined) ?? steps[0];
  if (step) ways.push(...waysOf(id, step));
  else if (waitingFor.length === 0) {
    ways.push({ what: `The run ${id} was paused by hand. Let it go on:`, command: `resume ${run}` });
  }
  return [...ways, { what: 'Or end it:', command: `cancel ${run}` }];
}

function waysOf(id: string, { name, effect }: Paused): WayOn[] {
  const [run, step] = [quoted(id), quoted(name)];
  const skip = `skip ${run} ${step} --reason "…"`;
  if (effect === 'done') {
    return [
      { what: `${name} was done in the run ${id}, with another input. Keep what it answered:`, command: skip },
      { what: 'Or make it as well:', command: `retry ${run} ${step}` },
    ];
  }
  if (effect === 'begun') {
    return [
      { what: `Look whether ${name} was done: nobody knows. To make it:`, command: `retry ${run} ${step}` },
      { what: 'Without the step:', command: skip },
    ];
  }
  return [
    { what: `The run ${id} is paused and keeps its state. Mend the cause, then:`, command: `retry ${run}` },
    { what: 'Without the step:', command: skip },
  ];
}
