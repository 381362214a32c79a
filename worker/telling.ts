import { Runtime } from '@temporalio/worker';
import { limits } from '../redis';
import type { Store } from '../redis';

/**
 * Tells which pipelines this worker has, for as long as it lives: a client then refuses a wrong name before it sends
 * anything. Nothing hangs on it, so a Redis that is away delays no start: what was not told is told the next time.
 */
export async function keepTelling(store: Store, taskQueue: string, names: readonly string[]): Promise<() => void> {
  const known = store.pipelines(taskQueue);
  const tell = (): Promise<void> =>
    known.tell(names).catch((error: unknown) => {
      Runtime.instance().logger.debug('clients do not know which pipelines this worker has', { error: String(error) });
    });
  await tell();
  const telling = setInterval(() => void tell(), limits.knownMs / 3);
  telling.unref();
  return () => clearInterval(telling);
}
