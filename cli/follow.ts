import type { FinishedEvent, PausedEvent, RunEvent, RunHandle } from '../client';
import { EXIT } from './exit';
import type { Output } from './output';
import { advice } from './self';
import { waysOn } from './waysOn';

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
    const steps = end.steps.map(({ step, ...facts }) => ({ name: step, ...facts }));
    for (const { what, command } of waysOn(handle.id, steps, end.waitingFor)) output.say(...advice(what, command));
    output.event({ ...stamp(handle), event: 'finished', status: 'paused', files });
    return EXIT.paused;
  }
  const { files: refs, ...facts } = end;
  output.event({ ...facts, files: files.length > 0 ? files : refs });
  return EXIT[end.status];
}

const stamp = ({ id }: RunHandle): Pick<RunEvent, 'id' | 'at'> => ({ id, at: new Date().toISOString() });
