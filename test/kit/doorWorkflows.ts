/** Bodies that do what a body should not, and one that goes through every state of a run. */
import { ApplicationFailure, condition } from '@temporalio/workflow';
import { z } from 'zod';
import { definePipeline, openRun, steps } from '../../workflows/kit';
import { answer, pauseRun, resumeRun, skipStep } from '../../workflows/kit';
import { onUpdate } from '../../workflows/kit/door';
import { Kernel } from '../../workflows/kit/kernel';
import { temporal } from '../../workflows/kit/temporal';
import type { sumSteps } from './steps';
import { SumInput } from './sumInput';

const { list, square, gap, note, hold, echo } = steps<typeof sumSteps>('sum', {
  heartbeatTimeout: '2s',
  maximumFailures: 1,
});

/** A step, one that may pause, one that a test holds, and an answer. */
export const doorPipeline = definePipeline(
  'doorPipeline',
  { input: SumInput.extend({ state: z.string().default('') }) },
  async (run) => {
    await list({ count: run.input.count });
    await gap({});
    await hold({ state: run.input.state });
    if (run.input.state === 'waiting') await run.waitFor('over');
    const answer = await run.waitFor('go');
    await note({ text: 'ended' });
    return { answer };
  },
);

/** Calls side by side with so many characters each. */
export function fanPipeline(input: { calls: number; characters: number }): Promise<number> {
  return openRun(input, async ({ input: { calls, characters } }) => {
    const text = 'x'.repeat(characters);
    const all = await Promise.all(Array.from({ length: calls }, (_, i) => echo({ text: `${i} ${text}` })));
    return all.reduce((sum, one) => sum + one.text.length, 0);
  });
}

const cycle: unknown[] = [];
cycle.push(cycle);
const MIB = 1024 * 1024;
const long = 'x'.repeat(3 * MIB);
const fail = (message: string, details: unknown = null): never => {
  throw ApplicationFailure.nonRetryable(message, 'Own', details);
};

/** What a body returns, remembers, calls with or throws, by name. Whatever it is, the run ends and says why. */
export function oddPipeline(input: { what: string }): Promise<unknown> {
  return openRun(input, async (run) => {
    const odd: Record<string, () => unknown> = {
      'a result of 3 MB': () => long,
      'a BigInt as result': () => 3n,
      'a cycle as result': () => cycle,
      'a function as result': () => () => 3,
      'a BigInt in once': () => run.once('big', () => Promise.resolve(3n)),
      '3 MB in once': () => run.once('long', () => Promise.resolve(long)),
      'a name of 1,000 bytes': () => run.waitFor('n'.repeat(1000)),
      'an input of 3 MB': () => note({ text: long }),
      'a BigInt as input': () => note({ text: 3n as never }),
      'a thousand facts': async () => {
        for (let i = 0; i < 50; i += 1) await run.once(`fact ${i}`, () => Promise.resolve('x'.repeat(15_000)));
      },
      'a message of 3 MB': () => fail(long),
      'details of 3 MB': () => fail('with details', long),
      'a BigInt in details': () => fail('with details', 3n),
      'half a character in a message': () => fail('a \ud83d b'),
      'shards of a third of an item': async () => square.map(await list({ count: 1 }), {}, { shardSize: 1 / 3 }),
      'shards of nothing': async () => square.map(await list({ count: 1 }), {}, { shardSize: 0 }),
      'shards of no number': async () => square.map(await list({ count: 1 }), {}, { shardSize: Number.NaN }),
      'a summary of 3 MB': () => note({ text: 'short' }, { summary: long }),
    };
    return odd[run.input.what]?.();
  });
}

/** A decision that is called like the answer to a question. */
export function alikePipeline(input: { count: number }): Promise<unknown[]> {
  return openRun(input, async (run) => [
    await run.once('answer:go', () => Promise.resolve('decided')),
    await run.waitFor('go'),
    await run.once('go', () => Promise.resolve('too')),
  ]);
}

/** Handlers and a check with a bug of their own. Ends when it is answered. */
export async function buggyPipeline(): Promise<void> {
  const kernel = new Kernel(temporal);
  const bug = (what: string): never => {
    throw new TypeError(what);
  };
  let answered = false;
  onUpdate(kernel, pauseRun, { description: '', act: () => bug('a bug') });
  onUpdate(kernel, resumeRun, { description: '', act: async () => bug(await Promise.resolve('a later bug')) });
  onUpdate(kernel, skipStep, { description: '', mustBe: () => bug('a bug of a check'), act: () => undefined });
  onUpdate(kernel, answer, {
    description: '',
    act() {
      answered = true;
      return undefined;
    },
  });
  await condition(() => answered);
}

/** So many calls side by side that fail with a long message each, and all wait for a person. */
export function failingPipeline(input: { calls: number }): Promise<unknown> {
  return openRun(input, ({ input: { calls } }) =>
    Promise.all(Array.from({ length: calls }, (_, i) => hold({ state: `failing ${i}` }))),
  );
}
