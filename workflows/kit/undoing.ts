/**
 * The end of a run that failed or was cancelled: what it did is undone, the last first, one after the other. Nothing cancels
 * that, no clock of the run counts it, and no body runs any more.
 *
 *   settling   calls with an `undo` that are under way come to their end, with the same idempotency key; all others are
 *              cancelled, and what waits for a person waits no more
 *   undoing    one undo after the other. One whose step failed for good steps aside until all others are through,
 *   waiting    then it pauses under its own name until a person retries or skips it
 *
 * What is skipped, or gives up, is left undone, and the run ends failed and says so.
 */
import { ApplicationFailure, TemporalFailure } from '@temporalio/workflow';
import { Epoch, here } from './epoch';
import { causeOf, cut } from './failure';
import type { Kernel } from './kernel';
import { inlineOf } from './undo';
import type { Doing } from './undo';

/** Where code runs that undoes something. */
export interface Undoing {
  readonly doing: Doing;
  /** A step of it failed for good. Resolves when every other undo is through. */
  lastly(): Promise<void>;
  /** A person leaves it undone. */
  leave(why: string): void;
}

interface Left {
  readonly doing: Doing;
  readonly why: string;
}

/**
 * @param failure why the body ended. One that only fails the workflow task is no end of the run: nothing is undone.
 * @returns what the run ends with.
 */
export async function undone(kernel: Kernel, failure: unknown): Promise<unknown> {
  if (!kernel.undos.any || !(failure instanceof TemporalFailure)) return failure;
  return kernel.sdk.shielded(async () => {
    kernel.undoing(failure);
    // Cancelling reaches neither a branch that nobody awaits nor a scope that is not cancellable: they go no further.
    kernel.epoch?.abandon();
    await kernel.epoch?.settled();
    kernel.closeCalls();
    const left = await undoAll(kernel, kernel.undos.due());
    return left.length === 0 ? failure : leftUndone(failure, left);
  });
}

async function undoAll(kernel: Kernel, due: readonly Doing[]): Promise<readonly Left[]> {
  const left: Left[] = [];
  const others = signal();
  const all: Promise<void>[] = [];
  for (const doing of due) {
    const aside = signal();
    const undoing: Undoing = {
      doing,
      lastly: () => {
        aside.fire();
        return others.fired;
      },
      leave: (why) => void (left.some((one) => one.doing === doing) || left.push({ doing, why })),
    };
    const running = undo(kernel, undoing);
    all.push(running);
    await Promise.race([running, aside.fired]);
  }
  others.fire();
  await Promise.all(all);
  return left;
}

async function undo(kernel: Kernel, undoing: Undoing): Promise<void> {
  const { doing } = undoing;
  const made = { input: inlineOf(doing.input), ...(doing.state === 'answered' && { output: doing.output }) };
  try {
    await here.run({ kernel, epoch: new Epoch(), undoing }, async () => doing.undo(made));
  } catch (error) {
    // A bug of the author's fails the workflow task, as it does in a body: once it is mended the undoing goes on.
    if (!(error instanceof TemporalFailure)) throw error;
    undoing.leave(causeOf(error).message);
  }
}

function leftUndone(failure: TemporalFailure, left: readonly Left[]): ApplicationFailure {
  const which = left.map(({ doing: { call }, why }) => `${call} (${cut(why, 200)})`).join(', ');
  return ApplicationFailure.create({
    type: 'LeftUndone',
    message: cut(`Left undone: ${which}. The run had ended: ${failure.message}`),
    nonRetryable: true,
    cause: failure,
  });
}

interface Signal {
  readonly fired: Promise<void>;
  fire(): void;
}

function signal(): Signal {
  let fire = (): void => undefined;
  const fired = new Promise<void>((resolve) => (fire = resolve));
  return { fired, fire: () => fire() };
}
