import { openRun, steps } from '../../../workflows/kit';
import type { StartOptions, StepOptions } from '../../../workflows/kit';
import type { leavingSteps } from './steps';

const { list, item, plain, effect } = steps<typeof leavingSteps>('leaving', { heartbeatTimeout: '2s' });

/** @returns how many items ended ok. */
export function mapPipeline(input: { ids: string[]; options?: StepOptions }, start?: StartOptions): Promise<number> {
  return openRun(
    input,
    async (run) => {
      const items = await list({ ids: run.input.ids });
      return (await item.map(items, {}, run.input.options ?? {})).counts.ok;
    },
    start,
  );
}

export function stepPipeline(input: { step: 'plain' | 'effect' }, start?: StartOptions): Promise<string> {
  return openRun(input, (run) => (run.input.step === 'plain' ? plain({}) : effect({})), start);
}
