/** What authors do wrong: workflow tasks of these fail, or what they return cannot be sent. */
import { condition, setHandler, defineSignal, sleep } from '@temporalio/workflow';
import { openRun } from '../../../workflows/kit';

export async function throwsTypeError(): Promise<unknown> {
  const answer = JSON.parse('{}') as { nested: { deep: string } };
  return Promise.resolve(answer.nested.deep);
}

export const returnsTooMuch = (): Promise<string> => Promise.resolve('x'.repeat(3_000_000));

export const returnsBigInt = (): Promise<bigint> => Promise.resolve(10n);

/** Two timers; `next.ts` has them in another order. */
export async function reordered(): Promise<void> {
  let isTold = false;
  setHandler(defineSignal('go'), () => void (isTold = true));
  await sleep('1 ms');
  await condition(() => isTold);
}

/** The steps of a report in the hands of other code. */
export async function reportPipeline(): Promise<void> {
  await sleep('1 ms');
  await sleep('1 s');
}

/** Does nothing, by the kit. */
export const idle = (input: unknown): Promise<string> => openRun(input, () => Promise.resolve('done'));
