/** The pipeline. Workflow code takes types only from the steps; what is not a step goes through `run`. */
import { definePipeline, steps } from 'pipeline-worker/workflows';
import { z } from 'zod';
import type { firstSteps } from './steps';

/** Checked when a run opens. */
const Input = z.object({ text: z.string(), greeting: z.string().default('Hello'), file: z.string() });
const first = steps<typeof firstSteps>('first');

export const firstPipeline = definePipeline(
  'firstPipeline',
  { input: Input, steps: { first } },
  async (run, { first: { split, count, write } }) => {
    const lines = await split({ text: run.input.text });
    const counted = await count.map(lines, { greeting: run.input.greeting });
    return write({ name: run.input.file, counts: counted }, { summary: `${counted.counts.ok} lines` });
  },
);
