import { openRun, steps } from '../../../workflows/kit';
import type { StartOptions } from '../../../workflows/kit';
import type { undoSteps } from './steps';

const shop = steps<typeof undoSteps>('undo', { heartbeatTimeout: '10s', maximumFailures: 2 });

/** Reserves, charges (a charge may take a second), ships. */
export function undoableOrder(input: { id: string }, start?: StartOptions): Promise<string> {
  return openRun(
    input,
    async (run) => {
      const { id } = run.input;
      await shop.reserve(
        { id },
        { undo: ({ input: of, output }) => shop.release({ ...of, done: output?.done ?? 'perhaps' }) },
      );
      await shop.charge(
        { id },
        {
          startToCloseTimeout: '1s',
          undo: ({ input: of, output }) => shop.refund({ ...of, done: output?.done ?? 'perhaps' }),
        },
      );
      return (await shop.ship({ id }, { onFailure: 'fail' })).done;
    },
    start,
  );
}
