import { setImmediate as othersTurn } from 'node:timers/promises';
import { Limiter } from '../worker/limiter';

const working = new Limiter(1);

/** One after another: of twenty shards that begin at once, heartbeats and renewals would else wait for all. */
export function inTurn<T>(work: () => T | Promise<T>): Promise<T> {
  return working.run(async () => {
    await othersTurn();
    return work();
  });
}
