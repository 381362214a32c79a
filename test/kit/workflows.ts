import { uuid4 } from '@temporalio/workflow';
import { definePipeline, openRun, steps } from '../../workflows/kit';
import type { StartOptions } from '../../workflows/kit';
import type { sumSteps } from './steps';
import { SumInput } from './sumInput';

const { list, square, paidSquare, gap, total, largest, note, priced, clock, huge, misnamed, wide, hopeless } = steps<
  typeof sumSteps
>('sum', { heartbeatTimeout: '2s', maximumFailures: 2 });

export type { SumInput };

export interface SumResult {
  sum: number;
  missing: string[];
  max: number;
  partial: boolean;
}

/** List, square each, let the test do harm, add up and find the largest at the same time, tell somebody. */
export const sumPipeline = definePipeline('sumPipeline', { input: SumInput }, async (run): Promise<SumResult> => {
  const numbers = await list({ count: run.input.count }, { summary: 'lists the numbers' });
  const squares = await square.map(numbers, {}, { shardSize: run.input.shardSize });
  await gap({});
  const [result, { max }] = await Promise.all([total({ squares }), largest({ squares })]);
  await note({ text: `the sum is ${result.sum}` });
  return { ...result, max, partial: run.skippedByHand() };
});

/** A decision that is made once, a body that may run again, and a person's answer. */
export const askingPipeline = definePipeline('askingPipeline', { input: SumInput }, async (run) => {
  const drawn = await run.once('drawn', () => Promise.resolve(uuid4()));
  const squares = await square.map(await list({ count: run.input.count }), {});
  await gap({});
  const { sum } = await total({ squares });
  const answer = await run.waitFor('go');
  return { drawn, answer, sum };
});

/** A mistake: a step inside `run.once`. */
export function nestedPipeline(input: SumInput): Promise<unknown> {
  return openRun(input, (run) => run.once('squares', () => list({ count: run.input.count })));
}

/** May be active for one second. */
export const limitedPipeline = definePipeline(
  'limitedPipeline',
  { input: SumInput, runTimeout: 1000 },
  async (run) => (await list({ count: run.input.count })).items ?? 0,
);

/** Squares that cost money, and a plain step that pays. */
export const paidPipeline = definePipeline('paidPipeline', { input: SumInput }, async (run) => {
  const squares = await paidSquare.map(await list({ count: run.input.count }), {});
  const { sum } = await total({ squares });
  const { price } = await priced({ what: `count ${run.input.count}` });
  return { sum, price };
});

/** One step alone, by name. */
export function singlePipeline(input: { step: string; text?: string }, start?: StartOptions): Promise<unknown> {
  return openRun(
    input,
    async (run) => {
      const single: Record<string, () => Promise<unknown>> = {
        huge: () => huge({ bytes: 20_000 }),
        clock: () => clock({}),
        note: () => note({ text: run.input.text ?? '' }),
        priced: () => priced({ what: 'single' }),
        hopeless: () => hopeless({}),
        misnamed: async () => misnamed.map(await list({ count: 2 }), {}),
        wide: async () => wide.map(await list({ count: 2 }), {}),
      };
      return single[run.input.step]?.();
    },
    start,
  );
}
