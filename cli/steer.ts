/** Commands by which a person steers a run. */
import type { Duration, RunHandle } from '../client';
import { durationMs } from '../workflows/kit/duration';
import { withClient } from './connection';
import { EXIT, Usage } from './exit';
import { parsed } from './json';
import type { Output } from './output';
import { advice, quoted } from './self';

/** @param act gives what tells what was done, a line each. */
function steer(
  id: string,
  output: Output,
  act: (run: RunHandle) => Promise<string | readonly string[]>,
): Promise<number> {
  return withClient({ for: 'steer' }, async (client) => {
    output.tell(id, ...[await act(client.handle(id))].flat());
    return EXIT.ok;
  });
}

export const cancel = (id: string, output: Output): Promise<number> =>
  steer(id, output, async (run) => {
    await run.cancel();
    return `cancellation of ${id} requested; steps record what is finished, and what has an undo is undone`;
  });

export const pause = (id: string, reason: string, output: Output): Promise<number> =>
  steer(id, output, async (run) => {
    await run.pause(reason);
    return advice(`${id} starts no further step; those under way end. Let it go on:`, `resume ${quoted(id)}`);
  });

export const resume = (id: string, output: Output): Promise<number> =>
  steer(id, output, async (run) => {
    await run.resume();
    return `${id} goes on`;
  });

export async function answer(id: string, name: string, value: string, output: Output): Promise<number> {
  const given = parsed(value, '--value');
  return steer(id, output, async (run) => {
    await run.answer(name, given);
    return `'${name}' of ${id} is answered`;
  });
}

export interface RetryFlags {
  readonly from?: string;
  readonly failedItems?: boolean;
  readonly fresh?: boolean;
  readonly restart?: boolean;
  readonly wait?: string;
}

/** A run that is held is kept no longer. */
const MOST_WAIT_MS = 7 * 24 * 3_600_000;

export async function retry(id: string, step: string | undefined, flags: RetryFlags, output: Output): Promise<number> {
  const { from, failedItems, fresh, restart = false, wait } = flags;
  if (wait !== undefined && !restart) throw new Usage('--wait says how long --restart waits: give both, or neither.');
  const waitMs = wait === undefined ? {} : { waitMs: waitMsOf(wait) };
  const onWait = (steps: readonly string[]): void => {
    const what = `${id} starts no further step; waiting for ${steps.join(', ')}. If you stop this here, let it go on:`;
    output.tell(id, ...advice(what, `resume ${quoted(id)}`));
  };
  return steer(id, output, async (run) => {
    const how = await run.retry({
      ...(step === undefined ? {} : { step }),
      ...(from === undefined ? {} : { from }),
      ...(failedItems === undefined ? {} : { failedItems }),
      ...(fresh === undefined ? {} : { fresh }),
      ...(restart ? { restart, onWait, ...waitMs } : {}),
    });
    return how === 'retried' ? `${id} goes on` : `${id} was started again; finished work is not repeated`;
  });
}

/** Seconds where only a number is given; else as everywhere. */
function waitMsOf(text: string): number {
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : durationMs(text as Duration);
  if (ms >= 0 && ms <= MOST_WAIT_MS) return ms;
  throw new Usage(
    `--wait takes seconds, such as 600, or a duration up to 7 days, such as '10 minutes', not '${text}'.`,
  );
}

export const skip = (id: string, step: string, reason: string, output: Output): Promise<number> =>
  steer(id, output, async (run) => {
    await run.skip(step, reason);
    return `${step} of ${id} is skipped: ${reason}`;
  });
