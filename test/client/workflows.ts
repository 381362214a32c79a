import { openRun, steps } from '../../workflows/kit';
import type { StartOptions } from '../../workflows/kit';
import type { sumSteps } from '../kit/steps';

const { gap, list } = steps<typeof sumSteps>('sum');

/** Steps as the kit makes them where a pipeline says nothing: no timeout of its own. */
export function plainPipeline(input: { count: number }, start?: StartOptions): Promise<{ listed: number }> {
  return openRun(
    input,
    async (run) => {
      await gap({});
      return { listed: (await list({ count: run.input.count })).items ?? 0 };
    },
    start,
  );
}
