import { uuid4 } from '@temporalio/workflow';
import { openRun, proxySteps } from '../../workflows/kit';
import type { StartOptions } from '../../workflows/kit';
import type { sumSteps } from './steps';

const steps = proxySteps<typeof sumSteps>('sum', { heartbeatTimeout: '2s', maximumFailures: 2 });
const { list, square, paidSquare, gap, total, largest, note, priced, clock, huge, misnamed, wide, hopeless } = steps;

export interface SumJob {
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
export function sumPipeline(job: SumJob, start?: StartOptions): Promise<SumResult> {
  return openRun(
    job,
    async (run) => {
      const numbers = await list.with({ summary: 'lists the numbers' })({ count: run.job.count });
      const squares = await square.with({ shardSize: run.job.shardSize ?? 500 }).map(numbers, {});
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
  job: SumJob,
  start?: StartOptions,
): Promise<{ drawn: string; answer: unknown; sum: number }> {
  return openRun(
    job,
    async (run) => {
      const drawn = await run.once('drawn', () => Promise.resolve(uuid4()));
      const squares = await square.map(await list({ count: run.job.count }), {});
      await gap({});
      const { sum } = await total({ squares });
      const answer = await run.waitFor('go');
      return { drawn, answer, sum };
    },
    start,
  );
}

/** A mistake: a step inside `run.once`. */
export function nestedPipeline(job: SumJob): Promise<unknown> {
  return openRun(job, (run) => run.once('squares', () => list({ count: run.job.count })));
}

/** May be active for one second. */
export function limitedPipeline(job: SumJob): Promise<number> {
  return openRun(job, async (run) => (await list({ count: run.job.count })).items ?? 0, { runTimeout: 1000 });
}

/** Squares that cost money, and a plain step that pays. */
export function paidPipeline(job: SumJob, start?: StartOptions): Promise<{ sum: number; price: number }> {
  return openRun(
    job,
    async (run) => {
      const squares = await paidSquare.map(await list({ count: run.job.count }), {});
      const { sum } = await total({ squares });
      const { price } = await priced({ what: `count ${run.job.count}` });
      return { sum, price };
    },
    start,
  );
}

/** One step alone, by name. */
export function singlePipeline(job: { step: string; text?: string }, start?: StartOptions): Promise<unknown> {
  return openRun(
    job,
    async (run) => {
      const single: Record<string, () => Promise<unknown>> = {
        huge: () => huge({ bytes: 20_000 }),
        clock: () => clock({}),
        note: () => note({ text: run.job.text ?? '' }),
        priced: () => priced({ what: 'single' }),
        hopeless: () => hopeless({}),
        misnamed: async () => misnamed.map(await list({ count: 2 }), {}),
        wide: async () => wide.map(await list({ count: 2 }), {}),
      };
      return single[run.job.step]?.();
    },
    start,
  );
}
