/** The pipeline. Workflow code takes types only from the steps; what is not a step goes through `run`. */
import { openRun, proxySteps } from 'pipeline-worker/workflows';
import type { StartOptions } from 'pipeline-worker/workflows';
import type { z } from 'zod';
import type { firstSteps, Job } from './steps';

const { split, count, write } = proxySteps<typeof firstSteps>('first');

export async function firstPipeline(job: z.output<typeof Job>, options?: StartOptions) {
  return openRun(
    job,
    async (run) => {
      const lines = await split({ text: run.job.text });
      const counts = await count.map(lines, { greeting: run.job.greeting });
      return write.with({ summary: `${counts.ok} lines` })({ name: run.job.file, counts });
    },
    options,
  );
}
