import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/**
 * Sends an order to a thread of its own and returns what that posts: for work that would hold up the loop, on which heartbeats and
 * renewals of locks hang. Rejects with the thread's error, or with the signal's reason; the thread is gone then.
 * @param program of built code: a thread cannot load TypeScript.
 * @param heapMb what needs more was made to.
 * @param moved memory in the order that changes hands.
 */
export async function away<Answer>(
  program: string,
  order: unknown,
  heapMb: number,
  signal: AbortSignal,
  moved: readonly ArrayBuffer[] = [],
): Promise<Answer> {
  signal.throwIfAborted();
  const resourceLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: heapMb };
  const thread = new Worker(program, { workerData: order, resourceLimits, transferList: [...moved] });
  try {
    const [answer] = (await once(thread, 'message', { signal })) as [Answer];
    return answer;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    await thread.terminate();
  }
}
