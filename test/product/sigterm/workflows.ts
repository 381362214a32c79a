import { openRun, proxySteps } from '../../../workflows/kit';
import type { StartOptions } from '../../../workflows/kit';
import type { payingSteps } from './steps';

const { list, payItem, payCached } = proxySteps<typeof payingSteps>('paying', { heartbeatTimeout: '2s' });

export interface PayingJob {
  readonly name: string;
  readonly count: number;
  readonly longestMs: number;
  readonly shardSize: number;
  readonly cached: boolean;
}

export function payingPipeline(job: PayingJob, start?: StartOptions): Promise<{ ok: number; failed: number }> {
  return openRun(
    job,
    async (run) => {
      const { name, count, longestMs, shardSize, cached } = run.job;
      const items = await list({ name, count, longestMs });
      const { ok, failed } = await (cached ? payCached : payItem).with({ shardSize }).map(items, {});
      return { ok, failed };
    },
    start,
  );
}
