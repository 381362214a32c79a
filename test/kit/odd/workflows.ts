import type { MapCounts, Ref } from '../../../activities/kit';
import { openRun, steps } from '../../../workflows/kit';
import type { StartOptions } from '../../../workflows/kit';
import type { oddSteps } from './steps';

const { list, map, paid, plain, field } = steps<typeof oddSteps>('odd', {
  heartbeatTimeout: '10s',
  maximumFailures: 2,
});

export function mapPipeline(
  input: { items: unknown[]; paid?: boolean; shardSize?: number },
  start?: StartOptions,
): Promise<Pick<MapCounts, 'ok' | 'failed'>> {
  return openRun(
    input,
    async (run) => {
      const { shardSize = 500 } = run.input;
      const step = run.input.paid ? paid : map;
      const items: unknown = await list({ items: run.input.items });
      const { counts } = await step.map(items as Ref<{ id: string }[]>, {}, { shardSize });
      return { ok: counts.ok, failed: counts.failed };
    },
    start,
  );
}

export function stepPipeline(input: { step: 'plain' | 'field'; id: string }, start?: StartOptions): Promise<unknown> {
  return openRun(input, (run) => (run.input.step === 'plain' ? plain : field)({ id: run.input.id }), start);
}
