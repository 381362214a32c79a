import { openRun, proxySteps } from '../../../workflows/kit';
import type { StartOptions, StepOptions } from '../../../workflows/kit';
import type { leavingSteps } from './steps';

const { list, item, plain, effect } = proxySteps<typeof leavingSteps>('leaving', { heartbeatTimeout: '2s' });

/** @returns how many items ended ok. */
export function mapPipeline(job: { ids: string[]; options?: StepOptions }, start?: StartOptions): Promise<number> {
  return openRun(
    job,
    async (run) => {
      const items = await list({ ids: run.job.ids });
      return (await item.with(run.job.options ?? {}).map(items, {})).ok;
    },
    start,
  );
}

export function stepPipeline(job: { step: 'plain' | 'effect' }, start?: StartOptions): Promise<string> {
  return openRun(job, (run) => (run.job.step === 'plain' ? plain({}) : effect({})), start);
}
