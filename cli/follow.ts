import type { FinishedEvent, PausedEvent, RunEvent, RunHandle } from '../client';
import { EXIT } from './exit';
import type { Output } from './output';
import { advice, quoted } from './self';

/** How watching ended: the run did, or it waits for a person. */
export type Followed = FinishedEvent | PausedEvent;

/** Shows a run until it ends or needs a person. `hint` says what Ctrl-C does. Rejects with `signal.reason` when interrupted. */
export async function follow(
  handle: RunHandle,
  output: Output,
  { signal, hint }: { readonly signal: AbortSignal; readonly hint: string },
): Promise<Followed> {
  output.follow(handle.id, hint);
  try {
    for await (const event of handle.watch({ signal })) {
      output.progress(event);
      if (event.event === 'finished') return event;
      output.event(event);
      if (event.event === 'paused') return event;
    }
  } finally {
    output.settle();
  }
  throw signal.reason;
}

/** Tells the end of a run. `files` are the paths written, if any. @returns the exit code. */
export function conclude(handle: RunHandle, end: Followed, files: readonly string[], output: Output): number {
  if (end.event === 'paused') {
    for (const line of waysOn(handle.id, end)) output.say(line);
    output.event({ ...stamp(handle), event: 'finished', status: 'paused', files: [] });
    return EXIT.paused;
  }
  const { files: refs, ...facts } = end;
  output.event({ ...facts, files: files.length > 0 ? files : refs });
  return EXIT[end.status];
}

/** What a person can do for a run that waits for one: each way is a command to copy. */
function waysOn(id: string, { steps, waitingFor }: PausedEvent): string[] {
  const [step] = steps;
  const run = quoted(id);
  const skip = (name: string): string => advice('Without the step:', `skip ${run} ${name} --reason "…"`);
  return [
    ...waitingFor.map((name) =>
      advice(`The run ${id} waits for an answer. Give it:`, `answer ${run} ${quoted(name)} --value JSON`),
    ),
    ...(step ? [advice(`The run ${id} is paused and keeps its state. Mend the cause, then:`, `retry ${run}`)] : []),
    ...(step ? [skip(step.step)] : []),
    ...(step || waitingFor.length > 0
      ? []
      : [advice(`The run ${id} was paused by hand. Let it go on:`, `resume ${run}`)]),
    advice('Or end it:', `cancel ${run}`),
  ];
}

const stamp = ({ id }: RunHandle): Pick<RunEvent, 'id' | 'at'> => ({ id, at: new Date().toISOString() });
