/** The pipeline that docs/client.md talks to. */
import { openRun, steps } from '../../../workflows/kit';
import type { StartOptions } from '../../../workflows/kit';
import type { sumSteps } from '../../kit/steps';

const { list, square, total } = steps<typeof sumSteps>('sum');

export function pricing(input: { day: string }, start?: StartOptions): Promise<{ sum: number; approval: unknown }> {
  return openRun(
    input,
    async (run) => {
      const orders = await list({ count: run.input.day.length });
      const { sum } = await total({ squares: await square.map(orders, {}) });
      return { sum, approval: await run.waitFor('approval') };
    },
    start,
  );
}
