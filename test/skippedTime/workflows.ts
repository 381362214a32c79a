/** Pipelines that take days: the steps of the kit's tests, with a long wait among them. */
import { sleep } from '@temporalio/workflow';
import { openRun, steps } from '../../workflows/kit';
import type { OpenOptions } from '../../workflows/kit';
import type { sumSteps } from '../kit/steps';

export { askingPipeline, paidPipeline } from '../kit/workflows';

const { list, square, paidSquare, gap, total, largest, note } = steps<typeof sumSteps>('sum', {
  heartbeatTimeout: '2s',
  maximumFailures: 2,
});

/** A timer of the body counts as active time: nobody is waited for. */
const DAYS: OpenOptions = { runTimeout: '30 days' };

interface Input {
  count: number;
}

/** Makes state, parks until a person says `go`, then reads it: parked, it is kept alive. */
export function askedPipeline(input: Input): Promise<{ sum: number; max: number }> {
  return openRun(input, async (run) => {
    const squares = await square.map(await list({ count: run.input.count }), {});
    const { max } = await largest({ squares });
    await run.waitFor('go');
    const { sum } = await total({ squares });
    return { sum, max };
  });
}

/** The same on a timer of the body. */
export function sleepingPipeline(input: Input): Promise<{ sum: number; max: number }> {
  return openRun(
    input,
    async (run) => {
      const squares = await square.map(await list({ count: run.input.count }), {});
      const { max } = await largest({ squares });
      await run.once('nap', () => sleep('25 hours'));
      const { sum } = await total({ squares });
      return { sum, max };
    },
    DAYS,
  );
}

/** Wakes up once on the way. */
export function wakingPipeline(input: Input): Promise<{ sum: number }> {
  return openRun(
    input,
    async (run) => {
      const squares = await square.map(await list({ count: run.input.count }), {});
      await run.once('first nap', () => sleep('13 hours'));
      await gap({});
      await run.once('second nap', () => sleep('12 hours'));
      const { sum } = await total({ squares });
      return { sum };
    },
    DAYS,
  );
}

/** After its sleep it needs a number that it still has, and nothing of its state. */
export function forgetfulPipeline(input: Input): Promise<string> {
  return openRun(
    input,
    async (run) => {
      const { max } = await largest({ squares: await square.map(await list({ count: run.input.count }), {}) });
      await run.once('nap', () => sleep('25 hours'));
      const { echo } = await note({ text: `the largest is ${max}` });
      return echo;
    },
    DAYS,
  );
}

/** Two steps that may back off, within the default limit of active time. */
export function hurriedPipeline(input: Input): Promise<number> {
  return openRun(input, async (run) => {
    await gap({});
    return (await list({ count: run.input.count })).items ?? 0;
  });
}

/** One step that may back off for longer than the default limit. */
export function patientPipeline(input: Input): Promise<number> {
  return openRun(input, async (run) => (await list({ count: run.input.count })).items ?? 0, { runTimeout: '2 hours' });
}

/** Sleeps between paying for its items and using them. */
export function sleepingPaidPipeline(input: Input): Promise<number> {
  return openRun(
    input,
    async (run) => {
      const squares = await paidSquare.map(await list({ count: run.input.count }), {});
      await run.once('nap', () => sleep('25 hours'));
      return (await total({ squares })).sum;
    },
    DAYS,
  );
}

/** So many calls side by side, each with an input of its own. */
export function crowdPipeline(input: Input): Promise<number> {
  return openRun(input, async (run) => {
    const calls = Array.from({ length: run.input.count }, () => gap({}));
    return (await Promise.all(calls)).length;
  });
}

/** Asks for longer than a paused step would wait, and reminds meanwhile. */
export function patientAskingPipeline(input: Input): Promise<{ answer: unknown; sum: number }> {
  return openRun(input, async (run) => {
    const squares = await square.map(await list({ count: run.input.count }), {});
    const answer = await run.waitFor('approval', {
      timeout: '90 days',
      onTimeout: 'nobody came',
      remind: { every: '30 days', run: () => note({ text: 'please' }) },
    });
    return { answer, sum: (await total({ squares })).sum };
  });
}

/** Past every limit of waiting for people, and of active time. */
export function longSleepPipeline(input: Input): Promise<number> {
  return openRun(input, async (run) => {
    const squares = await square.map(await list({ count: run.input.count }), {});
    await run.sleep('8 days');
    return (await total({ squares })).sum;
  });
}
