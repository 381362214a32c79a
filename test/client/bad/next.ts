/** The next build of `workflows.ts`: it decides otherwise. */
import { condition, defineSignal, setHandler, sleep } from '@temporalio/workflow';

export async function reordered(): Promise<void> {
  let isTold = false;
  setHandler(defineSignal('go'), () => void (isTold = true));
  await condition(() => isTold);
  await sleep('1 ms');
}
