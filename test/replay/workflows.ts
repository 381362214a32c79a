/**
 * The pipelines whose histories are committed. They are apart from those of the other tests, so that nobody changes them by
 * the way: a changed body makes its histories diverge as a changed kernel does.
 */
import { uuid4 } from '@temporalio/workflow';
import { openRun, steps } from '../../workflows/kit';
import type { StartOptions } from '../../workflows/kit';
import type { orderSteps } from '../kit/effects/steps';
import type { sumSteps } from '../kit/steps';
import type { SumInput } from '../kit/workflows';

export { reportPipeline } from '../../workflows';

const { list, square, gap, total, largest } = steps<typeof sumSteps>('sum', { maximumFailures: 1 });

/** A plain step, a map, a step between, and two steps side by side. */
export function sumPipeline(input: SumInput, start?: StartOptions): Promise<{ sum: number; max: number }> {
  return openRun(
    input,
    async (run) => {
      const numbers = await list({ count: run.input.count });
      const squares = await square.map(numbers, {}, { shardSize: run.input.shardSize ?? 500 });
      await gap({});
      const [{ sum }, { max }] = await Promise.all([total({ squares }), largest({ squares })]);
      return { sum, max };
    },
    start,
  );
}

/** A decision that is made once, and a person's answer. */
export function askingPipeline(input: SumInput): Promise<unknown[]> {
  return openRun(input, async (run) => [
    await run.once('drawn', () => Promise.resolve(uuid4())),
    await run.waitFor('go'),
    await gap({}),
  ]);
}

const { quote, pay, mail } = steps<typeof orderSteps>('order');

/** An effect with a business key, whose answer outlives the state that it was made from. */
export function orderPipeline(input: object, start?: StartOptions): Promise<number> {
  return openRun(
    input,
    async (run) => {
      const q = await quote({});
      const { amount } = await pay({ order: run.id, q });
      await run.waitFor('go');
      await mail({ q, amount });
      return amount;
    },
    start,
  );
}

/** A pipeline of its own, whose result is remembered, and a question with a time limit. */
export function parentPipeline(input: SumInput): Promise<unknown[]> {
  return openRun(input, async (run) => [
    await run.child(askingPipeline, { count: 1 }),
    await run.waitFor('on', { timeout: '2 minutes', onTimeout: 'nobody' }),
  ]);
}

/** May be active for one second. */
export function limitedPipeline(input: SumInput): Promise<unknown> {
  return openRun(input, () => gap({}), { runTimeout: 1000 });
}

/** Lists that the kit makes for the body, and what it is shown of them. */
export function listingPipeline(input: SumInput, start?: StartOptions): Promise<number[]> {
  return openRun(
    input,
    async (run) => {
      const numbers = await (await list({ count: run.input.count })).minus(await run.list([1]));
      const squares = await square.map([1], {});
      return (await numbers.plus(squares.ok())).values({ max: 10 });
    },
    start,
  );
}
