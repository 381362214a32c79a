/** What another worker of the same task queue has. */
import { z } from 'zod';
import { definePipeline } from '../../../workflows/kit';

export const farewell = definePipeline('farewell', { input: z.object({ name: z.string() }) }, (run) =>
  Promise.resolve({ text: `Goodbye ${run.input.name}` }),
);
