/** Labels the documents of a day. */
import { definePipeline, steps } from 'pipeline-worker/workflows';
import { z } from 'zod';
import type { docSteps } from './steps';

const Batch = z.object({ day: z.string(), prompt: z.string() });
const docs = steps<typeof docSteps>('docs');
export const labelling = definePipeline('labelling', { input: Batch, steps: { docs } }, async ({ input }, { docs }) => {
  const { day, prompt } = input;
  const { counts } = await docs.label.map(await docs.list({ day }), { prompt }, { maxFailed: '10%' });
  return counts; // what it cost, and the budget of a run, will stand beside them
});
