/** What runs each night: for each shop a run of its own, of a pipeline that also runs alone. */
import { definePipeline, steps } from 'pipeline-worker/workflows';
import { z } from 'zod';
import type { nightSteps } from './steps';

const night = steps<typeof nightSteps>('night');
const Shop = z.object({ shop: z.string(), day: z.string() });

export const small = definePipeline('small', { input: Shop, steps: { night } }, async (run, { night }) => {
  const { cents } = await night.sales(run.input);
  await night.book({ ...run.input, cents });
  return { cents };
});

export const nightly = definePipeline('nightly', { input: z.object({ shops: z.array(z.string()) }) }, async (run) => {
  const day = run.date.slice(0, 10);
  const ended = await Promise.all(
    run.input.shops.map((shop) => run.child(small, { shop, day }, { id: `${day}-${shop}` })),
  );
  return { day, cents: ended.reduce((sum, { cents }) => sum + cents, 0) };
});
