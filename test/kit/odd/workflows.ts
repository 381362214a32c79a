import type { Mapped, Ref } from '../../../activities/kit';
import { openRun, proxySteps } from '../../../workflows/kit';
import type { StartOptions } from '../../../workflows/kit';
import type { oddSteps } from './steps';

const { list, map, paid, plain, field } = proxySteps<typeof oddSteps>('odd', {
  heartbeatTimeout: '2s',
  maximumFailures: 2,
});

export function mapPipeline(
  job: { items: unknown[]; paid?: boolean; shardSize?: number },
  start?: StartOptions,
): Promise<Pick<Mapped<unknown>, 'ok' | 'failed'>> {
  return openRun(
    job,
    async (run) => {
      const { shardSize = 500 } = run.job;
      const step = run.job.paid ? paid : map;
      const items: unknown = await list({ items: run.job.items });
      const { ok, failed } = await step.with({ shardSize }).map(items as Ref<{ id: string }[]>, {});
      return { ok, failed };
    },
    start,
  );
}

export function stepPipeline(job: { step: 'plain' | 'field'; id: string }, start?: StartOptions): Promise<unknown> {
  return openRun(job, (run) => (run.job.step === 'plain' ? plain : field)({ id: run.job.id }), start);
}
