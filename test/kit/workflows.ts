import { openRun, proxySteps } from '../../workflows/kit';
import type { StartOptions } from '../../workflows/kit';
import type { sumSteps } from './steps';

const { list, square, total, note } = proxySteps<typeof sumSteps>('sum', {
  heartbeatTimeout: '2s',
  maximumFailures: 2,
});

export interface SumJob {
  count: number;
  shardSize?: number;
}

/** The ten-line pipeline: list, square each, add up, tell somebody. */
export function sumPipeline(job: SumJob, start?: StartOptions): Promise<{ sum: number; missing: string[] }> {
  return openRun(
    job,
    async (run) => {
      const numbers = await list({ count: run.job.count });
      const squares = await square.with({ shardSize: run.job.shardSize ?? 500 }).map(numbers, {});
      const result = await total({ squares });
      await note({ text: `the sum is ${result.sum}` });
      return result;
    },
    start,
  );
}
