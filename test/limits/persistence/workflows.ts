/** A report, and an errand that has a bit of everything: paid items, effects, a fence, a child, a person, undo. */
import { z } from 'zod';
import { definePipeline, steps } from '../../../workflows/kit';
import type { sumSteps } from '../../kit/steps';
import type { undoSteps } from '../../kit/undo/steps';

export { reportPipeline } from '../../../workflows';

const options = { heartbeatTimeout: '2s', maximumFailures: 2 } as const;
const sum = steps<typeof sumSteps>('sum', options);
const shop = steps<typeof undoSteps>('undo', options);

const Packing = z.object({ order: z.string() });
const Errand = z.object({ count: z.number(), fails: z.boolean() });

export const packingPipeline = definePipeline(
  'packingPipeline',
  { input: Packing, steps: { sum, shop } },
  async (run, { sum: numbers, shop: own }) => {
    await numbers.gap({});
    return own.ship({ id: `packet of ${run.input.order}` });
  },
);

export const errandPipeline = definePipeline(
  'errandPipeline',
  { input: Errand, steps: { sum, shop } },
  async (run, { sum: numbers, shop: own }) => {
    const { id } = run;
    const squares = await numbers.paidSquare.map(await numbers.list({ count: run.input.count }), {});
    await own.reserve({ id }, { undo: ({ input, output }) => own.release({ ...input, done: output?.done ?? '?' }) });
    await own.charge({ id }, { undo: ({ input, output }) => own.refund({ ...input, done: output?.done ?? '?' }) });
    const { done } = await run.child(packingPipeline, { order: id }, { id: `${id}-packing` });
    const { price } = await numbers.priced({ what: id });
    await numbers.note({ text: `errand ${id}` });
    await run.waitFor('go');
    const all = await numbers.total({ squares });
    if (run.input.fails) await numbers.hopeless({}, { onFailure: 'fail' });
    return { done, price, ...all };
  },
);
