import { openRun, steps } from '../../../workflows/kit';
import type { StartOptions } from '../../../workflows/kit';
import type { payingSteps } from './steps';

const { list, payItem, payCached } = steps<typeof payingSteps>('paying', { heartbeatTimeout: '2s' });

export interface PayingInput {
  readonly name: string;
  readonly count: number;
  readonly longestMs: number;
  readonly shardSize: number;
  readonly cached: boolean;
}

export function payingPipeline(input: PayingInput, start?: StartOptions): Promise<{ ok: number; failed: number }> {
  return openRun(
    input,
    async (run) => {
      const { name, count, longestMs, shardSize, cached } = run.input;
      const items = await list({ name, count, longestMs });
      const { counts } = await (cached ? payCached : payItem).map(items, {}, { shardSize });
      return { ok: counts.ok, failed: counts.failed };
    },
    start,
  );
}
