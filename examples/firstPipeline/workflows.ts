/** The pipeline. Workflow code takes types only from the steps; what is not a step goes through `run`. */
import { openRun, proxySteps } from 'pipeline-worker/workflows';
import type { StartOptions } from 'pipeline-worker/workflows';
import type { z } from 'zod';
import type { firstSteps, Input } from './steps';

const { split, count, write } = proxySteps<typeof firstSteps>('first');

export async function firstPipeline(input: z.output<typeof Input>, options?: StartOptions) {
  return openRun(
    input,
    async (run) => {
      const lines = await split({ text: run.input.text });
      const counts = await count.map(lines, { greeting: run.input.greeting });
      return write.with({ summary: `${counts.ok} lines` })({ name: run.input.file, counts });
    },
    options,
  );
}
