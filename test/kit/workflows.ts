import { uuid4 } from '@temporalio/workflow';
import { openRun, proxySteps } from '../../workflows/kit';
import type { StartOptions } from '../../workflows/kit';
import type { sumSteps } from './steps';

const steps = proxySteps<typeof sumSteps>('sum', { heartbeatTimeout: '2s', maximumFailures: 2 });
const { list, square, paidSquare, gap, total, largest, note, priced, clock, huge, misnamed, wide, hopeless } = steps;

export interface SumInput {
  count: number;
  shardSize?: number;
}

export interface SumResult {
  sum: number;
  missing: string[];
  max: number;
  partial: boolean;
}

/** List, square each, let the test do harm, add up and find the largest at the same time, tell somebody. */
export function sumPipeline(input: SumInput, start?: StartOptions): Promise<SumResult> {
  return openRun(
    input,
    async (run) => {
      const numbers = await list.with({ summary: 'lists the numbers' })({ count: run.input.count });
      const squares = await square.with({ shardSize: run.input.shardSize ?? 500 }).map(numbers, {});
      await gap({});
      const [result, { max }] = await Promise.all([total({ squares }), largest({ squares })]);
      await note({ text: `the sum is ${result.sum}` });
      return { ...result, max, partial: run.skippedByHand() };
    },
    start,
  );
}

/** A decision that is made once, a body that may run again, and a person's answer. */
export function askingPipeline(
  input: SumInput,
  start?: StartOptions,
): Promise<{ drawn: string; answer: unknown; sum: number }> {
  return openRun(
    input,
    async (run) => {
      const drawn = await run.once('drawn', () => Promise.resolve(uuid4()));
      const squares = await square.map(await list({ count: run.input.count }), {});
      await gap({});
      const { sum } = await total({ squares });
      const answer = await run.waitFor('go');
      return { drawn, answer, sum };
    },
    start,
  );
}

/** A mistake: a step inside `run.once`. */
export function nestedPipeline(input: SumInput): Promise<unknown> {
  return openRun(input, (run) => run.once('squares', () => list({ count: run.input.count })));
}

/** May be active for one second. */
export function limitedPipeline(input: SumInput): Promise<number> {
  return openRun(input, async (run) => (await list({ count: run.input.count })).items ?? 0, { runTimeout: 1000 });
}

/** Squares that cost money, and a plain step that pays. */
export function paidPipeline(input: SumInput, start?: StartOptions): Promise<{ sum: number; price: number }> {
  return openRun(
    input,
    async (run) => {
      const squares = await paidSquare.map(await list({ count: run.input.count }), {});
      const { sum } = await total({ squares });
      const { price } = await priced({ what: `count ${run.input.count}` });
      return { sum, price };
    },
    start,
  );
}

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
