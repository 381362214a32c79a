import type { Mapped, Ref } from '../../../activities/kit';
import { openRun, proxySteps } from '../../../workflows/kit';
import type { StartOptions } from '../../../workflows/kit';
import type { oddSteps } from './steps';

const { list, map, paid, plain, field } = proxySteps<typeof oddSteps>('odd', {
  heartbeatTimeout: '2s',
  maximumFailures: 2,
});

export function mapPipeline(
  input: { items: unknown[]; paid?: boolean; shardSize?: number },
  start?: StartOptions,
): Promise<Pick<Mapped<unknown>, 'ok' | 'failed'>> {
  return openRun(
    input,
    async (run) => {
      const { shardSize = 500 } = run.input;
      const step = run.input.paid ? paid : map;
      const items: unknown = await list({ items: run.input.items });
      const { ok, failed } = await step.with({ shardSize }).map(items as Ref<{ id: string }[]>, {});
      return { ok, failed };
    },
    start,
  );
}

export function stepPipeline(input: { step: 'plain' | 'field'; id: string }, start?: StartOptions): Promise<unknown> {
  return openRun(input, (run) => (run.input.step === 'plain' ? plain : field)({ id: run.input.id }), start);
}
