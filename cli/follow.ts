import type { FinishedEvent, PausedEvent, RunEvent, RunHandle } from '../client';
import { EXIT } from './exit';
import type { Output } from './output';

/** How watching ended: the run did, or it waits for a person. */
export type Followed = FinishedEvent | PausedEvent;

/** Shows a run until it ends or needs a person. Rejects with `signal.reason` when interrupted. */
export async function follow(handle: RunHandle, output: Output, signal: AbortSignal): Promise<Followed> {
  for await (const event of handle.watch({ signal })) {
    output.progress(event);
    if (event.event === 'finished') return event;
    output.event(event);
    if (event.event === 'paused') return event;
  }
  throw signal.reason;
}

/** Tells the end of a run. `files` are the paths written, if any. @returns the exit code. */
export function conclude(handle: RunHandle, end: Followed, files: readonly string[], output: Output): number {
  if (end.event === 'paused') {
    const [step] = end.steps;
    output.say(`The run ${handle.id} is paused and keeps its state. Mend the cause, then: retry ${handle.id}`);
    if (step) output.say(`Without the step: skip ${handle.id} ${step.step} --reason "…"`);
    output.say(`Or end it: cancel ${handle.id}`);
    output.event({ ...stamp(handle), event: 'finished', status: 'paused', files: [] });
    return EXIT.paused;
  }
  const { files: refs, ...facts } = end;
  output.event({ ...facts, files: files.length > 0 ? files : refs });
  return EXIT[end.status];
}

const stamp = ({ id }: RunHandle): Pick<RunEvent, 'id' | 'at'> => ({ id, at: new Date().toISOString() });

export function linkOf(uiUrl: string | undefined, id: string): string | undefined {
  return uiUrl === undefined ? undefined : `${uiUrl}/namespaces/default/workflows/${encodeURIComponent(id)}`;
}
